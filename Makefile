# What a developer does here. Only make and a Python >= 3.11 are assumed: the first target that runs sets up .venv
# from requirements-dev.lock, and a changed lock or pyproject.toml brings it up to date.

VENV  = .venv
CODE  = $(wildcard bot adapters storage tests benchmarks)
# `make PYTHON=…` names one; otherwise the first of these that is new enough is taken.
PYTHON =
PYTHONS = $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python)
PIP = $(VENV)/bin/python -m pip --disable-pip-version-check --quiet

# Written when a step is complete, so an interrupted one is done again.
LOCKED    = $(VENV)/.locked
INSTALLED = $(VENV)/.installed

.PHONY: help setup demo test check bench catalogue map lock FORCE

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(INSTALLED) ## Set up .venv with everything in it; the other targets do so by themselves
	@echo "$(VENV) is ready."

demo: $(INSTALLED) ## Try the bot in the terminal: no token, no configuration (ARGS=… is passed on)
	@$(VENV)/bin/ideenherd demo $(ARGS)

test: $(INSTALLED) ## Run the tests (ARGS="tests/storage -x" for some of them)
	$(VENV)/bin/pytest --numprocesses auto --dist worksteal $(ARGS)

check: $(INSTALLED) ## Check format, lint, types and the directions of imports
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy --strict $(CODE)
	$(VENV)/bin/lint-imports --no-logo

bench: $(INSTALLED) ## Measure
	$(VENV)/bin/python -m benchmarks

catalogue: $(INSTALLED) ## Collect the sentences to be translated into bot/locale, and compile the translations
	@$(VENV)/bin/python -m tests.support.catalogue

map: $(INSTALLED) ## Write docs/map.md, the list of all modules, anew
	@$(VENV)/bin/python -m tests.support.plan

# A .venv knows where it was made: one that came along with a copied or moved directory is made again,
# and so is one whose Python is gone. (The braces hush the shell too, where there is no .venv yet.)
ifneq "$(shell { $(VENV)/bin/python -c '' && cat $(LOCKED); } 2>/dev/null)" "$(CURDIR)"
$(LOCKED): FORCE
endif

$(LOCKED): requirements-dev.lock
	@for python in $(PYTHONS); do \
	    "$$python" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	    python=; \
	done; \
	if [ -z "$$python" ]; then \
	    echo "Python 3.11 or newer with venv is needed, none found as: $(PYTHONS). Name yours: make PYTHON=…" >&2; \
	    exit 1; \
	fi; \
	echo "Setting up $(VENV) from requirements-dev.lock, about a minute the first time …"; \
	"$$python" -m venv --clear $(VENV)
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@echo "$(CURDIR)" > $@

$(INSTALLED): $(LOCKED) pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# uv writes the locks and is needed for nothing else. Pins stay as they are where they still fit.
COMPILE = uv/bin/uv pip compile pyproject.toml --no-config --quiet --python-version 3.11 --universal \
    --generate-hashes --no-header --no-annotate --no-emit-index-url

lock: $(INSTALLED) ## Write both lock files anew from pyproject.toml (ARGS=--upgrade for the newest releases)
	@room=$$(mktemp -d) && trap 'rm -rf "$$room"' EXIT && export UV_PYTHON_DOWNLOADS=never && \
	$(VENV)/bin/python -m venv "$$room/uv" && \
	"$$room/uv/bin/python" -m pip --disable-pip-version-check --quiet install uv && \
	"$$room"/$(COMPILE) --group dev --output-file requirements-dev.lock $(ARGS) && \
	"$$room"/$(COMPILE) --group build --constraints requirements-dev.lock --output-file requirements.lock $(ARGS)
