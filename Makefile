# `make` lists the targets. Needs Python 3.11+ and make; everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Tests wait for other processes most of the time, so more of them than cores run at once.
TESTS_AT_ONCE ?= 4
AT_ONCE := --numprocesses $(TESTS_AT_ONCE) --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help install demo up test test-kafka test-faults fuzz lint format lock schemas clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 20

install: $(READY) ## prepare .venv from requirements.lock

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "guiyi needs Python 3.11 or newer; set PYTHON=…")'
	$(PYTHON) -m venv $(VENV)
	@echo 'installing what requirements.lock names; this takes some minutes'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY) ## a brand's day through the whole line on the embedded stack
	$(BIN)/guiyi demo

up: $(READY) ## start the embedded stack and keep it running
	$(BIN)/guiyi up

test: $(READY) ## every test but those below, on real parts started by the tests (TESTS_AT_ONCE=4)
	$(BIN)/python -m pytest $(AT_ONCE) --ignore tests/faults

test-kafka: $(READY) ## the tests that concern them on Apache Kafka and Debian's PostgreSQL (needs Java 17, Maven, postgresql)
	$(BIN)/python -m pytest --kafka=apache --postgres=debian -m chosen_services --ignore tests/faults $(AT_ONCE)
	$(BIN)/python -m pytest --kafka=apache --postgres=debian \
	  tests/faults/test_several_workers.py tests/faults/test_services.py

test-faults: $(READY) ## harm done to a working line leaves no trace (FAULTS_KILLS=40, FAULTS_SEED=1)
	$(BIN)/python -m pytest tests/faults --ignore tests/faults/test_services.py

fuzz: $(READY) ## every receiver and parser against made-up bodies (FUZZ_SECONDS=600)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'atheris>=3.0'
	$(BIN)/python -m tests.fuzzing --seconds $(or $(FUZZ_SECONDS),600)

lint: $(READY) ## formatting, ruff, strict mypy, import walls
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: ## pin every dependency with its hash (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --output-file requirements.lock

schemas: $(READY) ## write the JSON Schemas that readers rely on
	$(BIN)/guiyi schemas export schemas/json

clean: ## remove .venv and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
