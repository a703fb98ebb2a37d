"""What is kept of each paper, by what it is: the order, the file, pages read so far, pictures of pages, the result.
Knows no database, and not when any of it is to go.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, replace

from giong.documents.document import Document
from giong.papers.paper import Paper
from giong.papers.plain import plain, restored
from giong.papers.vault import Vault
from giong.vision.page import Page

_ORIGINAL, _ORDER, _RESULT = "original", "order", "result"
_PAGE, _VIEW, _KEPT = "page-", "view-", "kept-"


@dataclass(frozen=True)
class Order:
    """What was asked of a paper; kept sealed with it, since names of files and addresses may say whose it is."""

    name: str = ""
    password: str = ""
    callback_url: str = ""
    reveal_for: str = ""


@dataclass(frozen=True)
class Kept:
    """A paper that is to be read: its file (None: gone), and the pages that were read before."""

    order: Order
    data: bytes | None
    pages: dict[int, Page]


class Shelf:
    """The vault as papers use it. Everything here blocks: call it from a thread."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def digest(self, organisation_id: str, data: bytes) -> str:
        """Tells files of one organisation apart; without its key nobody can tell which file it was."""
        key = self._vault.seal(organisation_id).derived("digest")
        return hmac.new(key, data, hashlib.sha256).hexdigest()

    def signing_key(self, organisation_id: str) -> bytes:
        """With which results are signed that are sent to the organisation."""
        return self._vault.seal(organisation_id).derived("webhook")

    def take(self, organisation_id: str, paper_id: str, order: Order, data: bytes) -> None:
        self._vault.put(organisation_id, paper_id, _ORIGINAL, data)
        self._put(organisation_id, paper_id, _ORDER, order)

    def order(self, organisation_id: str, paper_id: str) -> Order:
        return restored(Order, json.loads(self._vault.get(organisation_id, paper_id, _ORDER) or b"{}"))

    def kept(self, paper: Paper) -> Kept:
        owner, id = paper.organisation_id, paper.id
        found = (self._vault.get(owner, id, part) for part in self._vault.parts(owner, id) if part.startswith(_PAGE))
        pages = [restored(Page, json.loads(page)) for page in found if page is not None]
        original = self._vault.get(owner, id, _ORIGINAL)
        return Kept(self.order(owner, id), original, {page.number: page for page in pages})

    def keep_page(self, paper: Paper, page: Page, picture: bytes) -> None:
        """A page that was read, so that reading goes on behind it after a crash; and its picture, if there is one."""
        if picture:
            self._vault.put(paper.organisation_id, paper.id, f"{_VIEW}{page.number:04}", picture)
        self._put(paper.organisation_id, paper.id, f"{_PAGE}{page.number:04}", page)

    def keep_result(self, paper: Paper, order: Order, document: Document) -> None:
        """What was read. The single pages and the password are not needed any more."""
        owner, id = paper.organisation_id, paper.id
        self._put(owner, id, _RESULT, document)
        if order.password:
            self._put(owner, id, _ORDER, replace(order, password=""))
        for part in self._vault.parts(owner, id):
            if part.startswith(_PAGE):
                self._vault.remove(owner, id, part)

    def amend_result(self, paper: Paper, document: Document) -> None:
        """Another result in place of the one that is kept."""
        self._put(paper.organisation_id, paper.id, _RESULT, document)

    def result(self, paper: Paper) -> Document | None:
        kept = self._vault.get(paper.organisation_id, paper.id, _RESULT)
        return None if kept is None else restored(Document, json.loads(kept))

    def picture(self, paper: Paper, page: int) -> bytes | None:
        return self._vault.get(paper.organisation_id, paper.id, f"{_VIEW}{page:04}")

    def drop_pictures(self, paper: Paper) -> None:
        """The file itself, and the pictures of its pages."""
        for part in self._vault.parts(paper.organisation_id, paper.id):
            if part == _ORIGINAL or part.startswith(_VIEW):
                self._vault.remove(paper.organisation_id, paper.id, part)

    def keep_part(self, paper: Paper, part: str, data: bytes) -> None:
        self._vault.put(paper.organisation_id, paper.id, _KEPT + part, data)

    def part(self, paper: Paper, part: str) -> bytes | None:
        return self._vault.get(paper.organisation_id, paper.id, _KEPT + part)

    def remove_part(self, paper: Paper, part: str) -> None:
        self._vault.remove(paper.organisation_id, paper.id, _KEPT + part)

    def clear(self, organisation_id: str, paper_id: str) -> None:
        """Everything of a paper."""
        self._vault.clear(organisation_id, paper_id)

    def destroy(self, organisation_id: str) -> None:
        """Everything of an organisation, its key first."""
        self._vault.destroy(organisation_id)

    def _put(self, organisation_id: str, paper_id: str, part: str, value: object) -> None:
        text = json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))
        self._vault.put(organisation_id, paper_id, part, text.encode())
