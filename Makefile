# Paths are relative and programs run as `.venv/bin/python -m ...`, so that the folder may have a space in its path.
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
CANDIDATES := python3 python3.11 python3.12 python3.13 python3.14
PIP_INSTALL := $(PYTHON) -m pip install --quiet --quiet --disable-pip-version-check --require-hashes

# Production's settings with invented values, for the checks that read settings and open no connection.
PRODUCTION := CASEMGMT_MODE=production SECRET_KEY=only-for-the-check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG \
	ALLOWED_HOSTS=casemgmt.example ORGANISATION_NAME=Example DATABASE_URL=postgres://check@127.0.0.1:1/check REDIS_URL=redis://127.0.0.1:1/0

.PHONY: help
help:  ## List the targets
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/  make \1@\2/p' Makefile | awk -F@ '{ printf "%-20s %s\n", $$1, $$2 }'

.PHONY: run
run: setup  ## The whole site in the foreground with a demonstration caseload; Ctrl-C stops it
	@$(PYTHON) -m casemgmt.local run

.PHONY: setup
setup: .venv/local.installed static/vendor/built  ## What running needs: Python packages and static files

.PHONY: up
up: setup  ## The servers in the background, migrated, for `.venv/bin/python manage.py COMMAND`
	@$(PYTHON) -m casemgmt.local up
	@$(PYTHON) manage.py migrate --no-input --verbosity=0

.PHONY: down
down: .venv/local.installed  ## Stop the servers that `make up` started
	@$(PYTHON) -m casemgmt.local down

.PHONY: test
test: develop  ## The whole test suite with its coverage; `make test ARGS="-k notice"` for some of it, without
	@$(PYTHON) -m casemgmt.local with $(PYTHON) $(if $(ARGS),,$(MEASURED)) -m pytest $(ARGS)
	@$(if $(ARGS),,$(PYTHON) -m slipcover --merge .venv/coverage --out .venv/coverage --fail-under 95)
MEASURED := -m slipcover --json --out .venv/coverage

.PHONY: develop
develop: setup .venv/dev.installed  ## What testing and checking need, on top of setup

.PHONY: check
check: develop  ## Lint, format, types, imports between apps, migrations, production settings, known holes
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PRODUCTION) $(PYTHON) -m mypy
	$(PYTHON) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"
	$(PRODUCTION) $(PYTHON) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING
	@$(PYTHON) -m pip_audit --requirement requirements.txt --disable-pip --require-hashes --timeout 10 \
		> .venv/audit 2>&1 || ! grep -E "Found [0-9]+ known vulnerabilit" .venv/audit \
		|| { cat .venv/audit; exit 1; }
	@grep -q "No known vulnerabilities" .venv/audit && ! grep -q "could not be audited" .venv/audit \
		|| echo "pip-audit could not reach its data: packages not checked."

.PHONY: fix
fix: develop  ## Fix what ruff can fix, and format
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

.PHONY: bench
bench: develop  ## Time the product beside yardsticks; `make bench PEOPLE=20000`, `GROWTH=1` for three times as many too
	@$(PYTHON) -m casemgmt.local with $(PYTHON) -m tests.bench $(if $(PEOPLE),--people $(PEOPLE)) $(if $(GROWTH),--growth) $(if $(ALLOW),--allow $(ALLOW))

.PHONY: requirements
requirements: .venv/dev.installed  ## Compile the pinned requirements from pyproject.toml
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --extra local --constraint requirements.txt --output-file requirements-local.txt
	$(COMPILE) --extra dev --constraint requirements-local.txt --output-file requirements-dev.txt
COMPILE := $(PYTHON) -m uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-strip-extras --no-header pyproject.toml

.venv/created:
	@if .venv/bin/python -m pip --version > /dev/null 2>&1; then touch $@; exit 0; fi; \
	rm -rf .venv; \
	for python in $(CANDIDATES); do \
		if "$$python" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then \
			"$$python" -c "import ensurepip, venv" 2>/dev/null || { \
				echo "$$python cannot make a virtual environment. On Debian: apt-get install python3-venv"; exit 1; }; \
			"$$python" -m venv .venv && touch $@ && exit 0; \
			rm -rf .venv; exit 1; \
		fi; \
	done; \
	echo "There is no Python 3.11 or later here. On Debian: apt-get install python3 python3-venv"; exit 1

.venv/local.installed: requirements-local.txt | .venv/created
	@echo "Installing Python packages"
	@$(PIP_INSTALL) --requirement requirements-local.txt
	@touch $@

.venv/dev.installed: requirements-dev.txt | .venv/local.installed
	@echo "Installing Python packages for tests and checks"
	@$(PIP_INSTALL) --requirement requirements-dev.txt
	@touch $@

static/vendor/built: package-lock.json casemgmt/static_build.py | .venv/local.installed
	@echo "Building static files"
	@$(PYTHON) -m casemgmt.static_build
	@touch $@
