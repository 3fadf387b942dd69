-- Whose journal it is: several nodes may share a database. What stands here from before belongs to
-- the one node that has this file; its ledger puts its name to it.
CREATE TABLE written_attempts (
  writer TEXT NOT NULL,
  request_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  boot INTEGER NOT NULL,
  loop INTEGER NOT NULL,
  began BLOB,
  ended BLOB,
  PRIMARY KEY (writer, request_id, number)
) STRICT, WITHOUT ROWID;

INSERT INTO written_attempts
SELECT '', request_id, number, tenant, boot, loop, began, ended FROM open_attempts;

DROP TABLE open_attempts;

ALTER TABLE written_attempts RENAME TO open_attempts;

CREATE TABLE written_cursors (
  writer TEXT NOT NULL,
  boot INTEGER NOT NULL,
  loop INTEGER NOT NULL,
  tenant TEXT NOT NULL DEFAULT 'system',
  segment INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (writer, boot, loop)
) STRICT, WITHOUT ROWID;

INSERT INTO written_cursors SELECT '', boot, loop, tenant, segment, position FROM journal_cursors;

DROP TABLE journal_cursors;

ALTER TABLE written_cursors RENAME TO journal_cursors;
