"""Readers of labelled sentences, one layout a file. They know no model."""
