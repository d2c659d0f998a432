# Needs Python 3.11+, make and the package registries. What it installs and deploys stands in .venv, node_modules and
# .gatehouse; synth writes cdk.out, the checks write their caches (.mypy_cache and the like, see .gitignore). Outside of
# this folder only pip, uv and, outside of `make local`, the CDK CLI keep their usual caches in the home directory.

.DEFAULT_GOAL := help
.PHONY: help local local-down setup setup-dev test check synth snapshots docs coverage soak bench guard posture lock types tests style FORCE
MAKEFLAGS += --no-print-directory
ENV ?= local

# The first Python that is new enough, by its own path: not that of a virtual environment which may be made anew below.
CANDIDATES := $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11)
override PYTHON := $(shell for python in $(CANDIDATES); do "$$python" -c 'import os, sys; \
	print(os.path.realpath(sys.executable)) if sys.version_info >= (3, 11) else sys.exit(1)' 2>/dev/null && break; done)

# Node, npm and cdk are the project's own. A user's PYTHON... settings would break a virtual environment, or slow it down.
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/node_modules/.bin:$(PATH)
# One unpacked CDK (180 MB) for make and for the emulator.
export JSII_RUNTIME_PACKAGE_CACHE_ROOT := $(CURDIR)/.gatehouse/home/jsii
unexport PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE

# $(call run,NAME) COMMAND: with signs of life, and its output in a log.
run = "$(PYTHON)" -m ops.progress $(1) .gatehouse/logs/$(1).log
pip = $(1)/bin/python -m pip install --disable-pip-version-check --no-input --no-user --progress-bar off \
	--only-binary :all: --no-compile --no-deps --require-hashes -r
npm = npm --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel error --cache .gatehouse/home/npm
uv = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

local: setup ## Deploy environments/local.yaml into an AWS emulator on this machine; run again, it is an update
	@.venv/bin/python -m ops local up

local-down: ## Stop that emulator and remove what was deployed into it
	@"$(PYTHON)" -m ops.local.emulator

setup: ## Install what synth, deploy and the emulator need
	@$(MAKE) -s -j2 .gatehouse/emulator/.installed node_modules/.cdk

setup-dev: setup ## Install what the tests and checks need as well
	@$(MAKE) -s -j2 .venv/.dev node_modules/.dev .gatehouse/judges/.installed

test: setup-dev ## Run every check there is
	@$(MAKE) -s -j2 types tests

check: setup-dev ## Run the checks that need no emulator: what to repeat while working
	@$(MAKE) -s -j2 types tests ONLY="--no-cov --ignore=tests/emulator --ignore=tests/verify --ignore=tests/ops"

# mypy takes a minute with a cold cache, so it runs beside the tests, and speaks when it is done.
types: style
	@mypy > .gatehouse/logs/mypy.log && echo "ok mypy" || { cat .gatehouse/logs/mypy.log; exit 1; }

tests: style
	@pytest -q --cov --cov-report=term:skip-covered $(ONLY)

style:
	@ruff check . && ruff format --check .
	@lint-imports --no-cache > .gatehouse/logs/imports.log && echo "ok imports" || { cat .gatehouse/logs/imports.log; exit 1; }

synth: setup ## Synthesize one environment into cdk.out: make synth ENV=dev
	@cdk synth --quiet --no-notices -c env=$(ENV)

snapshots: setup-dev ## Write the templates' snapshots anew, to be read in the diff
	@pytest -q tests/snapshots --snapshot-update

