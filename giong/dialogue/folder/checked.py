"""Texts of an assistant's files made into templates and expressions whose every name is known. Knows no folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from giong.dialogue.assistant import Phrase, Phrases
from giong.dialogue.expressions import Expression, ExpressionError, Template
from giong.dialogue.folder import schema
from giong.dialogue.folder.marks import Path
from giong.dialogue.folder.problems import Page
from giong.dialogue.functions import NAMES as FUNCTIONS
from giong.dialogue.line import Choice

_NOTHING = Template("", ())
_FALSE = Expression.parse("False")


@dataclass(frozen=True)
class Checker:
    """Notes what is wrong on `page` and goes on with an empty value, so that one reading finds all problems."""

    page: Page
    names: frozenset[str]

    def knowing(self, names: Iterable[str]) -> Checker:
        return replace(self, names=self.names | frozenset(names))

    def expression(self, source: str, path: Path) -> Expression:
        try:
            expression = Expression.parse(source)
        except ExpressionError as error:
            self.page.add_expression(path, error)
            return _FALSE
        self._check(expression, path)
        return expression

    def template(self, source: str, path: Path) -> Template:
        try:
            template = Template.parse(source)
        except ExpressionError as error:
            self.page.add_expression(path, error)
            return _NOTHING
        for expression in template.expressions():
            self._check(expression, path)
        return template

    def phrases(self, written: schema.Phrases, path: Path) -> Phrases:
        if isinstance(written, list):
            return tuple(self._phrase(one, (*path, number)) for number, one in enumerate(written))
        return (self._phrase(written, path),)

    def _phrase(self, written: schema.OnePhrase, path: Path) -> Phrase:
        if isinstance(written, str):
            return Phrase(self.template(written, path))
        speech = None if written.speech is None else self.template(written.speech, (*path, "speech"))
        choices = tuple(
            Choice(one, one) if isinstance(one, str) else Choice(one.title, one.value) for one in written.choices
        )
        return Phrase(self.template(written.text, (*path, "text")), speech, choices)

    def _check(self, expression: Expression, path: Path) -> None:
        for name in sorted(expression.used - self.names):
            self.page.add_unknown(path, name, sorted(self.names), vi="tên", en="name")
        for name in sorted(expression.called - FUNCTIONS):
            self.page.add_unknown(path, name, sorted(FUNCTIONS), vi="hàm", en="function")
