# Two commands do all the set-up on a fresh machine: make run, make test.
.DEFAULT_GOAL := help
SHELL := /bin/bash
VENV := .venv
PY := $(VENV)/bin/python
LINGE := $(VENV)/bin/linge
PORT ?= 8000
export LINGE_DATA_DIR ?= $(CURDIR)/var
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.made: requirements/dev.txt pyproject.toml
	test -x $(PY) || python3 -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(LINGE) --version
	touch $@

env: $(VENV)/.made ## the environment in .venv, with the linge command

node_modules/.made: package-lock.json
	scripts/node.sh ci --no-audit --no-fund --loglevel=error
	touch $@

assets: env node_modules/.made ## the client code and the message catalogue
	scripts/node.sh run build
	for face in ui field; do $(PY) -m whitenoise.compress --quiet src/linge/$$face/static/built; done
	$(PY) -m babel.messages.frontend --quiet compile --use-fuzzy -d src/linge/locale -D django

$(LINGE_DATA_DIR)/.demo:
	LINGE_DEMO=1 $(LINGE) migrate --verbosity 0
	LINGE_DEMO=1 $(LINGE) demo full
	touch $@

src/linge/ui/static/built/manifest.json src/linge/field/static/built/field/field.js:
	$(MAKE) assets

demo: env ## the demo communities in an empty database
	$(MAKE) $(LINGE_DATA_DIR)/.demo

run: env src/linge/ui/static/built/manifest.json src/linge/field/static/built/field/field.js $(LINGE_DATA_DIR)/.demo ## serve the demo community
	LINGE_DEMO=1 scripts/serve.sh $(PORT)

check: env node_modules/.made ## style, types, floors, migrations, catalogue
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check --quiet .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-cache
	LINGE_DEMO=1 $(LINGE) makemigrations --check --dry-run --verbosity 0
	$(PY) scripts/sizes.py
	LINGE_DEMO=1 $(PY) scripts/fields.py
	$(PY) scripts/catalogue.py --check
	LINGE_DEMO=1 scripts/field_schema.sh --check
	scripts/node.sh run check

test: env assets ## everything: SQLite, PostgreSQL, browser
	scripts/test.sh

bench: env ## measure search, lists and the demo
	LINGE_DEMO=1 $(PY) -m bench.run

pictures: env assets ## the screenshots of docs/images
	LINGE_DEMO=1 $(PY) scripts/pictures.py

.PHONY: help env assets demo run check test bench pictures
