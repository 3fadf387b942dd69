-- The models that providers list themselves, in the order of their lists, with those that are gone
-- behind. A row's tenant is the provider's owner, empty for what all share.
CREATE TABLE llm_model_registry (
  sequence INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL DEFAULT '',
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  source TEXT NOT NULL,
  -- What it is for: chat, embeddings, not_chat, other; empty where the list does not say.
  kind TEXT NOT NULL,
  -- Words with commas between them.
  capabilities TEXT NOT NULL,
  context_window INTEGER,
  max_output INTEGER,
  is_available INTEGER NOT NULL,
  unavailable_since INTEGER,
  first_seen_at INTEGER NOT NULL,
  checked_at INTEGER NOT NULL,
  UNIQUE (tenant, provider, model)
) STRICT;
