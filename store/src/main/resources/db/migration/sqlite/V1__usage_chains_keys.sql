-- Times are milliseconds since the epoch, money is nano-dollars, durations are microseconds.
-- Sequences order rows by their arrival here, whatever clocks say; ids made by the gateway are ordered by time.

-- One row a request. A request that one attempt decided carries it in the attempt_ columns; other
-- attempts stand in stored_attempts. The view llm_attempts shows both.
CREATE TABLE llm_usage (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  tenant TEXT NOT NULL,
  environment TEXT NOT NULL,
  key_id TEXT NOT NULL,
  client_request_id TEXT,
  asked_model TEXT NOT NULL,
  primary_provider TEXT,
  primary_model TEXT,
  provider TEXT,
  model TEXT NOT NULL,
  answered INTEGER NOT NULL,
  status TEXT NOT NULL,
  http_status INTEGER NOT NULL,
  error_type TEXT,
  error_message TEXT,
  stream INTEGER NOT NULL,
  estimated INTEGER NOT NULL,
  cached INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  response_micros INTEGER NOT NULL,
  first_token_micros INTEGER,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cached_input_tokens INTEGER NOT NULL,
  cache_write_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  cost_nanos INTEGER NOT NULL,
  unpriced INTEGER NOT NULL,
  attempt_at INTEGER,
  attempt_micros INTEGER,
  attempt_first_token_micros INTEGER,
  price_version TEXT,
  response_time_ms REAL AS (response_micros / 1000.0) VIRTUAL,
  total_tokens INTEGER AS (input_tokens + output_tokens) VIRTUAL,
  estimated_cost REAL AS (CASE WHEN unpriced = 0 THEN cost_nanos / 1e9 END) VIRTUAL
) STRICT;

CREATE INDEX llm_usage_created ON llm_usage (created_at);

CREATE TABLE stored_attempts (
  sequence INTEGER PRIMARY KEY,
  request_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  environment TEXT NOT NULL,
  key_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  status TEXT NOT NULL,
  http_status INTEGER NOT NULL,
  error_type TEXT,
  error_message TEXT,
  stream INTEGER NOT NULL,
  estimated INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  duration_micros INTEGER NOT NULL,
  first_token_micros INTEGER,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cached_input_tokens INTEGER NOT NULL,
  cache_write_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  cost_nanos INTEGER,
  price_version TEXT,
  UNIQUE (request_id, number)
) STRICT;

CREATE INDEX stored_attempts_created ON stored_attempts (created_at);

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

-- One row a request that the caller did not spoil, failed ones too.
CREATE VIEW llm_fallback_logs AS
SELECT sequence, id, id AS request_id, tenant, environment, primary_provider, primary_model,
       CASE WHEN answered THEN provider END AS used_provider,
       CASE WHEN answered THEN model END AS used_model,
       attempts, status = 'success' AS success,
       COALESCE(answered AND (provider, model) <> (primary_provider, primary_model), 0) AS fallback,
       status, error_type, error_message, response_time_ms, response_micros, created_at
FROM llm_usage WHERE status <> 'rejected';

-- What had begun and not ended when the ledger's cursors were last moved: records as the journal
-- encodes them. Number 0 holds a request's own end while an attempt of it is still open.
CREATE TABLE open_attempts (
  request_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  boot INTEGER NOT NULL,
  loop INTEGER NOT NULL,
  began BLOB,
  ended BLOB,
  PRIMARY KEY (request_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal_cursors (
  boot INTEGER NOT NULL,
  loop INTEGER NOT NULL,
  tenant TEXT NOT NULL DEFAULT 'system',
  segment INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (boot, loop)
) STRICT, WITHOUT ROWID;

-- Chains that the API changed; they win over the file, whole.
CREATE TABLE chain_overrides (
  sequence INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL DEFAULT 'default',
  environment TEXT NOT NULL,
  chain TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (tenant, environment)
) STRICT;

CREATE TABLE virtual_keys (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  tenant TEXT NOT NULL,
  environment TEXT NOT NULL,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  prefix TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;

-- Secrets that the server made for itself, sealed by whoever puts them here.
CREATE TABLE generated_secrets (
  sequence INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL DEFAULT 'system',
  name TEXT NOT NULL,
  value BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (tenant, name)
) STRICT;
