-- A provider belongs to one tenant, or to all, whose name is then empty: so a row's tenant is the
-- provider's owner. What was known until now is of providers that all share.
ALTER TABLE llm_health_status
  DROP CONSTRAINT llm_health_status_tenant_provider_fkey;

UPDATE llm_configurations SET tenant = '' WHERE tenant = 'system';
UPDATE llm_health_status SET tenant = '' WHERE tenant = 'system';
UPDATE llm_model_registry SET tenant = '' WHERE tenant = 'system';

ALTER TABLE llm_configurations ALTER COLUMN tenant SET DEFAULT '';
ALTER TABLE llm_health_status ALTER COLUMN tenant SET DEFAULT '';
ALTER TABLE llm_model_registry ALTER COLUMN tenant SET DEFAULT '';

ALTER TABLE llm_health_status
  ADD FOREIGN KEY (tenant, provider) REFERENCES llm_configurations (tenant, provider)
  ON DELETE CASCADE;
