-- A provider belongs to one tenant, or to all, whose name is then empty: so a row's tenant is the
-- provider's owner. What was known until now is of providers that all share.
UPDATE llm_health_status SET tenant = '';
