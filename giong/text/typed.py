"""What people type, made ready to be understood: the one normaliser. Knows no intent, and never says its text back.

Three passes: characters (invisible ones, look-alikes, emoji), the form of each word (letters held down, Telex and VNI
keys, syllables run together, misplaced tone marks), and its wording (shorthand, regional words, and, with an
assistant's own words at hand, English and missing diacritics). A word that may be right as it stands is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from weakref import WeakKeyDictionary

from giong.text import keys, letters, teencode, telex
from giong.text.diacritics import Lexicon, everyday, restored
from giong.text.joined import parted
from giong.text.lexicon import rows
from giong.text.phrasebook import Phrasebook, Reading, phrasebook
from giong.text.rewriting import Edit, Rewriting
from giong.text.spelling import is_typed_syllable, like, spelt
from giong.text.stretched import doubled_end, shortened
from giong.text.tokens import Word, tokens
from giong.text.unicode import fold, has_diacritics


class Kind(StrEnum):
    """Why something was rewritten."""

    CHARACTERS = "characters"
    STRETCHED = "stretched"
    TELEX = "telex"
    VNI = "vni"
    JOINED = "joined"
    SPELLING = "spelling"
    TEENCODE = "teencode"
    SHORTHAND = "shorthand"
    REGIONAL = "regional"
    SYNONYM = "synonym"
    RESTORED = "restored"


@dataclass(frozen=True)
class Change:
    """Some words and what they became."""

    kind: Kind
    was: str
    now: str


@dataclass(frozen=True)
class Normalised:
    """`text` is for understanding only; `signs` are the emoji that were taken out of it, in order."""

    text: str
    changes: tuple[Change, ...]
    signs: tuple[str, ...]
    rewriting: Rewriting

    @property
    def source(self) -> str:
        """What was typed."""
        return self.rewriting.source

    def as_typed(self, start: int, end: int) -> str:
        """The words of `text[start:end]` as the person wrote them; words rewritten together come back together."""
        return self.rewriting.as_typed(start, end)

    def words_as_typed(self, words: str) -> str:
        """Some words of `text` as the person wrote them; words that are not in it as they are."""
        start = self.text.find(words)
        return self.as_typed(start, start + len(words)) if words and start >= 0 else words


def normalised(text: str, *, lexicon: Lexicon | None = None) -> Normalised:
    """What was typed, in plain common Vietnamese.

    `lexicon` holds the assistant's own words: it lets English and regional nouns become the words that the assistant
    itself uses, and gives diacritics back to a message that was typed without.
    """
    draft = _Draft(Rewriting.of(text))
    signs = _characters(draft)
    draft.rewrite(_forms(draft.words, lexicon or everyday()))
    draft.rewrite(_wordings(draft.words, _BOOKS))
    if lexicon is not None:
        draft.rewrite(_marks(draft.words, lexicon))
        draft.rewrite(_wordings(draft.words, ((Kind.SYNONYM, _own_words(lexicon)),)))
    return Normalised(draft.text, tuple(draft.changes), signs, draft.rewriting)


@dataclass(frozen=True)
class _Rewrite:
    kind: Kind
    edit: Edit


class _Draft:
    """The text so far, and what was done to it."""

    def __init__(self, rewriting: Rewriting) -> None:
        self.rewriting = rewriting
        self.changes: list[Change] = []
        self._cut: tuple[str, list[Word]] = ("", [])

    @property
    def text(self) -> str:
        return self.rewriting.text

    @property
    def words(self) -> list[Word]:
        """The words of the text as it is now."""
        if self._cut[0] is not self.text:
            self._cut = (self.text, tokens(self.text))
        return self._cut[1]

    def rewrite(self, rewrites: Iterable[_Rewrite]) -> None:
        done = list(rewrites)
        text = self.text
        self.changes += [Change(r.kind, text[r.edit.start : r.edit.end], r.edit.now) for r in done]
        self.rewriting = self.rewriting.rewritten(r.edit for r in done)


def _characters(draft: _Draft) -> tuple[str, ...]:
    if letters.ordinary(draft.text):
        return ()
    for step in (letters.seen, letters.standard, letters.composed, letters.latin):
        draft.rewrite([_Rewrite(Kind.CHARACTERS, edit) for edit in step(draft.text)])
    signs = letters.signs(draft.text)
    draft.rewrite([_Rewrite(Kind.CHARACTERS, edit) for edit in signs.edits])
    return signs.found


# --- the form of words ---


def _forms(words: Sequence[Word], lexicon: Lexicon) -> Iterator[_Rewrite]:
    keyed = keys.meant([word for word in words if not lexicon.says(word.lower)], _BOOK_WORDS)
    for word in words:
        if not word.free:
            continue
        if word.start in keyed:
            kind, now = Kind.TELEX if word.text.isalpha() else Kind.VNI, keyed[word.start]
        else:
            kind, now = _form(word.text, lexicon)
        if now != word.text:
            yield _Rewrite(kind, Edit(word.start, word.end, now))


def _form(word: str, lexicon: Lexicon) -> tuple[Kind, str]:
    """One word by itself, whatever stands beside it."""
    lower = word.lower()
    if not word.isalpha() or lower in _BOOK_WORDS:
        return Kind.SPELLING, word
    if not is_typed_syllable(lower) and lexicon.says(lower):
        return Kind.SPELLING, word
    if is_typed_syllable(lower) or spelt(word) != word:
        return Kind.SPELLING, spelt(word)
    for kind, read in _READERS:
        if now := read(word):
            return kind, now
    parts = parted(word, lexicon) if _may_be_parted(word) else None
    return (Kind.JOINED, " ".join(parts)) if parts else (Kind.SPELLING, spelt(word))


def _let_go(word: str) -> str:
    """A word whose letters were held down, as it would be without, if that is a word."""
    short = shortened(word)
    if short != word:
        lower = short.lower()
        if is_typed_syllable(lower) or lower in _BOOK_WORDS:
            return spelt(short)
        found = telex.read(short)
        return found.text if found else short
    return doubled_end(word)


_READERS: tuple[tuple[Kind, Callable[[str], str]], ...] = ((Kind.STRETCHED, _let_go), (Kind.TEENCODE, teencode.read))


def _may_be_parted(word: str) -> bool:
    """Names of brands have capitals inside, and foreign names one at the beginning."""
    return word.islower() or (word[1:].islower() and not word.isascii())


# --- the wording ---


def _wordings(words: Sequence[Word], books: Sequence[tuple[Kind, Phrasebook]]) -> Iterator[_Rewrite]:
    """Words and phrases of the books, at each place the first that fits; without diacritics where none are typed."""
    row = [word.lower for word in words]
    plain = not any(has_diacritics(word) for word in row)
    shouted = all(word.text == word.text.upper() for word in words)
    at = 0
    while at < len(words):
        kind, reading = next(
            ((kind, found) for kind, book in books if row[at] in book and (found := book.find(row, at))), (None, None)
        )
        if kind is None or reading is None or not _applies(words[at : at + reading.words], reading, shouted=shouted):
            at += 1
            continue
        first, last = words[at], words[at + reading.words - 1]
        now = like(first.text if not first.text.isupper() or shouted else "", reading.meant)
        yield _Rewrite(kind, Edit(first.start, last.end, fold(now) if plain else now))
        at += reading.words


def _applies(words: Sequence[Word], reading: Reading, *, shouted: bool) -> bool:
    if not all(word.free for word in words):
        return False
    return reading.caps or shouted or not words[0].text.isupper()


_BOOKS = (
    (Kind.SHORTHAND, phrasebook("shorthand.tsv")),
    (Kind.REGIONAL, phrasebook("regional.tsv")),
    (Kind.SPELLING, phrasebook("variants.tsv")),
)
_BOOK_WORDS = frozenset(row[0] for name in ("shorthand.tsv", "regional.tsv") for row in rows(name))


def _own_words(lexicon: Lexicon) -> Phrasebook:
    """Words that the assistant never says, as those that it does."""
    book = _own_books.get(lexicon)
    if book is None:
        book = _own_books[lexicon] = _compared(lexicon)
    return book


_own_books: WeakKeyDictionary[Lexicon, Phrasebook] = WeakKeyDictionary()


def _compared(lexicon: Lexicon) -> Phrasebook:
    pairs = [(row[0], row[1]) for row in rows("synonyms.tsv")]
    return Phrasebook(
        [
            (typed, meant)
            for one, other in pairs
            for typed, meant in ((one, other), (other, one))
            if lexicon.says(meant) and not lexicon.says(typed)
        ]
    )


# --- missing diacritics ---

_MOST_MARKED = 0.25
"""Of running Vietnamese about three syllables in four carry a mark; a message with fewer was typed without."""


def _marks(words: Sequence[Word], lexicon: Lexicon) -> Iterator[_Rewrite]:
    words = [word for word in words if word.text.isalpha()]
    marked = sum(not word.text.isascii() for word in words)
    if not words or marked > _MOST_MARKED * len(words):
        return
    for word, whole in zip(words, restored([word.text for word in words], lexicon), strict=True):
        if word.free and word.text.isascii() and whole != word.lower:
            yield _Rewrite(Kind.RESTORED, Edit(word.start, word.end, like(word.text, whole)))
