# The README's commands. A new machine needs Python 3.11, make and a C compiler.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO ?= demo

.PHONY: demo test test-browser check acceptance gate-demo lock clean

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/qalqan demo --cases 12 --people 400 --days 30 $(VENV)/warm > /dev/null  # compiles the kernels once
	touch $(READY)

demo: $(READY)  ## a synthetic region, the main job, and where the results are
	$(BIN)/qalqan demo $(DEMO)

check: $(READY)  ## style, types, layers
	$(BIN)/ruff check src tests benchmarks deploy
	$(BIN)/ruff format --check src tests benchmarks deploy
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check  ## everything that guards main, but the browser
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --ignore tests/browser tests

test-browser: $(READY)  ## the console in Debian's chromium (apt-get install chromium)
	$(BIN)/python -m pytest -q tests/browser

acceptance: $(READY)  ## the full counts; long
	QALQAN_TEST_PROFILE=full QALQAN_ACCEPTANCE=1 $(BIN)/python -m pytest -q -n 2 --dist loadfile tests

gate-demo: $(READY)  ## SIPp, Kamailio and the gate on loopback (Debian packages: see deploy/README.md)
	$(BIN)/python deploy/gate_demo.py $(ARGS)

lock: $(READY)  ## renew requirements.lock: versions and hashes, no addresses
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --all-extras --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	  --strip-extras --allow-unsafe --output-file requirements.lock pyproject.toml
	sed -i '/^--find-links/d' requirements.lock

clean:
	rm -rf $(VENV) $(DEMO) .mypy_cache .ruff_cache .pytest_cache .hypothesis
