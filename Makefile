# make demo   sets everything up and starts a demo city; make test   sets everything up and runs every test.
SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
export UV_PYTHON_PREFERENCE ?= only-system
# Images of containers often forbid Python to keep what it compiled; each of our hundreds of processes would compile all anew.
export PYTHONDONTWRITEBYTECODE :=
export PATH := $(CURDIR)/.tools/bin:$(HOME)/.local/bin:$(PATH)

BIN := .venv/bin
STAMP := .venv/.ready

.PHONY: setup catalogues demo test check attack fuzz faults bench bench-identify format messages browser postgresql clean

setup: $(STAMP)

$(STAMP): requirements/dev.lock pyproject.toml src/proximity/foundation/words/lemmas.py
	@command -v uv >/dev/null || scripts/bring-uv
	@echo "Installing the packages into .venv …"
	@test -x $(BIN)/python || uv venv -q --python '>=3.12' .venv || uv venv -q --python-preference managed --python 3.13 .venv
	@uv pip sync -q --require-hashes --compile-bytecode requirements/dev.lock
	@uv pip install -q --no-deps --no-build-isolation -e .
	@$(BIN)/python -m proximity.foundation.words.build
	@touch $@

catalogues: setup
	@$(BIN)/pybabel -q compile --domain django --directory src/proximity/locale
	@$(BIN)/pybabel -q compile --domain django --directory src/proximity/locale_more

demo: setup catalogues
	@exec $(BIN)/proximity demo

browser: setup
	@scripts/bring-browser

postgresql:
	@scripts/bring-postgresql

test: setup catalogues browser postgresql
	@$(BIN)/pytest -q -n 2 --dist loadgroup -m "not browser" --cov --cov-report=
	@$(BIN)/coverage report --fail-under=96
	@$(BIN)/pytest -q -n 2 --dist loadgroup -m browser -p no:randomly

check: setup catalogues
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/djade --check $$(git ls-files '*.html')
	@$(BIN)/python -m proximity.config.checks.generated --check

# Reads the first development half of the suites; ARGS=--measuring all halves that only measure, totals only.
bench-identify: setup
	@$(BIN)/python -m benchmarks.identify $(ARGS)

attack: setup catalogues
	@$(BIN)/python -m tests.attack

# Random input for every address of both sites; a part of it is in `make test`. 100,000 take about an hour on two cores.
# Kills a running installation at random moments while people report; a part of it is in `make test`.
faults: setup catalogues
	@$(BIN)/python -m tests.faults $${KILLS:-1000} $${SEED:-1}

# Measures an installation as a city runs it, against the targets: about ten minutes on two quiet cores; the table goes to
# benchmarks/results.md. `make bench SMALL=1` takes less than two, prints only, and fails where something does not work.
bench: setup catalogues
	@scripts/bring-wrk
	@$(BIN)/python -m benchmarks.whole $(if $(SMALL),small)

fuzz: setup catalogues
	@FUZZ_INPUTS=$${INPUTS:-100000} FUZZ_SEED=$${SEED:-1} $(BIN)/pytest -q -n 2 tests/fuzzing

format: setup
	@$(BIN)/ruff check --fix-only -q . ; $(BIN)/ruff format -q . ; $(BIN)/djade $$(git ls-files '*.html') || true

# Brings the catalogues in line with the code, ready to be translated; needs GNU gettext on the machine.
messages: setup
	@cd src/proximity
	@DJANGO_SETTINGS_MODULE=proximity.config.testing.mypy_settings ../../$(BIN)/django-admin makemessages --all --no-location --no-wrap --no-obsolete --ignore '*/tests/*'
