.DEFAULT_GOAL := help
.PHONY: help verify format serve check bench clean

help: ## Shows this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

verify: ## Builds and tests everything: the one gate
	./mvnw -B -ntp verify

format: ## Formats the sources
	./mvnw -q spotless:apply

serve: ## Runs the server with simulated providers
	./breakwater serve --simulate

check: ## Validates ./breakwater.yaml
	./breakwater check

bench: ## Measures the gateway under load
	./breakwater bench

clean: ## Removes what was built
	./mvnw -q clean
