# Every action of the project. `make help` lists them.
# One command a line and relative targets only: old makes and folders with a space allow no more.

PYTHON ?= $(shell for candidate in .venv/bin/python python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
	>/dev/null 2>&1 && echo "$$candidate" && break; done)
PY := .venv/bin/python
SPHINX := $(PY) -m sphinx -W --keep-going -j auto
PAGES := $(shell find index.md conf.py course.yml pyproject.toml requirements.txt weeks readings reference facilitating _static -type f ! -name '.*' ! -name '*.pyc' 2>/dev/null)
CODE := $(shell find src coursebook/src -type f ! -name '*.pyc' 2>/dev/null)
SETUP := .venv/ready

WEEK ?= 3
PAPER ?= a4

# Compiled once, then reused by every page's kernel, also where the environment forbids it.
unexport PYTHONDONTWRITEBYTECODE
# The one locale that is installed everywhere; Sphinx stops at one that is not. Python then reads UTF-8.
export LC_ALL := C
# One thread: sums then run in one order, and numbers agree to 1e-9 everywhere.
export OPENBLAS_NUM_THREADS := 1
# The print edition bears the last commit's date, not the day's: the same sources give the same bytes.
# Files of a release without git bear that date themselves.
ifndef SOURCE_DATE_EPOCH
export SOURCE_DATE_EPOCH := $(shell { git log -1 --format=%ct || date -r Makefile +%s; } 2>/dev/null)
endif

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help setup html session test accept mutants bench fit-bench coverage latex latexpdf lock clean

help: ## list the actions
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

setup: $(SETUP) ## create .venv and install the locked packages
	@echo "The packages: .venv"

# Asked each time: only tools/setup.py knows whether the folder was moved. What stands keeps its time.
$(SETUP): FORCE
	@python="$(PYTHON)"; test -n "$$python" || { echo "No Python from 3.11 to 3.14 runs here. Install one, or say: make PYTHON=/path/to/python"; exit 2; }; "$$python" tools/setup.py

html: _build/html/.done ## execute the pages and build _build/html/index.html
	@echo "The book: _build/html/index.html"

# After a failure the doctrees go: Sphinx would take the failing page for built the next time.
# A server must be able to read what a private umask made.
_build/html/.done: $(SETUP) $(PAGES) $(CODE) _build/sources Makefile
	@$(SPHINX) -q -b html -d _build/doctrees/html . _build/html || { rm -rf _build/doctrees/html _build/html/.done; echo "The build failed: the lines above name page, cell and reason."; exit 1; }
	@touch _build/html/.done
	@chmod -R a+rX _build/html

# The names of all sources, rewritten only when one comes or goes: make compares the times of files
# that exist, and a deleted file has none.
FORCE:
_build/sources: FORCE
	@mkdir -p _build
	@printf '%s\n' $(words $(PAGES) $(CODE)) $(PAGES) $(CODE) >_build/sources.now
	@cmp -s _build/sources.now _build/sources || cp _build/sources.now _build/sources

latex: _build/latex/.done ## write the sources of the print edition (needs no TeX)

_build/latex/.done: _build/html/.done Makefile
	@$(SPHINX) -q -b latex -D nb_remove_code_source=1 -d _build/doctrees/latex . _build/latex || { rm -rf _build/doctrees/latex _build/latex/.done; exit 1; }
	@touch _build/latex/.done

latexpdf: $(SETUP) ## set the print edition by XeLaTeX: _build/latex/scaling-and-emergence.pdf
	@$(PY) -m coursebook pdf-tools
	@$(MAKE) --no-print-directory _build/latex/.done
	@$(PY) -m coursebook pdf

session: $(SETUP) ## write the sheets of an evening to cut and hang up (WEEK=3 PAPER=letter)
	@$(PY) -m coursebook session --week "$(WEEK)" --paper "$(PAPER)"

test: _build/html/.done _build/latex/.done ## check every number, type, import, page and link
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-logo
	@$(PY) -m pytest

accept: _build/html/.done ## show verdicts and numbers that changed, and accept them
	@$(PY) tools/verdicts.py
	@$(PY) -m coursebook accept

mutants: _build/html/.done ## change constants and cells by one last digit; the numbers' check must see each
	@$(PY) tools/mutants.py

bench: _build/html/.done ## time the builds and weigh the pages
	@$(PY) tools/bench.py

fit-bench: $(SETUP) ## time the formula's fit against SciPy loops (JSON=--json for JSON)
	@$(PY) benchmarks/fit_bench.py $(JSON)

coverage: $(SETUP) ## simulate how often each kind of interval holds the truth (15 CPU minutes)
	@$(PY) benchmarks/coverage.py --jobs 2

lock: $(SETUP) ## resolve requirements.in anew (needs uv)
	uv pip compile requirements.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --fork-strategy fewest -o requirements.txt

clean: ## delete everything built, keep .venv
	rm -rf _build .pytest_cache .mypy_cache .ruff_cache .hypothesis
