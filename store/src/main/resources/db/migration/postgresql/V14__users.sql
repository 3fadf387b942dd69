-- People who administer, each under one login in small letters. The tenant is empty for those above
-- tenants; a password is kept as an Argon2id hash only, and not at all where an issuer vouches.
CREATE TABLE users (
  id text COLLATE "C" PRIMARY KEY,
  tenant text NOT NULL,
  login text COLLATE "C" NOT NULL UNIQUE,
  name text NOT NULL,
  role text NOT NULL,
  password_hash text,
  issuer text,
  subject text,
  disabled boolean NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  last_sign_in_at timestamptz,
  UNIQUE (issuer, subject)
);

CREATE INDEX users_tenant ON users (tenant, login);

-- Sign-ins that hold, under a hash of their token.
CREATE TABLE sessions (
  hash text COLLATE "C" PRIMARY KEY,
  tenant text NOT NULL,
  user_id text COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  address text NOT NULL
);

CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expires ON sessions (expires_at);
CREATE INDEX sessions_last_seen ON sessions (last_seen_at);
