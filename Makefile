# Two commands matter: `make run` and `make test`. Everything they need, they install into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LINTERS := tests/tools/node_modules/.package-lock.json
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation

.PHONY: run test tools drivers bench lock clean

run: $(VENV)/run.stamp ## start the service on ./data and print the URLs to try
	@$(BIN)/nordkalott serve

test: $(VENV)/dev.stamp tools $(LINTERS) ## every check: format, lint, types, import contracts, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

# What the checks of deploy/, of the README, of what a browser makes of our HTML and of the OpenAPI document run beside Python. Where
# this cannot install it, the test says which line does. `drivers` are what the bench needs: Debian starts nginx as it installs it.
tools: WANTED := caddy:caddy chromium:chromium newsboat:newsboat systemd-analyze:systemd curl:curl node:nodejs npm:npm wrk:wrk nginx:nginx-light
drivers: WANTED := wrk:wrk nginx:nginx-light
tools drivers:
	@missing=""; \
	for each in $(WANTED); do \
		command -v $${each%%:*} >/dev/null || missing="$$missing $${each##*:}"; \
	done; \
	if [ -n "$$missing" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update --quiet=2 && DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 --no-install-recommends $$missing; \
	fi

$(LINTERS): tests/tools/package-lock.json | tools
	@if command -v npm >/dev/null; then cd tests/tools && npm ci --silent && touch node_modules/.package-lock.json; fi

bench: $(VENV)/run.stamp drivers ## measure, print ratios, never fail
	$(BIN)/nordkalott bench
	$(BIN)/python -m tests.conformance.comparing

# feedgen is published as source only: its build tools are locked and installed first, so nothing is fetched unhashed.
$(VENV)/build.stamp: requirements-build.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Nordkalott needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) -r requirements-build.txt
	@touch $@

$(VENV)/run.stamp: requirements.txt pyproject.toml $(VENV)/build.stamp
	$(PIP) -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(PIP) -r requirements-dev.txt
	@touch $@

lock: ## resolve the three lock files anew (needs uv)
	printf 'hatchling\neditables\nsetuptools\nwheel\n' | uv pip compile $(UV) - -o requirements-build.txt
	uv pip compile $(UV) pyproject.toml --extra media --extra language -o requirements.txt
	uv pip compile $(UV) pyproject.toml --extra media --extra language --extra audit --extra dev -c requirements.txt -o requirements-dev.txt
lock: UV := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet

clean:
	rm -rf $(VENV) tests/tools/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
