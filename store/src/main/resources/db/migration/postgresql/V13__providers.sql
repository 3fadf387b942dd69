-- What the API says of providers: leaf by leaf over the file's, new ones, and some taken away. A
-- row's tenant is the provider's owner, empty for what all share. Settings are JSON of the leaves
-- that are said; the credential is sealed under the master key and bound to the row. Providers of
-- which only the file says something have rows too, of the origin 'file'.
ALTER TABLE llm_configurations DROP COLUMN id;
ALTER TABLE llm_configurations
  ADD COLUMN sequence bigint GENERATED ALWAYS AS IDENTITY,
  ADD COLUMN id text,
  ADD COLUMN origin text NOT NULL DEFAULT 'file',
  ADD COLUMN settings text NOT NULL DEFAULT '{}',
  ADD COLUMN credential bytea,
  ADD COLUMN fingerprint text,
  ADD COLUMN is_alone boolean NOT NULL DEFAULT false,
  ADD COLUMN is_active boolean NOT NULL DEFAULT true,
  ADD COLUMN is_deleted boolean NOT NULL DEFAULT false,
  ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();

-- The id that the program gives to the same owner and name.
CREATE FUNCTION llm_configuration_id(owner text, name text) RETURNS text LANGUAGE sql AS $$
  SELECT 'prov_' || substr(encode(sha256(convert_to(owner || '/' || name, 'UTF8')), 'hex'), 1, 16)
$$;

UPDATE llm_configurations SET id = llm_configuration_id(tenant, provider);
ALTER TABLE llm_configurations ALTER COLUMN id SET NOT NULL;
ALTER TABLE llm_configurations ADD PRIMARY KEY (id);

-- One row a configured provider: the file's come with their health and go with it.
CREATE OR REPLACE FUNCTION llm_health_status_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO llm_configurations (id, tenant, provider)
  VALUES (llm_configuration_id(NEW.tenant, NEW.provider), NEW.tenant, NEW.provider)
  ON CONFLICT DO NOTHING;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION llm_health_status_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM llm_configurations
  WHERE tenant = OLD.tenant AND provider = OLD.provider AND origin = 'file';
  RETURN NULL;
END $$;

-- Whether a tenant uses a shared provider; what is not in it is used.
CREATE TABLE llm_activations (
  tenant text NOT NULL,
  provider text NOT NULL,
  is_withheld boolean NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, provider)
);

-- The models that providers have listed themselves.
ALTER TABLE llm_model_registry
  ADD COLUMN place integer NOT NULL DEFAULT 0,
  ADD COLUMN context_window bigint NOT NULL DEFAULT 0,
  ADD COLUMN max_output bigint NOT NULL DEFAULT 0,
  ADD COLUMN is_available boolean NOT NULL DEFAULT true,
  ADD COLUMN source text NOT NULL DEFAULT 'list',
  ADD COLUMN checked_at timestamptz NOT NULL DEFAULT now();
