-- What was said in requests, for operators who switched it on: redacted, then sealed under the
-- master key and bound to tenant and request.
CREATE TABLE recorded_bodies (
  request_id text PRIMARY KEY,
  tenant text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  content bytea NOT NULL
);

CREATE INDEX recorded_bodies_expires ON recorded_bodies (expires_at);
