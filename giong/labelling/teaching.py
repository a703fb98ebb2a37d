"""Forms by example, learnt from papers that were received and improved by what people say of later ones. Knows no HTTP.

A paper teaches its form as soon as nothing of it waits in the queue: then all that people said of it is one example.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from giong.documents.forms.correcting import Correction, example_of
from giong.documents.forms.form import Form
from giong.documents.forms.learning import Example, improved, learnt
from giong.errors import BadInput, NotFound
from giong.labelling.label import Label
from giong.labelling.queue import Queue
from giong.papers import kinds
from giong.papers.examples import Marked, mark_of
from giong.papers.formbook import Formbook
from giong.papers.register import Papers
from giong.vision.page import Page

PURPOSE = "form"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sample:
    """A paper that was received, and the fields that somebody marked on one of its pages, in the pixels of its picture
    or in shares of the page.
    """

    paper_id: str
    fields: Sequence[Marked]
    page: int = 1


class Teaching:
    """The learning of all organisations' forms."""

    def __init__(self, papers: Papers, formbook: Formbook, queue: Queue) -> None:
        self._papers = papers
        self._formbook = formbook
        self._queue = queue

    async def learn(
        self, organisation_id: str, name: str, samples: Sequence[Sample], *, vi: str = "", en: str = "", who: str = ""
    ) -> Form:
        """Learn a form from marked papers and keep it, in place of the one of that name if there is one.

        Raises `NotFound` for a paper or page that is not there or not read, and whatever learning and keeping raise.
        """
        examples = [await self._example(organisation_id, sample, who) for sample in samples]
        form = await asyncio.to_thread(learnt, name, examples, vi=vi, en=en)
        await self._formbook.keep(organisation_id, form)
        return form

    async def settled(self, organisation_id: str, label: Label) -> None:
        """Somebody spoke of a field; see `Queue.on_settled`."""
        if label.kind in kinds.kinds():
            return
        said = {one.field: Correction(one.value) for one in await self._queue.of_paper(organisation_id, label.paper_id)}
        if not said:
            return
        result = await self._papers.result(
            organisation_id, label.paper_id, reveal_for=PURPOSE, who=PURPOSE, deliver=False
        )
        example = None if result.document is None else example_of(result.document, said)
        if example is None:
            return
        try:
            await self._formbook.improve(organisation_id, label.kind, lambda form: improved(form, example))
        except (BadInput, NotFound) as error:  # the paper lies on the form no more, or nobody uses the form any more
            _log.warning("paper %s teaches its form nothing: %s", label.paper_id, error.code)

    async def _example(self, organisation_id: str, sample: Sample, who: str) -> Example:
        page = await self._page(organisation_id, sample, who)
        return Example(page, tuple(mark_of(field, page) for field in sample.fields))

    async def _page(self, organisation_id: str, sample: Sample, who: str) -> Page:
        result = await self._papers.result(organisation_id, sample.paper_id, reveal_for=PURPOSE, who=who, deliver=False)
        for page in result.document.pages if result.document is not None else ():
            if page.number == sample.page and page.blocks:
                return page
        raise NotFound(
            "form.no_page",
            vi=f"Giấy tờ mẫu không có trang {sample.page} đã đọc được. Hãy chờ đọc xong, hoặc chọn trang khác.",
            en=f"The example has no page {sample.page} that was read. Wait until it is, or name another page.",
        )
