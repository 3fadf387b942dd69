-- Prices that the API has set over those of the file and the catalogue.
CREATE TABLE price_overrides (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL DEFAULT 'default',
  provider text COLLATE "C" NOT NULL,
  model text COLLATE "C" NOT NULL,
  -- The first day, UTC, as 2026-01-31.
  valid_from text COLLATE "C" NOT NULL,
  -- Rates and tiers in nano-dollars a million tokens, as JSON.
  tariff text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (tenant, provider, model, valid_from)
);
