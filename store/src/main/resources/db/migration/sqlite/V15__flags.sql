-- What the API said about flags, over file and environment; the installation's, no tenant's.
CREATE TABLE flag_overrides (
  sequence INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL DEFAULT 'default',
  name TEXT NOT NULL UNIQUE,
  -- A JSON string, number, true or false.
  value TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
