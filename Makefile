# Two commands do all the set-up: `make run` serves the assistant, `make test` passes the tests.
# PYTHON chooses the interpreter, WORKERS how many tests run at once; PIP_* variables are pip's own (an index for CPU
# builds of torch, say).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
WORKERS ?= 2

.PHONY: run test check fix eval bench index lock clean chromium

run: $(VENV)/.run
	$(BIN)/snc-assistant index
	$(BIN)/snc-assistant serve --port $(PORT)

test: $(VENV)/.dev chromium check
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal
	$(BIN)/snc-assistant index
	$(BIN)/snc-assistant eval validate
	$(BIN)/snc-assistant eval run --engine extractive --no-compare
	$(BIN)/snc-assistant eval table --write README.md --check

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval: $(VENV)/.dev
	$(BIN)/snc-assistant index
	$(BIN)/snc-assistant eval run --engine extractive

bench: $(VENV)/.dev
	$(BIN)/snc-assistant index
	$(BIN)/snc-assistant bench --with minilm

index: $(VENV)/.run
	$(BIN)/snc-assistant index

# The lock files are what a clean environment resolves to today.
lock:
	rm -rf $(VENV)-lock && $(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet torch==2.13.0 .
	$(VENV)-lock/bin/python -m pip freeze --exclude snc-assistant | sed 's/+cpu//' > requirements.lock
	$(VENV)-lock/bin/python -m pip install --quiet -e '.[dev]'
	$(VENV)-lock/bin/python -m pip freeze --exclude-editable | sed 's/+cpu//' > requirements-dev.lock
	rm -rf $(VENV)-lock

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache

# Browser tests drive Debian's Chromium; install it where that is possible, else they say that they were skipped.
chromium:
	@command -v chromium-headless-shell >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    export DEBIAN_FRONTEND=noninteractive; apt-get update -qq; \
	    apt-get install -y -qq chromium-headless-shell >/dev/null || apt-get install -y -qq chromium >/dev/null \
	      || echo "no chromium could be installed: the browser tests will be skipped"; \
	  elif ! command -v chromium >/dev/null; then \
	    echo "no chromium: the browser tests will be skipped (apt-get install chromium-headless-shell)"; fi; }

$(VENV)/.run: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	touch $@
