-- The tables that SQLite has after its first four steps and the eighth, for people's own SQL: times
-- are timestamptz, flags boolean. Money is nano-dollars, durations are microseconds; estimated_cost
-- is dollars, response_time_ms milliseconds. Ids are ordered by time and compared by bytes.

CREATE SEQUENCE llm_usage_sequence;

-- One row a request, in a partition a month. A request that one attempt decided carries it in the
-- attempt_ columns; other attempts stand in stored_attempts. The view llm_attempts shows both.
CREATE TABLE llm_usage (
  sequence bigint NOT NULL DEFAULT nextval('llm_usage_sequence'),
  id text COLLATE "C" NOT NULL,
  tenant text NOT NULL,
  environment text NOT NULL,
  key_id text NOT NULL,
  client_request_id text,
  asked_model text NOT NULL,
  primary_provider text,
  primary_model text,
  provider text,
  model text NOT NULL,
  answered boolean NOT NULL,
  status text NOT NULL,
  http_status integer NOT NULL,
  error_type text,
  error_message text,
  stream boolean NOT NULL,
  estimated boolean NOT NULL,
  cached boolean NOT NULL DEFAULT false,
  attempts integer NOT NULL,
  created_at timestamptz NOT NULL,
  response_micros bigint NOT NULL,
  first_token_micros bigint,
  input_tokens bigint NOT NULL,
  output_tokens bigint NOT NULL,
  cached_input_tokens bigint NOT NULL,
  cache_write_tokens bigint NOT NULL,
  reasoning_tokens bigint NOT NULL,
  cost_nanos bigint NOT NULL,
  unpriced integer NOT NULL,
  attempt_at timestamptz,
  attempt_micros bigint,
  attempt_first_token_micros bigint,
  price_version text,
  decision text,
  response_time_ms numeric(18, 3) GENERATED ALWAYS AS (response_micros * 0.001) STORED,
  total_tokens bigint GENERATED ALWAYS AS (input_tokens + output_tokens) STORED,
  -- What is too large for the column is no true sum; it must not keep all others out of the ledger.
  estimated_cost numeric(18, 9) GENERATED ALWAYS AS
    (CASE WHEN unpriced = 0 THEN least(cost_nanos, 999999999999999999) * 0.000000001 END) STORED,
  PRIMARY KEY (created_at, id)
) PARTITION BY RANGE (created_at);

ALTER SEQUENCE llm_usage_sequence OWNED BY llm_usage.sequence;

CREATE INDEX llm_usage_id ON llm_usage (id);

-- Takes what no month has been made for.
CREATE TABLE llm_usage_default PARTITION OF llm_usage DEFAULT;

CREATE SEQUENCE stored_attempts_sequence;

CREATE TABLE stored_attempts (
  sequence bigint NOT NULL DEFAULT nextval('stored_attempts_sequence'),
  request_id text COLLATE "C" NOT NULL,
  number integer NOT NULL,
  tenant text NOT NULL,
  environment text NOT NULL,
  key_id text NOT NULL,
  provider text NOT NULL,
  model text NOT NULL,
  status text NOT NULL,
  http_status integer NOT NULL,
  error_type text,
  error_message text,
  stream boolean NOT NULL,
  estimated boolean NOT NULL,
  created_at timestamptz NOT NULL,
  duration_micros bigint NOT NULL,
  first_token_micros bigint,
  input_tokens bigint NOT NULL,
  output_tokens bigint NOT NULL,
  cached_input_tokens bigint NOT NULL,
  cache_write_tokens bigint NOT NULL,
  reasoning_tokens bigint NOT NULL,
  cost_nanos bigint,
  price_version text,
  PRIMARY KEY (created_at, request_id, number)
) PARTITION BY RANGE (created_at);

ALTER SEQUENCE stored_attempts_sequence OWNED BY stored_attempts.sequence;

CREATE INDEX stored_attempts_request ON stored_attempts (request_id);

CREATE TABLE stored_attempts_default PARTITION OF stored_attempts DEFAULT;

