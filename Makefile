# Two commands are enough: make demo, make test. Each sets itself up on a machine with Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
WORKERS ?= 2

.PHONY: install demo test check audit-deps screenshots clean help

help:  ## List what there is to make
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 14

install: $(VENV)/ready-for-work  ## Set up everything for development in .venv

demo: $(VENV)/ready-to-serve  ## Run the invented consortium: the main job, then a portal to look around in
	$(BIN)/lvws demo

# What Python and pytest compile is kept beside the sources, whatever the machine says: the next run has it.
test assure: export PYTHONDONTWRITEBYTECODE =

test: $(VENV)/ready-for-work  ## Run every test, on both databases
	$(BIN)/pytest -n $(WORKERS) --dist worksteal tests

check: $(VENV)/ready-for-work  ## Lint, format, types, import contracts, unsafe calls
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml lvws_core partners colocations notifications portal

audit-deps: $(VENV)/ready-for-work  ## Ask for known weaknesses of every pinned package; says when nobody could be asked
	$(BIN)/python -m tools.audit_deps

screenshots: $(VENV)/ready-for-work  ## Take the pictures of the README again
	$(BIN)/python tools/screenshots.py

clean:  ## Remove what can be made again, and nothing else
	rm -rf $(VENV) var dist build htmlcov .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/ready-to-serve: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/ready-for-work: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $(VENV)/ready-to-serve $@

.PHONY: bench-core coverage mutants

bench-core: $(VENV)/ready-for-work  ## Decide 167,030 cases, beside the same rules with pydantic models
	$(BIN)/python -m tools.bench_core

.PHONY: bench-reports

bench-reports: $(VENV)/ready-for-work  ## Ask every report of one year of cases and of ten; minutes
	$(BIN)/python -m tools.bench_reports

coverage: $(VENV)/ready-for-work  ## Run the tests of lvws_core and want every branch of it taken
	$(BIN)/pytest -n $(WORKERS) tests/lvws_core --cov=lvws_core --cov-branch --cov-report=term:skip-covered --cov-fail-under=100

mutants: $(VENV)/ready-for-work  ## Change the rules of risk, consent and referrals one by one: hours
	$(BIN)/mutmut run --max-children $(WORKERS)
	$(BIN)/mutmut results

.PHONY: assure

assure: $(VENV)/ready-for-work  ## Run the trials of assurance whole, and write what they counted to var/assurance.json
	$(BIN)/pytest -n $(WORKERS) -m assure tests
