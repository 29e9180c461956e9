# Commands for a clone. They need Python >= 3.11 with venv, make and git.
#
#   make next    install into .venv and print the next step
#   make test    style, types, imports between rooms, quick tests and their coverage (in .venv-dev)
#   make prove   slow tests: crash loops, fuzzing, built packages
#   make bench   measure the commands beside other programs and at growing sizes (in .bench)
#   make help    list every target
#
# PYTHON=python3.12 chooses the interpreter, JOBS=4 the number of test processes; ARGS are passed to
# pytest, to the benchmark and to `make lock`.

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
# -qq prints errors only.
PIP := -m pip --disable-pip-version-check -qq install
# A lock is complete, so pip resolves nothing and a later release cannot change the result.
LOCKED := --no-deps --require-hashes -r
# hatchling comes from the lock too.
LOCAL := --no-deps --no-build-isolation
SOURCES := $(shell find src -name '*.py' 2>/dev/null) data/paths.toml data/paths.schema.json

# Find an interpreter that is new enough and can make an environment with pip: some systems ship
# python3 without venv or ensurepip, and a version manager may leave shims that do not run.
define find_python
for candidate in $(PYTHON) $(if $(PYTHON),,python3 python3.14 python3.13 python3.12 python3.11 python); do \
  if "$$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
    >/dev/null 2>&1; then python=$$candidate; break; fi; \
done; \
if [ -z "$$python" ]; then \
  echo "studypath needs Python 3.11 or newer with venv$(if $(PYTHON),; $(PYTHON) is not)." \
    "Choose one with PYTHON=..." >&2; \
  exit 1; \
fi
endef

.PHONY: help next test prove bench lint types imports quick coverage man pictures format lock clean
.NOTPARALLEL:

help:
	@sed -n '3,7s/^# \{0,3\}//p' Makefile
	@echo 'make lint | types | imports | quick | coverage   one part of make test'
	@echo 'make man | pictures                              write the manual page, the README pictures'
	@echo 'make format | lock | clean                       reformat, pin versions, remove build output'

$(VENV)/.ready: pyproject.toml requirements.lock $(SOURCES)
	@$(find_python); echo "setting up $(VENV) with $$python ..." >&2; \
	  "$$python" -m venv --clear $(VENV)
	@$(VENV)/bin/python $(PIP) $(LOCKED) requirements.lock
	@$(VENV)/bin/python $(PIP) $(LOCAL) .
	@touch $@

next: $(VENV)/.ready
	@$(VENV)/bin/studypath next
	@echo; echo 'From now on: $(VENV)/bin/studypath next'

$(BIN)/.ready: pyproject.toml requirements-dev.lock
	@$(find_python); echo "setting up $(DEV) with $$python ..." >&2; \
	  "$$python" -m venv --clear $(DEV)
	@$(BIN)/python $(PIP) $(LOCKED) requirements-dev.lock
	@$(BIN)/python $(PIP) $(LOCAL) --editable .
	@touch $@

test: lint types imports quick coverage

lint: $(BIN)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(BIN)/.ready
	$(BIN)/mypy

imports: $(BIN)/.ready
	$(BIN)/lint-imports

quick: $(BIN)/.ready
	$(BIN)/python -m pytest -n $(JOBS) --cov --cov-report= $(ARGS)

# Lines and branches of each room; code that runs in a subprocess is not counted.
coverage: $(BIN)/.ready
	@for room in core files storage; do \
	  echo "coverage of $$room"; \
	  $(BIN)/coverage report --fail-under=95 --include="src/studypath/$$room/*" || exit 1; \
	done

prove: $(BIN)/.ready
	HYPOTHESIS_PROFILE=prove $(BIN)/python -m pytest -m slow -n $(JOBS) $(ARGS)

# Needs the network once, to install the other programs. Counts instructions if valgrind is installed.
bench:
	@$(find_python); "$$python" -m bench.speed $(ARGS)

# The manual page is installed with the wheel; a test compares it with the commands.
man: $(BIN)/.ready
	$(BIN)/python -m docs.make_man

# Needs Chromium for the picture of the report; CHROMIUM names it.
pictures: $(BIN)/.ready
	$(BIN)/python -m docs.make_pictures

format: $(BIN)/.ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Needs uv. It resolves for every system and Python at once and keeps the pinned versions unless
# ARGS=--upgrade is given. `--no-strip-extras`: pip with hashes rejects a lock that pins `coverage`
# where a requirement says `coverage[toml]`.
COMPILE = uv pip compile pyproject.toml --universal --python-version 3.11 --no-strip-extras \
  --generate-hashes --custom-compile-command "make lock" --quiet
lock:
	$(COMPILE) --group dev --all-extras $(ARGS) -o requirements-dev.lock
	$(COMPILE) --group build --constraint requirements-dev.lock --no-annotate -o requirements.lock

clean:
	rm -rf $(VENV) $(DEV) .bench build dist .coverage .coverage.* .hypothesis .import_linter_cache \
	  .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
