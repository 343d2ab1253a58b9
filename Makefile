# Two commands: `make run` and `make test`. The plain commands behind them stand in README.md.
PYTHON ?= python3
VENV_PYTHON = .venv/bin/python

.PHONY: run test setup bench pictures quality

setup:
	@$(PYTHON) scripts/set_up.py

run: setup
	@$(VENV_PYTHON) manage.py prepare
	@exec $(VENV_PYTHON) manage.py start

test:
	@$(PYTHON) scripts/set_up.py --dev
	@exec $(VENV_PYTHON) scripts/check.py

bench:
	@$(PYTHON) scripts/set_up.py --dev
	@exec $(VENV_PYTHON) -m benchmarks

pictures:
	@$(PYTHON) scripts/set_up.py --dev
	@exec $(VENV_PYTHON) scripts/pictures.py

quality:
	@$(PYTHON) scripts/set_up.py --dev
	@exec $(VENV_PYTHON) scripts/quality.py
