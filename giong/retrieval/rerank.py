"""Which of the best passages answers, and how sure that is, once each has been read. Knows no index and no wording.

Finding asks which passage is about the matter; this asks whether a sentence of it answers. A logistic model weighs what
finding and reading say, ranks the passages by it and is the answer's confidence.
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass

from giong.retrieval import kinds, rows
from giong.retrieval.clues import FUNCTION_WORDS
from giong.retrieval.index import Hit
from giong.retrieval.question import Question
from giong.retrieval.reader import Reading
from giong.retrieval.terms import terms
from giong.text.unicode import fold, has_diacritics
from giong.text.words import syllables

LEAST_CHANCE = 1e-5
PASSAGES_READ = 2
"""Of running text. Each costs some 25 ms."""


@dataclass(frozen=True)
class Signs:
    """What speaks for a passage's best sentence.

    `found` is the log-odds of the passage, `behind` how far they are from the best passage's (not above 0), `score` and
    `agreement` are the reader's. `kind` is 1 where the sentence holds something of the kind asked for, `heading` 1
    where the heading is called after that kind ("Thời hạn …") and -1 where after another. `names` is the share of the
    question's names and numbers that the passage lacks, `words` the share of its telling words that the sentence and
    its headings lack.
    """

    found: float
    behind: float
    score: float
    agreement: float
    kind: float
    heading: float
    names: float
    words: float


WEIGHTS = Signs(found=0.33, behind=0.41, score=0.21, agreement=1.34, kind=0.33, heading=0.5, names=-1.09, words=-3.65)
NONE = -0.55
"""Log-odds without any sign, such that 0.5 is where wrong answers are a tenth of all that are given.

Fitted on XQuAD-vi (ridge 10), each question asked of its own article and of the one before it, with readers that had
not seen the article; `heading`, which that set does not have, is set by hand. Of the questions with an answer 59 % are
answered at 0.5, 54 % of all rightly, where the confidence of finding alone gives 39 % at as many wrong ones.
"""


def signs(query: str, question: Question, hit: Hit, best: Hit, *, sentence: str, reading: Reading) -> Signs:
    """The signs for `sentence` of `hit`, in which `reading` found the words asked for."""
    plain, passage = not has_diacritics(query), hit.passage
    whole = _held(f"{passage.context}\n{passage.text}", plain=plain)
    near = _held(f"{passage.context}\n{sentence}", plain=plain)
    return Signs(
        found=log_odds(hit.score),
        behind=log_odds(hit.score) - log_odds(best.score),
        score=reading.score,
        agreement=reading.agreement,
        kind=float(kinds.holds(question.asked, sentence)),
        heading=rows.kind_of_title(question.asked, passage.heading[-1]) if passage.heading else 0.0,
        names=_lacking(names(query), whole, plain=plain),
        words=_lacking(set(question.terms) - FUNCTION_WORDS, near, plain=plain),
    )


def log_odds(chance: float) -> float:
    """ln(p / (1 - p)), kept finite."""
    chance = min(max(chance, LEAST_CHANCE), 1 - LEAST_CHANCE)
    return math.log(chance / (1 - chance))


def names(query: str) -> set[str]:
    """The words of a question that have a capital (not the first) or are numbers."""
    words = [word.text for word in syllables(query)]
    telling = [word for at, word in enumerate(words) if word[0].isdigit() or (at > 0 and word[0].isupper())]
    return {term for word in telling for term in terms(word)}


def _held(text: str, *, plain: bool) -> set[str]:
    return {fold(term) if plain else term for term in terms(text)}


def _lacking(wanted: set[str], have: set[str], *, plain: bool) -> float:
    spelt = {fold(term) if plain else term for term in wanted}
    return len(spelt - have) / (len(spelt) or 1)


def confidence(seen: Signs) -> float:
    """The chance that the sentence answers, such that it may be given from 0.5 up."""
    weighed = sum(weight * sign for weight, sign in zip(astuple(WEIGHTS), astuple(seen), strict=True)) + NONE
    return 1 / (1 + math.exp(-min(max(weighed, -40.0), 40.0)))
