-- Whom keys, providers and chains may belong to. A tenant that was deleted stays here, for its id is
-- not used again; erased_at says when the last that was kept of it had gone.
CREATE TABLE tenants (
  id text COLLATE "C" PRIMARY KEY,
  tenant text NOT NULL DEFAULT 'system',
  name text NOT NULL,
  timezone text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  deleted_at timestamptz,
  erased_at timestamptz
);

-- How often each kind of thing has been changed by any node: who sees a number move reads again.
CREATE TABLE revisions (
  topic text PRIMARY KEY,
  tenant text NOT NULL DEFAULT 'system',
  revision bigint NOT NULL
);

-- What is NULL in older keys follows from their scopes.
ALTER TABLE virtual_keys ADD COLUMN role text;
-- Names and patterns of models as a JSON list; NULL allows all.
ALTER TABLE virtual_keys ADD COLUMN models text;
ALTER TABLE virtual_keys ADD COLUMN tags text;
ALTER TABLE virtual_keys ADD COLUMN expires_at timestamptz;
ALTER TABLE virtual_keys ADD COLUMN created_by text;
ALTER TABLE virtual_keys ADD COLUMN updated_at timestamptz;
ALTER TABLE virtual_keys ADD COLUMN deleted_at timestamptz;
ALTER TABLE virtual_keys ADD COLUMN rotated_from text;
ALTER TABLE virtual_keys ADD COLUMN replaced_by text;
-- Until when a key that was replaced goes on.
ALTER TABLE virtual_keys ADD COLUMN overlap_ends_at timestamptz;
-- The revision of the topic keys that the row was last written in.
ALTER TABLE virtual_keys ADD COLUMN revision bigint NOT NULL DEFAULT 0;

CREATE INDEX virtual_keys_revision ON virtual_keys (revision);
CREATE INDEX virtual_keys_tenant ON virtual_keys (tenant, sequence);
CREATE INDEX recorded_bodies_tenant ON recorded_bodies (tenant);

-- The administrator's key that the first start has made.
UPDATE virtual_keys SET role = 'owner' WHERE id = 'admin';