CREATE VIEW llm_attempts AS
SELECT id || '.1' AS id, id AS request_id, 1 AS number, tenant, environment, key_id, provider, model,
       status, http_status, error_type, error_message, stream, estimated, attempt_at AS created_at,
       attempt_micros AS duration_micros, attempt_first_token_micros AS first_token_micros,
       input_tokens, output_tokens, cached_input_tokens, cache_write_tokens, reasoning_tokens,
       CASE WHEN unpriced = 0 THEN cost_nanos END AS cost_nanos, price_version
FROM llm_usage WHERE attempt_at IS NOT NULL
UNION ALL
SELECT request_id || '.' || number, request_id, number, tenant, environment, key_id, provider, model,
       status, http_status, error_type, error_message, stream, estimated, created_at,
       duration_micros, first_token_micros,
       input_tokens, output_tokens, cached_input_tokens, cache_write_tokens, reasoning_tokens,
       cost_nanos, price_version
FROM stored_attempts;

-- One row a request that the caller did not spoil, failed ones too; what the server itself asks
-- providers, the tenant system's, is nobody's request.
CREATE VIEW llm_fallback_logs AS
SELECT sequence, id, id AS request_id, tenant, environment, asked_model,
       primary_provider, primary_model,
       CASE WHEN answered THEN provider END AS used_provider,
       CASE WHEN answered THEN model END AS used_model,
       attempts, status = 'success' AS success,
       COALESCE(answered AND (provider, model) <> (primary_provider, primary_model), false)
         AS fallback,
       status, error_type, error_message, response_time_ms, response_micros, created_at, decision
FROM llm_usage WHERE status <> 'rejected' AND tenant <> 'system';

CREATE VIEW llm_usage_logs AS SELECT * FROM llm_usage;

-- What had begun and not ended when the ledger's cursors were last moved: records as the journal
-- encodes them, by the node whose journal it is. Number 0 holds a request's own end while an attempt
-- of it is still open.
CREATE TABLE open_attempts (
  writer text NOT NULL,
  request_id text COLLATE "C" NOT NULL,
  number integer NOT NULL,
  tenant text NOT NULL,
  boot bigint NOT NULL,
  loop integer NOT NULL,
  began bytea,
  ended bytea,
  PRIMARY KEY (writer, request_id, number)
);

CREATE TABLE journal_cursors (
  writer text NOT NULL,
  boot bigint NOT NULL,
  loop integer NOT NULL,
  tenant text NOT NULL DEFAULT 'system',
  segment bigint NOT NULL,
  position integer NOT NULL,
  PRIMARY KEY (writer, boot, loop)
);

-- Chains that the API changed; they win over the file, whole.
CREATE TABLE chain_overrides (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL DEFAULT 'default',
  environment text NOT NULL,
  chain text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (tenant, environment)
);

CREATE TABLE virtual_keys (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text NOT NULL UNIQUE,
  tenant text NOT NULL,
  environment text NOT NULL,
  name text NOT NULL,
  scopes text NOT NULL,
  prefix text NOT NULL,
  hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);

-- Secrets that the server made for itself, sealed by whoever puts them here.
CREATE TABLE generated_secrets (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL DEFAULT 'system',
  name text NOT NULL,
  value bytea NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (tenant, name)
);

-- Answers that clients may go on from. The content is sealed under the master key, bound to tenant,
-- table and id. Nobody else reads them, so their times are milliseconds since the epoch.
CREATE TABLE stored_responses (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL,
  id text NOT NULL,
  previous_id text,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  content bytea NOT NULL,
  UNIQUE (tenant, id)
);

CREATE INDEX stored_responses_expires ON stored_responses (expires_at);

-- Which answer has an item: the newest, should providers give an id twice.
CREATE TABLE stored_response_items (
  tenant text NOT NULL,
  item_id text NOT NULL,
  response_id text NOT NULL,
  PRIMARY KEY (tenant, item_id)
);

CREATE INDEX stored_response_items_response ON stored_response_items (tenant, response_id);
