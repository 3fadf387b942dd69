-- What was said in requests, for operators who switched it on: redacted, then sealed under the
-- master key and bound to tenant and request.
CREATE TABLE recorded_bodies (
  request_id TEXT PRIMARY KEY,
  tenant TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  content BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX recorded_bodies_expires ON recorded_bodies (expires_at);
