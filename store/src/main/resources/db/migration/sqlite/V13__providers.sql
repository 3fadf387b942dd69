-- What the API says of providers: leaf by leaf over the file's, new ones, and some taken away. A
-- row's tenant is the provider's owner, empty for what all share. Settings are JSON of the leaves
-- that are said; the credential is sealed under the master key and bound to the row.
CREATE TABLE llm_configurations (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  tenant TEXT NOT NULL DEFAULT '',
  provider TEXT NOT NULL,
  origin TEXT NOT NULL,
  settings TEXT NOT NULL,
  credential BLOB,
  fingerprint TEXT,
  is_alone INTEGER NOT NULL,
  is_active INTEGER NOT NULL,
  is_deleted INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (tenant, provider)
) STRICT;

-- Whether a tenant uses a shared provider; what is not in it is used.
CREATE TABLE llm_activations (
  tenant TEXT NOT NULL,
  provider TEXT NOT NULL,
  is_withheld INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, provider)
) STRICT, WITHOUT ROWID;

-- The models that providers have listed themselves.
CREATE TABLE llm_model_registry (
  tenant TEXT NOT NULL DEFAULT '',
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  place INTEGER NOT NULL,
  context_window INTEGER NOT NULL,
  max_output INTEGER NOT NULL,
  is_available INTEGER NOT NULL,
  source TEXT NOT NULL,
  checked_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, provider, model)
) STRICT, WITHOUT ROWID;
