"""A language model that helps to understand and to word, and what it is believed. Knows no engine."""
