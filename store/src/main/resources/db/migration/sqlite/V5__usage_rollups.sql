-- Sums over requests, a row for each bucket of time and each marginal. Grain 0 is a minute, 1 a
-- quarter of an hour, 2 an hour, 3 a day, 4 a month; kind 0 is all requests by status, 1 a target,
-- 2 a key, 3 a variant, 4 a kind of error. Names that a kind does not have are empty. Only its
-- writer changes a row; readers add up.
CREATE TABLE usage_rollups (
  grain INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  environment TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  status TEXT NOT NULL,
  subject TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  writer TEXT NOT NULL,
  requests INTEGER NOT NULL,
  successes INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  cancelled INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  cached INTEGER NOT NULL,
  fallbacks INTEGER NOT NULL,
  unpriced INTEGER NOT NULL,
  cost_nanos INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  cached_input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  timed INTEGER NOT NULL,
  response_micros INTEGER NOT NULL,
  -- Response times; the first byte is the version of the rest.
  sketch BLOB,
  -- Of errors: the last message, and when the first and the last were seen.
  sample TEXT,
  first_millis INTEGER,
  last_millis INTEGER,
  PRIMARY KEY (grain, kind, bucket, tenant, environment, provider, model, status, subject,
    fingerprint, writer)
) STRICT, WITHOUT ROWID;

-- How far a writer's rollups of a grain are complete, in milliseconds since the epoch; for minutes,
-- from where on they are still there. Days and months are those of the zone.
CREATE TABLE rollup_marks (
  writer TEXT NOT NULL,
  grain INTEGER NOT NULL,
  tenant TEXT NOT NULL DEFAULT 'system',
  zone TEXT NOT NULL,
  mark INTEGER NOT NULL,
  PRIMARY KEY (writer, grain)
) STRICT, WITHOUT ROWID;

-- Requests from before there were rollups, by their sequence: those above counted and up to last
-- are still to be counted.
CREATE TABLE rollup_backfill (
  tenant TEXT NOT NULL DEFAULT 'system',
  counted INTEGER NOT NULL,
  last INTEGER NOT NULL
) STRICT;

INSERT INTO rollup_backfill (counted, last)
SELECT 0, max(sequence) FROM llm_usage HAVING max(sequence) IS NOT NULL;

-- The few requests that cost more than a cent.
CREATE INDEX llm_usage_costly ON llm_usage (created_at, id) WHERE cost_nanos >= 10000000;
