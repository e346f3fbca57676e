# The few commands. `make run` and `make test` each work alone on a fresh machine with Python 3.11 or newer and pip;
# README.md gives the plain commands behind them.

VENV ?= .venv
PORT ?= 8000
# python3.11 where there is one, else python3 (which must be as new)
PYTHON ?= $(shell python3.11 -c 'print("python3.11")' 2>/dev/null || echo python3)
# more words for the test runner: make test TESTS="-k motion -x"
TESTS ?=

python := $(VENV)/bin/python
# The design system's CSS and typeface come from npm, where npm is. Without them the site is complete; so never wait long.
npm := $(shell command -v npm 2>/dev/null)
vendor := $(if $(npm),static/vendor/.made-from)

.PHONY: help run test lint bench prepare
.DEFAULT_GOAL := help

help: ## Show these lines.
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 16

run: prepare ## Set up what is missing, then serve the site on http://127.0.0.1:8000 (PORT=...).
	@echo "site:          http://127.0.0.1:$(PORT)/ (stop it with Ctrl+C)"
	@PORT=$(PORT) exec $(VENV)/bin/gunicorn

prepare: $(VENV)/.installed $(vendor) ## Bring database, first records, messages and static files up to date.
	@$(python) manage.py prepare --administrator

test: $(VENV)/.installed-tests $(vendor) ## Run the tests, on SQLite or on the database of DATABASE_URL.
	@$(python) -m pytest -n auto $(TESTS)

lint: $(VENV)/.installed-tests ## Check style, migrations, texts and settings.
	@$(python) -m ruff check .
	@$(python) manage.py makemigrations --check --dry-run
	@$(python) manage.py messages --check
	@HTTPS=1 SECRET_KEY=$$($(python) -c 'import secrets; print(secrets.token_urlsafe(50))') $(python) manage.py check --deploy

bench: $(VENV)/.installed $(VENV)/.installed-bench ## Compare the speed with others on 100,000 motions; writes docs/bench.md.
	@BENCH_VENV=$(VENV)/bench $(python) tests/bench/compare.py --write docs/bench.md

$(python):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; $(PYTHON) is not. Name another: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "No virtual environment could be made (on Debian: apt install python3-venv)." >&2; exit 1; }

$(VENV)/.installed: requirements.txt | $(python)
	@echo "packages:      installing requirements.txt in $(VENV)"
	@$(python) -m pip install --quiet --disable-pip-version-check --only-binary :all: -r requirements.txt
	@touch $@

$(VENV)/.installed-tests: tests/requirements.txt $(VENV)/.installed
	@echo "packages:      installing tests/requirements.txt in $(VENV)"
	@$(python) -m pip install --quiet --disable-pip-version-check --only-binary :all: -r tests/requirements.txt
	@touch $@

$(VENV)/.installed-bench: tests/bench/requirements.txt | $(python)
	@echo "packages:      installing tests/bench/requirements.txt in $(VENV)/bench"
	@$(python) -m venv $(VENV)/bench
	@$(VENV)/bench/bin/python -m pip install --quiet --disable-pip-version-check -r tests/bench/requirements.txt
	@touch $@

static/vendor/.made-from: static/package-lock.json cyberpolicy/management/commands/vendor.py | $(VENV)/.installed
	@npm_config_fetch_retries=0 npm_config_fetch_timeout=20000 $(python) manage.py vendor 2>$(VENV)/vendor.log || \
	  echo "static/vendor/ not made (why: $(VENV)/vendor.log). The site is complete without, in system fonts."
