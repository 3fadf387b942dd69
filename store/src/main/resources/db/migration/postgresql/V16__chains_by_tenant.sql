-- What all tenants share belongs to nobody; the default tenant may have chains of its own.
UPDATE chain_overrides SET tenant = '' WHERE tenant = 'default';
