-- Who changed what, each entry chained to the one before by a keyed hash over all its columns.
CREATE TABLE audit_entries (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  tenant TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  actor_role TEXT NOT NULL,
  address TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  before_change TEXT NOT NULL,
  after_change TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE INDEX audit_entries_created ON audit_entries (created_at);
CREATE INDEX audit_entries_tenant ON audit_entries (tenant, sequence);
CREATE INDEX audit_entries_actor ON audit_entries (actor_id, sequence);
CREATE INDEX audit_entries_object ON audit_entries (object, sequence);

-- Where the chain ends, signed; changed together with every entry.
CREATE TABLE audit_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  tenant TEXT NOT NULL DEFAULT 'system',
  sequence INTEGER NOT NULL,
  hash TEXT NOT NULL,
  entries INTEGER NOT NULL,
  signature TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
