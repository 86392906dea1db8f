# `make` lists what there is. Everything lives in .venv and var; nothing else is touched.

PORT ?= 8000
HOST ?= 127.0.0.1
DEMO ?= True
REQUIRE_MFA ?= $(if $(filter 1 on true yes True,$(DEMO)),False,True)
PY := .venv/bin/python
CODE := accompaniment cases groups defenders expertise donations deploy tests manage.py
APPS := accompaniment cases groups defenders expertise donations

export PORT HOST

.DEFAULT_GOAL := help
.PHONY: help run test lint fmt bench messages lock clean

help: ## list these targets
	@grep -E '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 12

run: .venv/.prod .venv/.pango ready ## start web and worker on http://127.0.0.1:8000 (PORT=8123 for another)
	@$(PY) deploy/make_keys.py
	@DEMO=$(DEMO) REQUIRE_MFA=$(REQUIRE_MFA) exec $(PY) deploy/serve.py

test: .venv/.dev ready .venv/.pango .venv/.chromium .venv/.clamd .venv/.pdfcheck ## run every test (ARGS="tests/house -x" for some)
	@$(PY) -m pytest $(or $(ARGS),-n 3 --dist loadgroup)

lint: .venv/.dev ## style, types, floors, templates, migrations, translations
	@$(PY) -m ruff check $(CODE)
	@$(PY) -m ruff format --check $(CODE)
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@find templates -name "*.html" -exec .venv/bin/djade --check {} +
	@$(PY) manage.py makemigrations --check --dry-run --settings tests.settings
	@$(PY) deploy/translations.py --check

fmt: .venv/.dev ## format Python and templates
	@$(PY) -m ruff check --fix --quiet $(CODE) || true
	@$(PY) -m ruff format $(CODE)
	@find templates -name "*.html" -exec .venv/bin/djade {} + || true

bench: .venv/.dev .venv/.pango .venv/.chromium .venv/pagedjs.js ready ## measure lists, search, trace, history and printing (needs PostgreSQL)
	@$(PY) -m tests.bench.measure $(ARGS)

messages: .venv/.dev ## collect new words for the translators (needs gettext)
	@command -v xgettext >/dev/null || sh deploy/apt.sh gettext
	@$(PY) manage.py makemessages -l es --no-wrap --add-location file -i '.venv/*' -i 'var/*' -i 'tests/*' --settings tests.settings
	@$(PY) deploy/translations.py --check

lock: .venv/.dev ## resolve requirements/*.in into hashed lock files
	@sh deploy/lock.sh

clean: ## forget caches and collected files; keys and databases stay
	@rm -rf var/static .pytest_cache .ruff_cache .mypy_cache .coverage htmlcov

# --- what the targets above stand on ----------------------------------------------------

.PHONY: ready
ready: static/fonts/.done locale/.done

.venv/.prod: requirements/prod.txt
	@sh deploy/venv.sh prod

.venv/.dev: requirements/dev.txt
	@sh deploy/venv.sh dev

.venv/.pango: requirements/prod.txt
	@$(PY) -c "import weasyprint" 2>/dev/null || \
		sh deploy/apt.sh libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core
	@touch $@

.venv/.chromium: .venv/.dev
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || sh deploy/apt.sh chromium
	@touch $@

.venv/.clamd: .venv/.dev
	@command -v clamd >/dev/null || sh deploy/apt.sh clamav-daemon
	@touch $@

.venv/.pdfcheck: requirements/pdfcheck.txt .venv/.dev
	@sh deploy/venv.sh pdfcheck .venv/pdfcheck && touch $@

.venv/pagedjs.js: deploy/pagedjs.sh .venv/.dev
	@sh deploy/pagedjs.sh && touch $@

static/fonts/.done: deploy/fonts.py requirements/prod.txt
	@$(PY) deploy/fonts.py && touch $@

locale/.done: $(wildcard locale/*/LC_MESSAGES/*.po)
	@mkdir -p locale && $(PY) deploy/translations.py && touch $@
