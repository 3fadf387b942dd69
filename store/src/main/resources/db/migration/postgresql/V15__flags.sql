-- What the API said about flags, over file and environment; the installation's, no tenant's.
CREATE TABLE flag_overrides (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL DEFAULT 'default',
  name text COLLATE "C" NOT NULL UNIQUE,
  -- A JSON string, number, true or false.
  value text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
