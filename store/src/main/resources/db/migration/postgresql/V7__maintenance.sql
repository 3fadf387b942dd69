-- What jobs did and when. A report is JSON, opaque here.
CREATE TABLE maintenance_runs (
  id text COLLATE "C" PRIMARY KEY,
  tenant text NOT NULL DEFAULT 'system',
  job text NOT NULL,
  confirmed boolean NOT NULL,
  status text NOT NULL,
  asked_at timestamptz NOT NULL,
  started_at timestamptz,
  ended_at timestamptz,
  report text,
  error text
);

CREATE INDEX maintenance_runs_asked ON maintenance_runs (asked_at);

-- Up to when rows of a kind have been taken away that are part of a row which stays.
CREATE TABLE retention_marks (
  kind text PRIMARY KEY,
  tenant text NOT NULL DEFAULT 'system',
  before_at timestamptz NOT NULL
);

-- One row a request that the caller did not spoil, failed ones too, for as long as fallback logs
-- are kept; what the server itself asks providers, the tenant system's, is nobody's request.
CREATE OR REPLACE VIEW llm_fallback_logs AS
SELECT sequence, id, id AS request_id, tenant, environment, asked_model,
       primary_provider, primary_model,
       CASE WHEN answered THEN provider END AS used_provider,
       CASE WHEN answered THEN model END AS used_model,
       attempts, status = 'success' AS success,
       COALESCE(answered AND (provider, model) <> (primary_provider, primary_model), false)
         AS fallback,
       status, error_type, error_message, response_time_ms, response_micros, created_at, decision
FROM llm_usage
WHERE status <> 'rejected' AND tenant <> 'system'
  AND created_at >= COALESCE(
    (SELECT before_at FROM retention_marks WHERE kind = 'fallback_logs'), '-infinity');

-- The scheduler's own table, in the form that its library wants.
CREATE TABLE scheduled_tasks (
  task_name text NOT NULL,
  task_instance text NOT NULL,
  task_data bytea,
  execution_time timestamptz NOT NULL,
  picked boolean NOT NULL,
  picked_by text,
  last_success timestamptz,
  last_failure timestamptz,
  consecutive_failures integer,
  last_heartbeat timestamptz,
  version bigint NOT NULL,
  priority smallint,
  PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX scheduled_tasks_execution ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);
