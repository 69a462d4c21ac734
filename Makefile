# The README's commands. A new machine needs Python 3.11, make and a C compiler.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WARM := $(VENV)/.warmed
DEMO ?= demo
WHEELS ?= wheelhouse
LIGHT := tests/engine tests/govern tests/intake tests/report tests/simulate tests/store

ALL = $(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: demo test test-all test-browser check light rest acceptance gate-demo lock bundle clean

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	awk '/^[a-z0-9]/ {n++} n {print > ("$(VENV)/lock" n % 2)}' requirements.lock  # two halves, one a core
	printf '0\n1\n' | xargs -P 2 -I '{}' $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile \
	  --no-deps --require-hashes -r '$(VENV)/lock{}'
	-$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib  # what pip would do on one core
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

$(WARM): $(READY)
	$(BIN)/qalqan demo --cases 12 --people 400 --days 30 $(VENV)/warm > /dev/null  # compiles the kernels once
	touch $(WARM)

demo: $(WARM)  ## a synthetic region, the main job, and where the results are
	$(BIN)/qalqan demo $(DEMO)

check: $(READY)  ## style, types, layers
	$(BIN)/ruff check src tests benchmarks deploy
	$(BIN)/ruff format --check src tests benchmarks deploy
	$(BIN)/mypy
	$(BIN)/lint-imports

light: $(READY)  # tests of rooms without kernels, while those are compiled beside them
	$(BIN)/python -m pytest -q $(LIGHT)

rest: $(WARM)  # tests of all other rooms
	$(ALL) --ignore tests/browser $(addprefix --ignore ,$(LIGHT)) tests

test: $(READY)  ## everything that guards main, but the browser
	$(MAKE) -j3 $(WARM) check light
	$(MAKE) rest

test-all: $(READY)  ## everything that guards main, the console in Debian's chromium (apt-get install chromium) too
	$(MAKE) -j3 $(WARM) check light
	$(MAKE) -j2 rest test-browser

test-browser: $(WARM)  ## the console in Debian's chromium alone
	$(BIN)/python -m pytest -q tests/browser

acceptance: $(WARM)  ## the full counts; long
	QALQAN_TEST_PROFILE=full QALQAN_ACCEPTANCE=1 $(ALL) tests

gate-demo: $(READY)  ## SIPp, Kamailio and the gate on loopback (Debian packages: see deploy/README.md)
	$(BIN)/python deploy/gate_demo.py $(ARGS)

lock: $(READY)  ## renew requirements.lock: versions and hashes, no addresses
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --all-extras --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	  --strip-extras --allow-unsafe --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --extra postgres --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	  --strip-extras --allow-unsafe --constraint requirements.lock --output-file requirements-run.lock pyproject.toml
	sed -i '/^--find-links/d' requirements.lock requirements-run.lock

bundle: $(READY)  ## wheelhouse/: everything that a machine without any network needs, and how to install it
	rm -rf $(WHEELS)
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --require-hashes --wheel-dir $(WHEELS) -r requirements-run.lock
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir $(WHEELS) .
	cp requirements-run.lock LICENSE $(WHEELS)/
	printf '%s\n' 'python3 -m venv qalqan' \
	  'qalqan/bin/python -m pip install --no-index --find-links . "qalqan[postgres]"' > $(WHEELS)/install.sh

clean:
	rm -rf $(VENV) $(DEMO) $(WHEELS) .mypy_cache .ruff_cache .pytest_cache .hypothesis
