# make demo   everything on this machine, with sample data (PORT=9000 DATA=folder move it)
# make test   everything that CI runs
# make check  format, lint, types and the quick tests, while you work
# make bench  the figures, as a table
# make soak   two thousand small publications, two hundred of them killed (an hour)
# make help   this text

PORT ?= 8600
DATA ?= data/demo
PYTEST ?= .venv/bin/pytest
# A file's tests stay together: what they share is made once. The slow files come first.
# Four processes for two processors: a good part of the time a test waits for what it started.
SPREAD = -n 4 --dist loadfile --no-loadscope-reorder

.PHONY: help setup demo test types suite check bench soak records lock golden

help:
	@sed -n '1,6p' Makefile | cut -c3-

setup:
	@.ci/setup

demo: setup
	@.venv/bin/museumflow demo --port $(PORT) --data "$(DATA)"

test: setup
	@.ci/browser
	@.ci/postgres
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	@$(MAKE) --no-print-directory -j 2 types suite

types:
	.venv/bin/mypy

suite:
	$(PYTEST) -q $(SPREAD)

check: setup
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	.venv/bin/mypy
	$(PYTEST) -q $(SPREAD) -m "not browser and not slow"

bench: setup
	@.ci/browser
	.venv/bin/python -m bench

soak: setup
	.venv/bin/python -m bench.soak

# museum/records.py follows from config/tables.toml.
records: setup
	.venv/bin/museumflow tables records > museum/records.py.new
	mv museum/records.py.new museum/records.py
	.venv/bin/ruff format -q museum/records.py

# The lock file pins versions and holds no download addresses.
lock: setup
	.venv/bin/pip-compile -q --strip-extras --allow-unsafe --extra dev \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  -o requirements.lock pyproject.toml

# The golden pages and feeds, made anew; read the diff before you commit it.
golden: setup
	RENEW_GOLDEN=1 $(PYTEST) -q $(SPREAD) -k golden