docs: setup-dev ## Write anew what the code says by itself: its JSON Schema, tables and pictures in docs/
	@.venv/bin/python -m config.schema
	@.venv/bin/python -m config.reference
	@PYTHONPATH=.:tests .venv/bin/python tests/custom_resources/at_a_glance.py
	@PYTHONPATH=.:tests:tests/lint .venv/bin/python tests/emulator/attacks_at_a_glance.py
	@$(MAKE) -s coverage > /dev/null
	@for name in everything $(basename $(wildcard examples/*.yaml)); do \
		.venv/bin/python -m ops access --env $$name --svg docs/access/$$(basename $$name).svg || exit 1; done

coverage: setup-dev ## Count how much of Cognito the environments can say, into docs/coverage.md
	@PYTHONPATH=.:tests .venv/bin/python tests/coverage

iam-actions: setup-dev ## Write the list of IAM's actions anew, from what the pinned tools know
	@PYTHONPATH=. .venv/bin/python tests/config/iam_actions_list.py

soak: setup-dev ## Try 300 random environments (can each be deployed?) and 300 random lives of each custom resource
	@SOAK=300 pytest -q tests/coverage/test_accepted.py tests/custom_resources/test_under_cloudformation.py

bench: setup-dev ## Measure synth, scale, make local, the Lambda asset and custom resources, against their aims
	@.venv/bin/python -m bench

guard: setup node_modules/.dev ## Judge who may assume each role of an environment: make guard ENV=prod
	@.venv/bin/python -m ops guard --env $(ENV)

posture: setup ## Ask prowler about what make local has deployed: its Cognito, IAM and Lambda checks
	@.venv/bin/python -m ops local status > /dev/null && $(MAKE) -s .gatehouse/posture/.installed
	@.venv/bin/python -m ops posture

lock: setup-dev ## Write the lock files anew, from each .in and package.json
	@for name in requirements requirements-dev requirements-emulator requirements-judges requirements-posture \
		tests/custom_resources/old-botocore; do \
		echo "$$name.txt"; $(uv) $$name.in -o $$name.txt || exit 1; done
	@echo package-lock.json; $(npm) install --package-lock-only --omit-lockfile-registry-resolved > .gatehouse/logs/lock.log

# Stamps: each says that its step ran to the end. A folder without its stamp is the ruin of an interrupted run.

.gatehouse/python: FORCE
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed, and none of these is: $(CANDIDATES)" >&2; \
		echo "  fix: install it, or name it: make PYTHON=/path/to/python3 ..." >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) lacks venv or ensurepip" >&2; \
		echo "  fix: on Debian and Ubuntu, apt install python3-venv" >&2; exit 1; }
	@mkdir -p .gatehouse/logs 2>/dev/null; [ -w .gatehouse -a -w .gatehouse/logs ] || { \
		echo "Can't write to $(CURDIR)/.gatehouse: it, or the folder it stands in, is another's, or may only be read" >&2; \
		echo "  fix: sudo chown -R \"\$$(id -un)\" '$(CURDIR)' && chmod -R u+rwX '$(CURDIR)'" >&2; exit 1; }
	@identity="$(PYTHON) $$("$(PYTHON)" -VV)"; [ "$$(cat $@ 2>/dev/null)" = "$$identity" ] || echo "$$identity" > $@

# $(call install,FOLDER,NAME): into the environment that is there, unless it is a ruin or another Python's.
define install
	@[ -e $@ -a ! .gatehouse/python -nt $@ ] || { rm -f $@; $(call run,$(2)) "$(PYTHON)" -m venv --clear $(1); }
	@$(call run,$(2)) $(call pip,$(1)) $<
	@touch $@
endef

.venv/.installed: requirements.txt .gatehouse/python
	$(call install,.venv,packages)

.gatehouse/emulator/.installed: requirements-emulator.txt .gatehouse/python
	$(call install,.gatehouse/emulator,emulator)

.gatehouse/posture/.installed: requirements-posture.txt .gatehouse/python
	$(call install,.gatehouse/posture,prowler)

.gatehouse/judges/.installed: requirements-judges.txt .gatehouse/python
	$(call install,.gatehouse/judges,judges)

.venv/.dev: requirements-dev.txt .venv/.installed
	@$(call run,dev-tools) $(call pip,.venv) $<
	@touch $@

node_modules/.cdk: package-lock.json | .venv/.installed
	@$(call run,cdk) $(npm) ci --omit=dev
	@touch $@

node_modules/.dev: package-lock.json | node_modules/.cdk
	@$(call run,node-tools) $(npm) ci
	@touch $@ node_modules/.cdk
