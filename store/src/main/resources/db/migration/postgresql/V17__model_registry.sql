-- The models that providers list themselves, in the order of their lists, with those that are gone
-- behind. A row's tenant is the provider's owner, empty for what all share. Whatever people have put
-- into the table until now counts as gone, and the next list says otherwise where it is not.
ALTER TABLE llm_model_registry RENAME COLUMN id TO sequence;
ALTER TABLE llm_model_registry
  ADD COLUMN source text NOT NULL DEFAULT 'provider',
  -- What it is for: chat, embeddings, not_chat, other; empty where the list does not say.
  ADD COLUMN kind text NOT NULL DEFAULT '',
  -- Words with commas between them.
  ADD COLUMN capabilities text NOT NULL DEFAULT '',
  ADD COLUMN context_window bigint,
  ADD COLUMN max_output bigint,
  ADD COLUMN is_available boolean NOT NULL DEFAULT false,
  ADD COLUMN unavailable_since timestamptz DEFAULT now(),
  ADD COLUMN first_seen_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN checked_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE llm_model_registry DROP COLUMN created_at;
