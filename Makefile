# Everything one does to a clone. It needs Python >= 3.11 with venv, make and git, nothing else.
#
#   make next    install into .venv and print the next step
#   make test    rules, types, arrows, the quick tests and their coverage (in .venv-dev)
#   make prove   the slow proofs: crash loops, fuzzing, built packages
#   make bench   what the commands cost beside others, and how that grows (in .bench)
#   make help    the rest
#
# PYTHON=python3.12 picks an interpreter, JOBS=4 the number of test processes, ARGS are for pytest
# and the benchmark.

SHELL = /bin/sh
.DELETE_ON_ERROR:
.SUFFIXES:
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

PYTHON ?=
JOBS ?= 2
ARGS ?=

VENV := .venv
DEV := .venv-dev
BIN := $(DEV)/bin
# Twice quiet: errors only.
PIP := -m pip --disable-pip-version-check -qq install
SOURCES := $(shell find src -name '*.py' 2>/dev/null) data/paths.toml

# The first interpreter that is new enough and can make an environment with pip in it: some systems
# ship python3 without venv or ensurepip, and a version manager's shim may stand for nothing.
define find_python
for candidate in $(PYTHON) $(if $(PYTHON),,python3 python3.14 python3.13 python3.12 python3.11 python); do \
  if "$$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
    >/dev/null 2>&1; then found=$$candidate; break; fi; \
done; \
if [ -z "$$found" ]; then \
  echo "studypath needs Python 3.11 or newer with venv$(if $(PYTHON),; $(PYTHON) is not);" \
    "name one with PYTHON=..." >&2; \
  exit 1; \
fi
endef

.PHONY: help next test prove bench lint types arrows quick coverage format lock clean
.NOTPARALLEL:

help:
	@sed -n '3,10s/^# \{0,3\}//p' Makefile
	@echo 'make lint | types | arrows | quick | coverage   one part of make test'
	@echo 'make format | lock | clean                      rewrite, pin again, remove what was built'

$(VENV)/.ready: pyproject.toml $(SOURCES)
	@$(find_python); echo "setting up $(VENV) with $$found ..." >&2; \
	  "$$found" -m venv --clear $(VENV)
	@$(VENV)/bin/python $(PIP) .
	@touch $@

next: $(VENV)/.ready
	@$(VENV)/bin/studypath next
	@echo; echo 'From now on: $(VENV)/bin/studypath next'

$(BIN)/.ready: pyproject.toml requirements-dev.lock
	@$(find_python); echo "setting up $(DEV) with $$found ..." >&2; \
	  "$$found" -m venv --clear $(DEV)
	@$(BIN)/python $(PIP) --require-hashes -r requirements-dev.lock
	@$(BIN)/python $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

test: lint types arrows quick coverage

lint: $(BIN)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(BIN)/.ready
	$(BIN)/mypy

arrows: $(BIN)/.ready
	$(BIN)/lint-imports

quick: $(BIN)/.ready
	$(BIN)/python -m pytest -n $(JOBS) --cov --cov-report= $(ARGS)

# Each room by itself, lines and branches; what a subprocess runs does not count.
coverage: $(BIN)/.ready
	@for room in core files storage; do \
	  echo "coverage of $$room"; \
	  $(BIN)/coverage report --fail-under=95 --include="src/studypath/$$room/*" || exit 1; \
	done

prove: $(BIN)/.ready
	HYPOTHESIS_PROFILE=prove $(BIN)/python -m pytest -m slow -n $(JOBS) $(ARGS)

# Needs the network once, for the programs it compares with; counts instructions where valgrind is.
bench:
	@$(find_python); "$$found" -m bench.speed $(ARGS)

format: $(BIN)/.ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# uv resolves for every system and Python at once; it is needed here only.
lock:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --upgrade \
	  --generate-hashes --custom-compile-command "make lock" --quiet -o requirements-dev.lock

clean:
	rm -rf $(VENV) $(DEV) .bench build dist .coverage .coverage.* .hypothesis .import_linter_cache \
	  .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
