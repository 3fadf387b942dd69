-- Sums over requests, a row for each bucket of time and each marginal. Grain 0 is a minute, 1 a
-- quarter of an hour, 2 an hour, 3 a day, 4 a month; kind 0 is all requests by status, 1 a target,
-- 2 a key, 3 a variant, 4 a kind of error. Names that a kind does not have are empty. Only its
-- writer changes a row; readers add up.
CREATE TABLE usage_rollups (
  grain integer NOT NULL,
  kind integer NOT NULL,
  bucket bigint NOT NULL,
  tenant text NOT NULL,
  environment text NOT NULL,
  provider text NOT NULL,
  model text NOT NULL,
  status text NOT NULL,
  subject text NOT NULL,
  fingerprint text NOT NULL,
  writer text NOT NULL,
  requests bigint NOT NULL,
  successes bigint NOT NULL,
  errors bigint NOT NULL,
  cancelled bigint NOT NULL,
  rejected bigint NOT NULL,
  cached bigint NOT NULL,
  fallbacks bigint NOT NULL,
  unpriced bigint NOT NULL,
  cost_nanos bigint NOT NULL,
  input_tokens bigint NOT NULL,
  cached_input_tokens bigint NOT NULL,
  output_tokens bigint NOT NULL,
  timed bigint NOT NULL,
  response_micros bigint NOT NULL,
  -- Response times; the first byte is the version of the rest.
  sketch bytea,
  -- Of errors: the last message, and when the first and the last were seen.
  sample text,
  first_millis bigint,
  last_millis bigint,
  PRIMARY KEY (grain, kind, bucket, tenant, environment, provider, model, status, subject,
    fingerprint, writer)
);

-- How far a writer's rollups of a grain are complete, in milliseconds since the epoch; for minutes,
-- from where on they are still there. Days and months are those of the zone.
CREATE TABLE rollup_marks (
  writer text NOT NULL,
  grain integer NOT NULL,
  tenant text NOT NULL DEFAULT 'system',
  zone text NOT NULL,
  mark bigint NOT NULL,
  PRIMARY KEY (writer, grain)
);

-- Requests from before there were rollups, which only SQLite files have.
CREATE TABLE rollup_backfill (
  tenant text NOT NULL DEFAULT 'system',
  counted bigint NOT NULL,
  last bigint NOT NULL
);

-- The few requests that cost more than a cent.
CREATE INDEX llm_usage_costly ON llm_usage (created_at, id) WHERE cost_nanos >= 10000000;
