"""Text to the phonemes of the International Phonetic Alphabet, by eSpeak NG. Knows nothing of sound.

The program splits text into clauses and forgets which mark ended each of them, so the text is cut here and every clause
goes through a process of its own; they run side by side.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from giong.speech.tts.espeak import find_program, plain, start

_CLAUSE = re.compile(r"(?P<words>.+?)(?P<mark>[,;:.?!…]+(?=\s|$)|$)", re.DOTALL)
_LANGUAGE_SWITCH = re.compile(r"\([a-z-]+\)")
_MARKS = {"…": "."}
_SENTENCE_MARKS = ".?!"
_PROCESSES = 8


@dataclass(frozen=True)
class Clause:
    """The phonemes between two punctuation marks, and the mark that ends them ("" at the end of the text)."""

    phonemes: str
    mark: str

    @property
    def ends_sentence(self) -> bool:
        return self.mark != "" and self.mark in _SENTENCE_MARKS


def clauses(text: str, *, language: str, program: str | None = None) -> Iterator[Clause]:
    """Read `text` as a speaker of `language` (one of eSpeak NG's voices) would."""
    path = program or find_program()
    arguments = [path, "-q", "--ipa", "-b", "1", "-v", language, "--stdin"]
    cut = [(match["words"].strip(), _mark(match["mark"])) for match in _CLAUSE.finditer(plain(text))]
    for at in range(0, len(cut), _PROCESSES):
        readers = [(start(arguments), words, mark) for words, mark in cut[at : at + _PROCESSES] if words]
        outputs = [(process.communicate(words.encode())[0], mark) for process, words, mark in readers]
        yield from (Clause(_clean(output.decode()), mark) for output, mark in outputs)


def _mark(marks: str) -> str:
    first = marks[:1]
    return _MARKS.get(first, first)


def _clean(output: str) -> str:
    """One line of phonemes, decomposed, without the notes on words that were read in another language."""
    return unicodedata.normalize("NFD", " ".join(_LANGUAGE_SWITCH.sub("", output).split()))
