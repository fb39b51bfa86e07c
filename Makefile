# One word per chore. What each runs is written in the README, for where there is no make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: peers demo test quick measure check format bench docs golden clean

$(BIN)/scheduler: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	$(BIN)/python -m compileall -q scheduler
	@touch $@

peers: $(BIN)/scheduler ## what the benchmarks run beside us, and draw with
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[bench]"

demo: $(BIN)/scheduler ## set up, and solve Moscow
	$(BIN)/scheduler solve scenarios/moscow-2020-09.yaml

test: $(BIN)/scheduler ## set up, and run the tests with their coverage
	$(BIN)/python -m pytest -n auto --cov --cov-report=term-missing:skip-covered --cov-fail-under=95

quick: check ## the checks, and the tests that take together at most 60 CPU seconds
	$(BIN)/python -m pytest -q -m "not slow"

measure: $(BIN)/scheduler ## run every test, and write the list of the slow ones anew
	$(BIN)/python -m pytest -q --measure

check: $(BIN)/scheduler ## format, lint, types, import order
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(BIN)/scheduler ## put the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(BIN)/scheduler ## write the reference and the JSON Schema anew
	$(BIN)/python -m scheduler.problem.reference

golden: $(BIN)/scheduler ## write the golden output anew; review its diff like code
	$(BIN)/python -m pytest -q $(shell grep -rlw golden tests --include=test_*.py) --golden

DATA ?= ../shared/bench
LIMIT ?= 60

bench: peers ## the field's benchmarks, from the folder DATA, and how long our own commands take
	$(BIN)/python -m benchmarks all --data $(DATA) --limit $(LIMIT) --peers --out benchmarks/results
	$(BIN)/python -m benchmarks startup
	$(BIN)/python -m benchmarks explain
	$(BIN)/python -m benchmarks replan
	$(BIN)/python -m benchmarks watch
	$(BIN)/python -m benchmarks sweep
	$(BIN)/python -m benchmarks export

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
