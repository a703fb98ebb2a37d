"""Lets `python -m bench.papers` do what `python -m bench papers` does."""

import sys

from bench.papers.command import main

sys.exit(main(sys.argv[1:]))
