-- Whom keys, providers and chains may belong to. A tenant that was deleted stays here, for its id is
-- not used again; erased_at says when the last that was kept of it had gone.
CREATE TABLE tenants (
  id TEXT PRIMARY KEY,
  tenant TEXT NOT NULL DEFAULT 'system',
  name TEXT NOT NULL,
  timezone TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  erased_at INTEGER
) STRICT, WITHOUT ROWID;

-- How often each kind of thing has been changed by any node: who sees a number move reads again.
CREATE TABLE revisions (
  topic TEXT PRIMARY KEY,
  tenant TEXT NOT NULL DEFAULT 'system',
  revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is NULL in older keys follows from their scopes.
ALTER TABLE virtual_keys ADD COLUMN role TEXT;
-- Names and patterns of models as a JSON list; NULL allows all.
ALTER TABLE virtual_keys ADD COLUMN models TEXT;
ALTER TABLE virtual_keys ADD COLUMN tags TEXT;
ALTER TABLE virtual_keys ADD COLUMN expires_at INTEGER;
ALTER TABLE virtual_keys ADD COLUMN created_by TEXT;
ALTER TABLE virtual_keys ADD COLUMN updated_at INTEGER;
ALTER TABLE virtual_keys ADD COLUMN deleted_at INTEGER;
ALTER TABLE virtual_keys ADD COLUMN rotated_from TEXT;
ALTER TABLE virtual_keys ADD COLUMN replaced_by TEXT;
-- Until when a key that was replaced goes on.
ALTER TABLE virtual_keys ADD COLUMN overlap_ends_at INTEGER;
-- The revision of the topic keys that the row was last written in.
ALTER TABLE virtual_keys ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;

CREATE INDEX virtual_keys_revision ON virtual_keys (revision);
CREATE INDEX virtual_keys_tenant ON virtual_keys (tenant, sequence);
CREATE INDEX recorded_bodies_tenant ON recorded_bodies (tenant);

-- The administrator's key that the first start has made.
UPDATE virtual_keys SET role = 'owner' WHERE id = 'admin';
