-- Tables that people's own SQL expects by these names.

-- One row a configured provider: it comes with the provider's health and goes with it.
CREATE TABLE llm_configurations (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL DEFAULT 'system',
  provider text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant, provider)
);

-- How each configured provider is: one row a provider.
CREATE TABLE llm_health_status (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL DEFAULT 'system',
  provider text NOT NULL,
  is_healthy boolean NOT NULL,
  last_check_at timestamptz,
  last_error text,
  consecutive_failures bigint NOT NULL,
  consecutive_successes bigint NOT NULL,
  response_micros bigint NOT NULL,
  success_rate double precision NOT NULL,
  -- The last hundred calls and checks, a digit each, 1 for those that went well.
  recent text NOT NULL,
  probes bigint NOT NULL,
  probe_cost_nanos bigint NOT NULL,
  unpriced_probes bigint NOT NULL,
  response_time_ms numeric(18, 3) GENERATED ALWAYS AS (response_micros * 0.001) STORED,
  UNIQUE (tenant, provider),
  FOREIGN KEY (tenant, provider) REFERENCES llm_configurations (tenant, provider) ON DELETE CASCADE
);

CREATE FUNCTION llm_health_status_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO llm_configurations (tenant, provider) VALUES (NEW.tenant, NEW.provider)
  ON CONFLICT DO NOTHING;
  RETURN NEW;
END $$;

CREATE TRIGGER llm_health_status_comes BEFORE INSERT ON llm_health_status
FOR EACH ROW EXECUTE FUNCTION llm_health_status_comes();

CREATE FUNCTION llm_health_status_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM llm_configurations WHERE tenant = OLD.tenant AND provider = OLD.provider;
  RETURN NULL;
END $$;

CREATE TRIGGER llm_health_status_goes AFTER DELETE ON llm_health_status
FOR EACH ROW EXECUTE FUNCTION llm_health_status_goes();

CREATE TABLE llm_model_registry (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL DEFAULT 'system',
  provider text NOT NULL,
  model text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant, provider, model)
);

CREATE TABLE alert_events (
  id text PRIMARY KEY,
  tenant text NOT NULL DEFAULT 'default',
  rule_id text,
  rule_name text,
  environment text NOT NULL,
  severity text NOT NULL,
  status text NOT NULL,
  message text NOT NULL,
  value double precision,
  threshold double precision,
  created_at timestamptz NOT NULL DEFAULT now(),
  acknowledged_at timestamptz,
  resolved_at timestamptz
);

CREATE INDEX alert_events_created ON alert_events (created_at);

CREATE TABLE ab_test_results (
  id text PRIMARY KEY,
  tenant text NOT NULL DEFAULT 'default',
  test_id text NOT NULL,
  variant text NOT NULL,
  request_id text,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX ab_test_results_created ON ab_test_results (created_at);
