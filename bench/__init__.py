"""Benchmarks, one a file; `python -m bench` runs them and `LOG.md` keeps what they found."""
