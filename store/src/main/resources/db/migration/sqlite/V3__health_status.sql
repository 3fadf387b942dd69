-- How each configured provider is: one row a provider, gone when the provider goes.
CREATE TABLE llm_health_status (
  sequence INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL DEFAULT 'system',
  provider TEXT NOT NULL,
  is_healthy INTEGER NOT NULL,
  last_check_at INTEGER,
  last_error TEXT,
  consecutive_failures INTEGER NOT NULL,
  consecutive_successes INTEGER NOT NULL,
  response_micros INTEGER NOT NULL,
  success_rate REAL NOT NULL,
  -- The last hundred calls and checks, a digit each, 1 for those that went well.
  recent TEXT NOT NULL,
  probes INTEGER NOT NULL,
  probe_cost_nanos INTEGER NOT NULL,
  unpriced_probes INTEGER NOT NULL,
  response_time_ms REAL AS (response_micros / 1000.0) VIRTUAL,
  UNIQUE (tenant, provider)
) STRICT;

-- What the server itself asks providers, the tenant system's, is nobody's request.
DROP VIEW llm_fallback_logs;
CREATE VIEW llm_fallback_logs AS
SELECT sequence, id, id AS request_id, tenant, environment, primary_provider, primary_model,
       CASE WHEN answered THEN provider END AS used_provider,
       CASE WHEN answered THEN model END AS used_model,
       attempts, status = 'success' AS success,
       COALESCE(answered AND (provider, model) <> (primary_provider, primary_model), 0) AS fallback,
       status, error_type, error_message, response_time_ms, response_micros, created_at
FROM llm_usage WHERE status <> 'rejected' AND tenant <> 'system';
