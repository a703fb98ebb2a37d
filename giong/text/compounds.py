"""Compounds of service talk, in lower case and traditional tone placement; lists, not a dictionary of Vietnamese."""

from __future__ import annotations

from giong.text.lexicon import entries

# Compounds in which a syllable that could be a number is none: "tư vấn" is advice, not "four vấn".
NOT_NUMBERS = entries("not_numbers.txt")
COMPOUNDS = entries("compounds.txt") | NOT_NUMBERS
