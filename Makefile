# Thin on purpose: each target calls one tool. All that is needed is Python 3.11 or newer, and make.
PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11,$(shell $(p) -c \
	'import sys; sys.version_info >= (3, 11) and print("$(p)")' 2>/dev/null)))
BIN := .venv/bin
READY := .venv/.installed

.PHONY: book test lab accept bench serve lock lint clean help
.DEFAULT_GOAL := help

book: $(READY)  ## execute the notebooks and build the book into _build/html
	@$(BIN)/orebook book

test: $(READY)  ## run every test, and every committed notebook against its stored outputs
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

lab: $(READY)  ## open the notebooks in JupyterLab
	@$(BIN)/orebook lab

accept: $(READY)  ## re-execute the notebooks and store their outputs as the new reference
	@$(BIN)/orebook accept

ifneq ($(wildcard benchmarks/run.py),)
bench: $(READY)  ## measure speed and accuracy against other libraries, in an environment of its own
	@$(BIN)/python benchmarks/run.py
endif

serve: book  ## show the book at http://localhost:8000
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html 8000

lint: $(READY)  ## check style and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

lock: $(READY)  ## resolve requirements.txt anew from the ranges in pyproject.toml
	@$(BIN)/python -m pip install --quiet uv
	@PATH="$(CURDIR)/$(BIN):$$PATH" UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile --quiet --universal \
		--python-version 3.11 --extra book --extra test --extra cluster --no-emit-index-url --no-annotate --generate-hashes --upgrade \
		--output-file requirements.txt pyproject.toml

clean:  ## remove all that is made here: the book, the results kept, and .venv
	@rm -rf _build .venv

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# A moved folder or another Python leaves an environment that does not start this project: it is made anew.
FOUND := $(shell $(BIN)/orebook --version >/dev/null 2>&1 && $(BIN)/python -c 'import orebook; print(orebook.__file__)' 2>/dev/null)
ifeq ($(findstring $(CURDIR)/lib/,$(FOUND)),)
.PHONY: $(READY)
endif

# uv installs the lock in seconds, pip in a minute. Bytecode is compiled here, once: where
# PYTHONDONTWRITEBYTECODE is set, every process would otherwise compile the libraries again.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "installing into .venv"
	@$(PYTHON) -m venv --clear .venv
	@uv=$$(command -v uv) || { $(BIN)/python -m pip install --quiet --disable-pip-version-check uv && uv=$(BIN)/uv; } || uv=; \
	if [ -n "$$uv" ] && VIRTUAL_ENV="$(CURDIR)/.venv" $$uv pip install --quiet --compile-bytecode -r requirements.txt; then :; \
	else $(BIN)/python -m pip install --quiet --upgrade pip && \
		$(BIN)/python -m pip install --quiet --compile -r requirements.txt; fi  # an old pip trips over hashes and extras
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@$(BIN)/python -m compileall -q lib
	@touch $@
