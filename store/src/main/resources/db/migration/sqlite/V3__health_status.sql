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
