# The two commands of the README are `make run` and `make test`; both set up .venv when it is missing or stale.
PYTHON ?= python3
BIN := .venv/bin
SETUP := .venv/.ready

.PHONY: run test lint types rules wheel gate gate-update golden train clean

run: $(SETUP)
	$(BIN)/communique run corpus/releases -o outputs

test: $(SETUP)
	$(BIN)/pytest -q

$(SETUP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[all,dev]'
	touch $@

lint: $(SETUP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(SETUP)
	$(BIN)/mypy

# Rules and model as they are in the built wheel, in an environment of its own that has nothing of the checkout.
wheel: $(SETUP)
	rm -rf dist build/wheel
	$(BIN)/python -m build --quiet --wheel --outdir dist .
	$(PYTHON) -m venv build/wheel
	build/wheel/bin/pip install --quiet --disable-pip-version-check dist/*.whl
	cd build/wheel && bin/communique rules test && bin/python -c "from communique.rulebook import rules_dir; print(rules_dir())"
	cd build/wheel && bin/python -c "from communique.tag import load, model_name; load(); print(model_name())"

rules: $(SETUP)
	$(BIN)/communique rules test

# Figures of the corpus against the floors in tests/gate.json; after a change that raised them: make gate-update
gate: $(SETUP)
	$(BIN)/communique gate corpus/gold corpus/releases --floors tests/gate.json

gate-update: $(SETUP)
	$(BIN)/communique gate corpus/gold corpus/releases --floors tests/gate.json --update

# The recogniser again from its data; the weights differ only where libraries of other versions compute otherwise.
train: $(SETUP)
	test -f '$(WINER)' || { echo 'make train WINER=path/to/winer_fr_train_dev.jsonl' >&2; exit 2; }
	$(BIN)/python corpus/training/train.py --winer '$(WINER)'

golden: $(SETUP)
	GOLDEN=update $(BIN)/pytest -q tests/test_golden.py
	git --no-pager diff --stat tests/golden

clean:
	rm -rf .venv dist build
