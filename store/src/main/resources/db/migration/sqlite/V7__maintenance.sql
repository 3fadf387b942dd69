-- What jobs did and when. A report is JSON, opaque here.
CREATE TABLE maintenance_runs (
  id TEXT PRIMARY KEY,
  tenant TEXT NOT NULL DEFAULT 'system',
  job TEXT NOT NULL,
  confirmed INTEGER NOT NULL,
  status TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  report TEXT,
  error TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX maintenance_runs_asked ON maintenance_runs (asked_at);

-- Up to when rows of a kind have been taken away that are part of a row which stays.
CREATE TABLE retention_marks (
  kind TEXT PRIMARY KEY,
  tenant TEXT NOT NULL DEFAULT 'system',
  before_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

DROP VIEW llm_fallback_logs;

-- One row a request that the caller did not spoil, failed ones too, for as long as fallback logs
-- are kept; what the server itself asks providers, the tenant system's, is nobody's request.
CREATE VIEW llm_fallback_logs AS
SELECT sequence, id, id AS request_id, tenant, environment, asked_model,
       primary_provider, primary_model,
       CASE WHEN answered THEN provider END AS used_provider,
       CASE WHEN answered THEN model END AS used_model,
       attempts, status = 'success' AS success,
       COALESCE(answered AND (provider, model) <> (primary_provider, primary_model), FALSE) AS fallback,
       status, error_type, error_message, response_time_ms, response_micros, created_at, decision
FROM llm_usage
WHERE status <> 'rejected' AND tenant <> 'system'
  AND created_at >= COALESCE((SELECT before_at FROM retention_marks WHERE kind = 'fallback_logs'), 0);

-- The scheduler's own table, in the form that its library wants.
CREATE TABLE scheduled_tasks (
  task_name TEXT NOT NULL,
  task_instance TEXT NOT NULL,
  task_data BLOB,
  execution_time TIMESTAMP NOT NULL,
  picked BOOLEAN NOT NULL,
  picked_by TEXT,
  last_success TIMESTAMP,
  last_failure TIMESTAMP,
  consecutive_failures INTEGER,
  last_heartbeat TIMESTAMP,
  version INTEGER NOT NULL,
  priority INTEGER,
  PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX scheduled_tasks_execution ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);
