"""HTML pages: the main content's headings, paragraphs, lists and tables, without navigation and scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giong.retrieval.document import Draft, clean
from giong.retrieval.readers.table import write_table
from giong.retrieval.sources import Limits
from giong.text.lexicon import bag

if TYPE_CHECKING:
    from bs4 import Tag

DROPPED = bag("script style noscript template svg iframe nav header footer aside form button select head")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset(HEADINGS) | bag(
    """p li table ul ol dl dt dd pre blockquote figcaption summary details div section article main body html address
    figure center fieldset"""
)
DATED = frozenset({"date", "article:published_time", "article:modified_time", "dc.date", "dcterms.modified", "pubdate"})
"""Names of the elements that say when a page was written."""
MOST_NESTED = 50
"""Elements inside one another. Deeper markup is read as one run of words."""


def read(data: bytes, draft: Draft, limits: Limits) -> None:
    """Write the blocks of a page. Broken markup is mended as browsers do, so no page is refused as corrupt."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(data, "lxml")
    if soup.title is not None:
        draft.title = clean(soup.title.get_text(" ")).replace("\n", " ")
    for meta in soup.find_all("meta"):
        name = str(meta.get("property") or meta.get("name") or "").lower()
        if name in DATED and meta.get("content"):
            draft.head.setdefault("issued", str(meta["content"]))
    for tag in soup.find_all(list(DROPPED)):
        tag.decompose()
    for tag in soup.find_all("br"):
        tag.replace_with("\n")
    root = soup.find("main") or soup.find("article") or soup.body or soup
    _walk(root, draft, limits, depth=0)


def _walk(tag: Tag, draft: Draft, limits: Limits, depth: int) -> None:
    from bs4 import Comment, Tag
    from bs4.element import NavigableString

    words: list[str] = []
    for child in tag.children:
        if isinstance(child, Tag) and (child.name in BLOCKS or child.find(list(BLOCKS)) is not None):
            _flush(words, draft)
            _block(child, draft, limits, depth + 1)
        elif isinstance(child, Tag):
            words.append(child.get_text())
        elif isinstance(child, NavigableString) and not isinstance(child, Comment):
            words.append(_unwrapped(str(child)))
    _flush(words, draft)


def _flush(words: list[str], draft: Draft) -> None:
    draft.paragraph("".join(words))
    words.clear()


def _block(tag: Tag, draft: Draft, limits: Limits, depth: int) -> None:
    name = tag.name
    if name in HEADINGS:
        draft.heading(_words(tag), HEADINGS[name])
    elif depth > MOST_NESTED:
        draft.paragraph(_words(tag))
    elif name == "table" and tag.find("table") is None:
        rows = [[_words(cell) for cell in row.find_all(["td", "th"])] for row in tag.find_all("tr")]
        write_table(rows, draft, limits)
    elif name in ("li", "dd"):
        _entry(tag, draft, limits, depth)
    elif name == "pre":
        draft.paragraph(tag.get_text())
    elif name in ("p", "dt", "summary", "figcaption"):
        draft.paragraph(_words(tag))
    else:
        _walk(tag, draft, limits, depth)


def _entry(tag: Tag, draft: Draft, limits: Limits, depth: int) -> None:
    """A list's entry; a list inside it follows as entries of its own."""
    inner = [child for child in tag.find_all(["ul", "ol"]) if child.find_parent(["li", "dd"]) is tag]
    for child in inner:
        child.extract()
    text = _words(tag)
    draft.item(f"- {text}" if text else "")
    for child in inner:
        _walk(child, draft, limits, depth)


def _words(tag: Tag) -> str:
    return "\n".join(" ".join(line.split()) for line in _unwrapped(tag.get_text(), keep="\n").split("\n"))


def _unwrapped(text: str, keep: str = "") -> str:
    """Line breaks of the markup are blanks; those that stood for <br> are kept where asked."""
    return text if keep else text.replace("\n", " ") if text.strip("\n") else text
