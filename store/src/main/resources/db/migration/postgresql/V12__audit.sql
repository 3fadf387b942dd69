-- Who changed what, each entry chained to the one before by a keyed hash over all its columns.
CREATE TABLE audit_entries (
  sequence bigint PRIMARY KEY,
  id text COLLATE "C" NOT NULL,
  tenant text NOT NULL,
  created_at timestamptz NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  actor_role text NOT NULL,
  address text NOT NULL,
  action text COLLATE "C" NOT NULL,
  object text NOT NULL,
  before_change text NOT NULL,
  after_change text NOT NULL,
  previous_hash text NOT NULL,
  hash text NOT NULL
);

CREATE INDEX audit_entries_created ON audit_entries (created_at);
CREATE INDEX audit_entries_tenant ON audit_entries (tenant, sequence);
CREATE INDEX audit_entries_actor ON audit_entries (actor_id, sequence);
CREATE INDEX audit_entries_object ON audit_entries (object, sequence);

-- Where the chain ends, signed; changed together with every entry.
CREATE TABLE audit_head (
  id smallint PRIMARY KEY CHECK (id = 1),
  tenant text NOT NULL DEFAULT 'system',
  sequence bigint NOT NULL,
  hash text NOT NULL,
  entries bigint NOT NULL,
  signature text NOT NULL,
  changed_at timestamptz NOT NULL
);
