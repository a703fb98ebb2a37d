"""The rules that answer, each tried in the order of `reply.py`. They know no line, storage or engine."""
