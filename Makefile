# SPDX-License-Identifier: Apache-2.0
# One command per wish. `make` alone lists them.
VENV := .venv
LINKAGE := .venv-linkage
PY := $(VENV)/bin/python
UV := 0.13.9
PORT ?= 8000
T ?= tests

.DEFAULT_GOAL := help
.PHONY: help run linkage test check fix docs lock translations bench clean-practice clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

define install
	@test -x $(PY) || python3 -m venv $(VENV) || { echo "python3-venv is missing: apt-get install python3-venv"; exit 1; }
	@if $(PY) -m pip install -q --disable-pip-version-check uv==$(UV) 2>/dev/null; \
	 then $(VENV)/bin/uv pip install -q --compile-bytecode --python $(PY) --require-hashes -r $(1); \
	 else $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r $(1); fi
	@$(PY) -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . 2>/dev/null || \
	 $(VENV)/bin/uv pip install -q --python $(PY) --no-deps --no-build-isolation -e .
endef

$(VENV)/.run: requirements.lock pyproject.toml
	$(call install,requirements.lock)
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml
	$(call install,requirements-dev.lock)
	@touch $@ $(VENV)/.run

run: $(VENV)/.run ## practice federation of three nodes; ONCE=1 stops when verified; PORT=8000 is the base port
	@$(VENV)/bin/comity practice run --base-port $(PORT) $(if $(ONCE),--once,)

# The optional packages of batch linkage, in an environment of their own.
$(LINKAGE)/.made: requirements-linkage.lock | $(VENV)/.dev
	@$(VENV)/bin/uv venv -q --clear --python $(PY) $(LINKAGE)
	@$(VENV)/bin/uv pip install -q --python $(LINKAGE)/bin/python --require-hashes -r requirements-linkage.lock
	@touch $@

linkage: $(LINKAGE)/.made ## the environment of batch linkage, for its tests and bench

test: $(VENV)/.dev $(LINKAGE)/.made ## all tests; T=path for some
	@tools/needs.sh
	@$(PY) -m pytest -q -n 2 --dist loadgroup $(T)

check: $(VENV)/.dev ## format, lint, types, import contracts, reference data, generated files
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
	@$(VENV)/bin/comity reference check
	@$(PY) tools/generate.py --check

fix: $(VENV)/.dev ## put format and simple lint right
	@$(VENV)/bin/ruff check --fix -q . ; $(VENV)/bin/ruff format -q .

docs: $(VENV)/.dev ## make the generated pages and translations anew
	@$(PY) tools/generate.py

lock: $(VENV)/.dev ## resolve the dependencies anew into the lock files
	@$(VENV)/bin/uv pip compile -q --universal --generate-hashes --no-header --group build pyproject.toml -o requirements.lock
	@$(VENV)/bin/uv pip compile -q --universal --generate-hashes --no-header --group build --group dev pyproject.toml -o requirements-dev.lock
	@$(VENV)/bin/uv pip compile -q --universal --generate-hashes --no-header --extra linkage --extra spark pyproject.toml -o requirements-linkage.lock

bench: $(VENV)/.dev $(LINKAGE)/.made ## figures of speed and memory; B="register taxii" for some; FULL=1 with all people
	@tools/needs.sh
	@$(PY) -m bench $(if $(FULL),--full,) $(B)

clean-practice: ## forget the practice federation
	@rm -rf practice

clean: clean-practice ## forget the environment too
	@rm -rf $(VENV) $(LINKAGE) .mypy_cache .ruff_cache .hypothesis
