-- Prices that the API has set over those of the file and the catalogue.
CREATE TABLE price_overrides (
  sequence INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL DEFAULT 'default',
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  -- The first day, UTC, as 2026-01-31.
  valid_from TEXT NOT NULL,
  -- Rates and tiers in nano-dollars a million tokens, as JSON.
  tariff TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (tenant, provider, model, valid_from)
) STRICT;
