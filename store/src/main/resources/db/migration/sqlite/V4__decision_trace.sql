-- How a request came to its target, as the gateway wrote it down; NULL where there was no plan.
ALTER TABLE llm_usage ADD COLUMN decision TEXT;

DROP VIEW llm_fallback_logs;

-- One row a request that the caller did not spoil, failed ones too; what the server itself asks
-- providers, the tenant system's, is nobody's request.
CREATE VIEW llm_fallback_logs AS
SELECT sequence, id, id AS request_id, tenant, environment, asked_model,
       primary_provider, primary_model,
       CASE WHEN answered THEN provider END AS used_provider,
       CASE WHEN answered THEN model END AS used_model,
       attempts, status = 'success' AS success,
       COALESCE(answered AND (provider, model) <> (primary_provider, primary_model), 0) AS fallback,
       status, error_type, error_message, response_time_ms, response_micros, created_at, decision
FROM llm_usage WHERE status <> 'rejected' AND tenant <> 'system';
