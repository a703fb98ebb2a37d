"""Sessions in which a person is checked: both sides of a card, pictures of the face, a verdict. Knows no HTTP.

A session never says "yes" on a weak signal: whatever speaks against the person, or could not be proven, makes it a
case for a person's review. Without `Policy.automatic` every session that is not refused outright is one, because no
threshold of faces was measured on Vietnamese people. Faces and portraits lie sealed in the front's own folder.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, delete, or_, select, update

from giong.clock import VIETNAM, Clock, SystemClock
from giong.documents.document import Document, Reason
from giong.errors import BadInput, Conflict, GiongError, NotFound
from giong.failure import place_of
from giong.papers.paper import Status
from giong.papers.persons import sides
from giong.papers.persons.challenge import STRAIGHT, Performance, judged, new_challenge
from giong.papers.persons.faces import Faces
from giong.papers.persons.likeness import Likeness, Thresholds, likeness, similarity
from giong.papers.plain import plain, restored
from giong.papers.register import Papers
from giong.storage.database import Database
from giong.storage.ids import new_id
from giong.storage.once import add_once
from giong.storage.owned import owned
from giong.storage.schema import ekyc_sessions
from giong.vision.faces import Face, distance

PURPOSE = "ekyc"
PATIENCE_S = 60.0
SWEEP_S = 300.0
SWEPT = 100
"""How often, and how many at a time, sessions that ended are forgotten."""
_CARD, _FRAMES, CARD, SELFIE = "faces-card", "faces-frames", "portrait-card", "portrait-selfie"
PORTRAITS = {"card": CARD, "selfie": SELFIE}

_log = logging.getLogger(__name__)


class Ruling(StrEnum):
    APPROVED = "approved"
    REVIEW = "review"
    """A person has to look."""
    REJECTED = "rejected"


@dataclass(frozen=True)
class Policy:
    """`automatic`: a session without any reason against it is approved without a person. `seconds` is how long a
    session stays open.
    """

    automatic: bool = False
    thresholds: Thresholds = field(default_factory=Thresholds)
    least_age: int = 14
    seconds: int = 1800


@dataclass(frozen=True)
class Session:
    """`reasons` are codes of what speaks against the person; `verdict` is "" while it is open."""

    id: str
    organisation_id: str
    challenge: tuple[str, ...]
    front_id: str | None
    back_id: str | None
    frames: int
    verdict: str
    reasons: tuple[str, ...]
    who: str
    callback_url: str
    created_at: datetime
    expires_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True)
class Side:
    """A side that was sent: what is on it, masked, or why another picture is needed."""

    session: Session
    document: Document | None
    refused: str = ""
    vi: str = ""
    en: str = ""


class Persons:
    """The sessions of all organisations."""

    def __init__(
        self,
        database: Database,
        papers: Papers,
        faces: Faces,
        policy: Policy | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._database = database
        self._papers = papers
        self._faces = faces
        self._policy = policy or Policy()
        self._clock = clock or SystemClock()

    async def open(self, organisation_id: str, *, key: str = "", callback_url: str = "") -> Session:
        """A new session, or the one that this `key` opened."""
        id, now = new_id("ekyc"), self._clock.now()
        row = {
            "id": id,
            "organisation_id": organisation_id,
            "client_key": key or id,
            "challenge": ",".join(new_challenge()),
            "frames": 0,
            "verdict": "",
            "reasons": [],
            "who": "",
            "callback_url": callback_url,
            "created_at": now,
            "expires_at": now + timedelta(seconds=self._policy.seconds),
        }
        of_key = (ekyc_sessions.c.organisation_id == organisation_id) & (ekyc_sessions.c.client_key == (key or id))

        def work(connection: Connection) -> Session:
            add_once(connection, ekyc_sessions, row)
            return _session(connection.execute(select(ekyc_sessions).where(of_key)).one())

        return await self._database.write(work)

    async def get(self, organisation_id: str, id: str) -> Session:
        return await self._database.read(
            lambda connection: _session(owned(connection, ekyc_sessions, organisation_id=organisation_id, id=id))
        )

    async def in_review(self, organisation_id: str, limit: int = 50) -> list[Session]:
        """Those that wait for a person, oldest first."""
        waiting = (
            select(ekyc_sessions)
            .where(
                ekyc_sessions.c.organisation_id == organisation_id,
                ekyc_sessions.c.verdict == Ruling.REVIEW.value,
                ekyc_sessions.c.who == "",
            )
            .order_by(ekyc_sessions.c.created_at)
            .limit(limit)
        )
        return await self._database.read(lambda connection: [_session(row) for row in connection.execute(waiting)])

    async def front(self, organisation_id: str, id: str, data: bytes, *, name: str = "") -> Side:
        """The side with the portrait, which comes first. A picture that will not do changes nothing."""
        session = await self._open_session(organisation_id, id)
        paper_id, side = await self._side(session, data, sides.FRONTS, name=name)
        if side.refused:
            return side
        if self._faces.available:
            view = await self._papers.picture(organisation_id, paper_id, purpose=PURPOSE, who=id)
            found, portrait = await asyncio.to_thread(self._faces.find, view)
            await self._keep_faces(organisation_id, paper_id, _CARD, [found[:1]])
            await self._papers.keep_part(organisation_id, paper_id, CARD, portrait)
        changed = await self._change(session, front_id=paper_id, frames=0)
        await self._drop(session.front_id, organisation_id)
        return Side(changed, side.document)

    async def back(self, organisation_id: str, id: str, data: bytes, *, name: str = "") -> Side:
        """The other side."""
        session = await self._open_session(organisation_id, id, after_front=True)
        paper_id, side = await self._side(session, data, sides.BACKS, name=name)
        if side.refused:
            return side
        changed = await self._change(session, back_id=paper_id)
        await self._drop(session.back_id, organisation_id)
        return Side(changed, side.document)

    async def frames(self, organisation_id: str, id: str, pictures: Sequence[bytes]) -> Performance:
        """The pictures of the face, one for each part of the challenge, in order; they replace earlier ones and are
        themselves not kept.
        """
        session = await self._open_session(organisation_id, id, after_front=True)
        assert session.front_id is not None
        if len(pictures) != len(session.challenge):
            raise BadInput(
                "ekyc.frames_count",
                vi=f"Cần đúng {len(session.challenge)} ảnh khuôn mặt, theo thứ tự được yêu cầu.",
                en=f"Send exactly {len(session.challenge)} pictures of the face, in the order that was asked for.",
            )
        found: list[list[Face]] = []
        for pose, picture in zip(session.challenge, pictures, strict=True):
            faces, portrait = await asyncio.to_thread(self._faces.find, picture)
            found.append(faces[:2])
            if pose == STRAIGHT and portrait:
                await self._papers.keep_part(organisation_id, session.front_id, SELFIE, portrait)
        await self._keep_faces(organisation_id, session.front_id, _FRAMES, found)
        await self._change(session, frames=len(pictures))
        return judged(session.challenge, found)

    async def settle(self, organisation_id: str, id: str) -> Session:
        """The verdict. Asked again it is the same."""
        session = await self.get(organisation_id, id)
        if session.verdict:
            return session
        session = await self._open_session(organisation_id, id, after_front=True)
        if session.front_id is None or session.back_id is None:
            raise _too_early("back")
        reasons = [*await self._against_papers(session), *await self._against_faces(session)]
        verdict = self._verdict(reasons)
        settled = await self._change(
            session, verdict=verdict.value, reasons=reasons or ["person.to_confirm"], settled_at=self._clock.now()
        )
        for paper in (session.front_id, session.back_id):
            await self._papers.delivered(organisation_id, paper)
        return settled

    async def decide(self, organisation_id: str, id: str, *, approved: bool, who: str) -> Session:
        """What a person says who looked at it."""
        session = await self.get(organisation_id, id)
        if session.verdict != Ruling.REVIEW.value or session.who:
            raise Conflict(
                "ekyc.not_in_review",
                vi="Phiên này không chờ người duyệt.",
                en="This session waits for nobody's decision.",
            )
        verdict = Ruling.APPROVED if approved else Ruling.REJECTED
        decided = await self._change(session, verdict=verdict.value, who=who, settled_at=self._clock.now())
        for part in (CARD, SELFIE):
            await self._papers.remove_part(organisation_id, session.front_id or "", part)
        return decided

    async def portrait(self, organisation_id: str, id: str, which: str) -> bytes:
        """The face on the card or before the camera, as JPEG, while somebody may have to compare them."""
        session = await self.get(organisation_id, id)
        return await self._papers.part(organisation_id, session.front_id or "none", PORTRAITS[which])

    async def similarity(self, organisation_id: str, id: str) -> float | None:
        """From 0 to 100, for whoever reviews; None where there are not two faces."""
        session = await self.get(organisation_id, id)
        apart = await self._apart(session) if session.front_id else None
        return None if apart is None else similarity(apart, self._policy.thresholds)

    async def compare(self, one: bytes, other: bytes) -> tuple[int, int, float | None]:
        """How many faces each of two pictures shows, and how far the largest of each are apart. Nothing is kept."""
        first, _ = await asyncio.to_thread(self._faces.find, one)
        second, _ = await asyncio.to_thread(self._faces.find, other)
        apart = distance(first[0].descriptor, second[0].descriptor) if first and second else None
        return len(first), len(second), apart

    @property
    def thresholds(self) -> Thresholds:
        return self._policy.thresholds

    async def forget(self, organisation_id: str, paper_id: str) -> None:
        """A side is erased: so is the session that rests on it."""
        of_paper = or_(ekyc_sessions.c.front_id == paper_id, ekyc_sessions.c.back_id == paper_id)
        gone = delete(ekyc_sessions).where(ekyc_sessions.c.organisation_id == organisation_id, of_paper)
        await self._database.write(lambda connection: connection.execute(gone) and None)

    async def sweep(self) -> int:
        """Erase what was sent in sessions that ended without a verdict; returns how many those were."""
        late = (ekyc_sessions.c.verdict == "") & (ekyc_sessions.c.expires_at < self._clock.now())
        found = select(ekyc_sessions).where(late).limit(SWEPT)
        ended = await self._database.read(lambda connection: [_session(row) for row in connection.execute(found)])
        for session in ended:
            for paper in (session.front_id, session.back_id):
                await self._drop(paper, session.organisation_id)
            await self._database.write(partial(_remove, id=session.id))
        return len(ended)

    async def keep_sweeping(self) -> None:
        """Sweep now and then, until cancelled."""
        while True:
            try:
                await self.sweep()
            except GiongError as error:
                _log.error("sessions: %s", place_of(error))
            await asyncio.sleep(SWEEP_S)

    def _verdict(self, reasons: Sequence[str]) -> Ruling:
        if sides.REFUSED & set(reasons):
            return Ruling.REJECTED
        return Ruling.APPROVED if not reasons and self._policy.automatic else Ruling.REVIEW

    async def _side(self, session: Session, data: bytes, kinds: tuple[str, ...], *, name: str) -> tuple[str, Side]:
        """A side's paper, read; one that will not do is erased again."""
        owner = session.organisation_id
        received = await self._papers.receive(owner, data, name=name, purpose=PURPOSE, who=session.id, now=True)
        paper = await self._papers.finished(owner, received.id, wait_s=PATIENCE_S)
        result = await self._papers.result(owner, received.id, deliver=False)
        document = result.document
        if paper.status is Status.DONE and document is not None and document.kind in kinds:
            return received.id, Side(session, document)
        rejection = document.rejection if document else None
        refused = rejection.reason.value if rejection else Reason.WRONG_DOCUMENT.value
        vi, en = (rejection.vi, rejection.en) if rejection else _WRONG_SIDE
        if paper.problem is not None:
            refused, vi, en = paper.problem.code, paper.problem.vi, paper.problem.en
        await self._papers.erase(owner, received.id, who=session.id, purpose=PURPOSE)
        return "", Side(session, None, refused, vi, en)

    async def _against_papers(self, session: Session) -> list[str]:
        today = self._clock.now().astimezone(VIETNAM).date()
        documents = []
        for paper in (session.front_id, session.back_id):
            shown = await self._papers.result(
                session.organisation_id, paper or "", reveal_for=PURPOSE, who=session.id, deliver=False
            )
            documents.append(shown.document)
        front, back = documents
        if front is None or back is None:
            return ["paper.gone"]
        return list(sides.against(front, back, today=today, least_age=self._policy.least_age))

    async def _against_faces(self, session: Session) -> list[str]:
        """Codes of what speaks against it being the person of the card."""
        if not self._faces.available:
            return ["face.no_engine"]
        if not session.frames:
            return ["liveness.frames_missing"]
        frames = await self._kept_faces(session, _FRAMES)
        problems = list(judged(session.challenge, frames).problems)
        apart = await self._apart(session)
        if apart is None:
            return [*problems, "face.none_to_compare"]
        match likeness(apart, self._policy.thresholds):
            case Likeness.REVIEW:
                problems.append("face.unsure")
            case Likeness.NO_MATCH:
                problems.append("face.no_match")
        return problems

    async def _apart(self, session: Session) -> float | None:
        """The distance of the face on the card and the one that looked straight."""
        card, frames = await self._kept_faces(session, _CARD), await self._kept_faces(session, _FRAMES)
        straight = [faces for pose, faces in zip(session.challenge, frames, strict=False) if pose == STRAIGHT and faces]
        if not card or not card[0] or not straight:
            return None
        return min(distance(card[0][0].descriptor, faces[0].descriptor) for faces in straight)

    async def _keep_faces(self, owner: str, paper_id: str, part: str, faces: Sequence[Sequence[Face]]) -> None:
        data = json.dumps([[plain(face) for face in some] for some in faces]).encode()
        await self._papers.keep_part(owner, paper_id, part, data)

    async def _kept_faces(self, session: Session, part: str) -> list[list[Face]]:
        try:
            kept = await self._papers.part(session.organisation_id, session.front_id or "", part)
        except NotFound:
            return []
        return [[restored(Face, face) for face in some] for some in json.loads(kept)]

    async def _drop(self, paper_id: str | None, organisation_id: str) -> None:
        """Erase a side that another picture has replaced."""
        if paper_id is not None:
            await self._papers.erase(organisation_id, paper_id, purpose=PURPOSE)

    async def _open_session(self, organisation_id: str, id: str, *, after_front: bool = False) -> Session:
        session = await self.get(organisation_id, id)
        if session.verdict:
            raise Conflict("ekyc.settled", vi="Phiên này đã có kết quả.", en="This session has its verdict.")
        if self._clock.now() >= session.expires_at:
            raise Conflict(
                "ekyc.expired",
                vi="Phiên này đã hết hạn. Hãy mở phiên mới.",
                en="This session has expired. Open a new one.",
            )
        if after_front and session.front_id is None:
            raise _too_early("front")
        return session

    async def _change(self, session: Session, **values: Any) -> Session:
        changed = update(ekyc_sessions).where(ekyc_sessions.c.id == session.id).values(**values)

        def work(connection: Connection) -> Session:
            connection.execute(changed)
            return _session(owned(connection, ekyc_sessions, organisation_id=session.organisation_id, id=session.id))

        return await self._database.write(work)


_WRONG_SIDE = (
    "Đây không phải mặt giấy tờ cần gửi. Hãy chụp đúng mặt được yêu cầu của thẻ căn cước.",
    "This is not the side of the card that was asked for. Take a picture of the right one.",
)


def _remove(connection: Connection, *, id: str) -> None:
    connection.execute(delete(ekyc_sessions).where(ekyc_sessions.c.id == id))


def _session(row: Row[Any]) -> Session:
    values = {name: getattr(row, name) for name in Session.__dataclass_fields__}
    return Session(**values | {"challenge": tuple(row.challenge.split(",")), "reasons": tuple(row.reasons)})


def _too_early(side: str) -> Conflict:
    vi = "mặt trước" if side == "front" else "mặt sau"
    return Conflict(
        f"ekyc.{side}_first",
        vi=f"Hãy gửi {vi} của thẻ trước.",
        en=f"Send the {side} of the card first.",
    )
