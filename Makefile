# Recipes work in .venv, so that .venv/bin/giong is the command. Each is one line; the steps are in scripts/.
.PHONY: demo test test-live lint bench bench-calls serve install web clean

install: ; scripts/setup
demo: install ; .venv/bin/python demo/demo.py
test: ; scripts/setup dev && scripts/check
test-live: ; scripts/setup dev && scripts/live
lint: ; scripts/setup dev && scripts/lint
bench: ; scripts/setup dev && .venv/bin/python -m bench
bench-calls: ; scripts/setup dev && .venv/bin/python -m bench many --log
serve: install ; .venv/bin/giong serve
web: ; scripts/web
clean: ; rm -rf .venv .giong web/node_modules giong/web/dist
