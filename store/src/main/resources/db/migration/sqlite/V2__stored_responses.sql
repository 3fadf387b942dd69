-- Answers that clients may go on from. The content is sealed under the master key, bound to tenant,
-- table and id.
CREATE TABLE stored_responses (
  sequence INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  previous_id TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  content BLOB NOT NULL,
  UNIQUE (tenant, id)
) STRICT;

CREATE INDEX stored_responses_expires ON stored_responses (expires_at);

-- Which answer has an item: the newest, should providers give an id twice.
CREATE TABLE stored_response_items (
  tenant TEXT NOT NULL,
  item_id TEXT NOT NULL,
  response_id TEXT NOT NULL,
  PRIMARY KEY (tenant, item_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX stored_response_items_response ON stored_response_items (tenant, response_id);
