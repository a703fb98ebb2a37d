"""Offer and answer (RFC 3264): two descriptions become one agreement on the sound of a call. Knows no SIP message and
no socket.

One `Negotiation` lives as long as its call, because what was said before binds what may be said later: the streams keep
their number and order, the version grows, and a codec once agreed on is kept while it is still offered.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from typing import Literal

from giong.errors import BadInput
from giong.telephony import sdp
from giong.telephony.rtp.media import Media, SrtpKeys
from giong.telephony.sdp import Crypto, Description, Format, Section

Srtp = Literal["off", "offered", "required"]

_OURS = (
    Format(8, "PCMA", 8000),
    Format(0, "PCMU", 8000),
    Format(9, "G722", 8000),
    Format(111, "opus", 48_000, 2, "useinbandfec=1;stereo=0;sprop-stereo=0"),
)
_EVENTS = {8000: 101, 48_000: 110}  # clock rate → payload type of our own telephone events
_KEYS = "telephone-event"
_PTIME_MS = 20
_PLAIN, _SECURE = ("RTP/AVP", "RTP/AVPF"), ("RTP/SAVP", "RTP/SAVPF")
_SUITES = ("AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32")
_KEY_OCTETS = 30


@dataclass(frozen=True)
class Terms:
    """What we can do with sound; the codecs in the order in which we offer them."""

    codecs: tuple[str, ...] = ("PCMA", "PCMU")
    srtp: Srtp = "off"

    def formats(self) -> tuple[Format, ...]:
        by_name = {one.name.upper(): one for one in _OURS}
        return tuple(by_name[name.upper()] for name in self.codecs if name.upper() in by_name)


class NotAcceptable(BadInput):
    """Nothing that is offered can be used here."""


class Negotiation:
    """Our side. `offer` is followed by `conclude`; `answer` stands alone. What is refused changes nothing."""

    def __init__(self, *, host: str, port: int, terms: Terms) -> None:
        self.media: Media | None = None
        """What holds now."""
        self.holding = False
        """Whether we have put the other side on hold; told with the next offer or answer."""
        self._secure = False
        self._port = port
        self._terms = terms
        self._key = secrets.token_bytes(_KEY_OCTETS)
        self._ours = Description(secrets.randbits(48), 0, host)
        self._audio = 0  # which of the streams is the call's

    def offer(self) -> bytes:
        """What we would like; streams refused earlier stay refused."""
        formats = self._terms.formats()
        events = [
            Format(_EVENTS[rate], _KEYS, rate, parameters="0-15") for rate in sorted({f.rate_hz for f in formats})
        ]
        wanted = self._section(
            _SECURE[0] if self._insists() else _PLAIN[0],
            (*formats, *events),
            direction="sendonly" if self.holding else "sendrecv",
            cryptos=[Crypto(tag, suite, "") for tag, suite in enumerate(_SUITES, 1)] if self._encrypts() else [],
        )
        refused = [sdp.refused(section) for section in self._ours.sections]
        return self._say((*refused[: self._audio], wanted, *refused[self._audio + 1 :]))

    def conclude(self, body: bytes) -> Media:
        """The other side's answer to our offer. Raises `NotAcceptable` or `sdp.unreadable`."""
        sections = sdp.parse(body).sections
        theirs = sections[self._audio] if self._audio < len(sections) else None
        ours = self._ours.sections[self._audio]
        if theirs is None or not theirs.port or not self._takes(theirs):
            raise _not_acceptable()
        coding = next((one for one in theirs.codings() if any(one.is_like(own) for own in ours.codings())), None)
        if coding is None or coding.name == _KEYS:
            raise _not_acceptable()
        crypto = self._chosen_crypto(theirs)
        self.media = self._agreed(theirs, coding, crypto)
        return self.media

    def answer(self, body: bytes) -> bytes:
        """Our answer to an offer; `media` then holds. Raises `NotAcceptable` or `sdp.unreadable`."""
        sections = sdp.parse(body).sections
        at = next((at for at, theirs in enumerate(sections) if self._usable(theirs)), None)
        coding = self._choice(sections[at]) if at is not None else None
        if at is None or coding is None:
            raise _not_acceptable()
        theirs = sections[at]
        crypto = self._chosen_crypto(theirs)
        media = self._agreed(theirs, coding, crypto)
        events = [one for one in theirs.codings() if one.payload_type == media.dtmf_payload_type]
        accepted = self._section(
            theirs.transport,
            (coding, *events),
            direction=_direction(sends=media.sends, receives=media.receives),
            cryptos=[crypto] if crypto else [],
            mux=media.rtcp_mux,
        )
        refused = [sdp.refused(section) for section in sections]
        answered = self._say((*refused[:at], accepted, *refused[at + 1 :]))
        self._audio, self.media = at, media
        return answered

    def insist(self) -> bool:
        """Offer nothing but encrypted sound from now on, as some devices want it; False where that is no change."""
        changed = self._terms.srtp == "offered" and not self._secure
        self._secure = changed or self._secure
        return changed

    def _insists(self) -> bool:
        """Whether plain sound is out of the question: a call that is encrypted stays so."""
        encrypted = self.media is not None and self.media.keys is not None
        return self._terms.srtp == "required" or self._secure or encrypted

    def _encrypts(self) -> bool:
        """Whether keys are offered: a call that is plain stays so."""
        return self._insists() or (self._terms.srtp == "offered" and self.media is None)

    def _say(self, sections: tuple[Section, ...]) -> bytes:
        self._ours = self._ours.later(sections)
        return sdp.render(self._ours)

    def _section(
        self,
        transport: str,
        formats: tuple[Format, ...],
        *,
        direction: str,
        cryptos: list[Crypto],
        mux: bool = False,
    ) -> Section:
        inline = base64.b64encode(self._key).decode()
        attributes: list[tuple[str, str]] = [pair for one in formats for pair in sdp.rtpmap(one)]
        attributes += [("crypto", f"{one.tag} {one.suite} inline:{inline}") for one in cryptos]
        attributes += [("ptime", str(_PTIME_MS)), *([("rtcp-mux", "")] if mux else []), (direction, "")]
        return Section(
            "audio", self._port, transport, tuple(str(f.payload_type) for f in formats), "", tuple(attributes)
        )

    def _usable(self, theirs: Section) -> bool:
        return theirs.kind == "audio" and theirs.port > 0 and self._takes(theirs) and self._choice(theirs) is not None

    def _takes(self, theirs: Section) -> bool:
        """Whether the stream is as secret as we ask, and no more than we can, and at an address that we can reach."""
        if theirs.host and (":" in theirs.host) != (":" in self._ours.host):
            return False
        if self._chosen_crypto(theirs):
            return True
        return theirs.transport in _PLAIN and self._terms.srtp != "required"

    def _chosen_crypto(self, theirs: Section) -> Crypto | None:
        """The first of their keys that we can use; none where encryption is off."""
        if self._terms.srtp == "off" or theirs.transport not in (*_PLAIN, *_SECURE):
            return None
        return next((one for one in theirs.crypto if one.suite in _SUITES and _master(one)), None)

    def _choice(self, theirs: Section) -> Format | None:
        """The codec in use while it is still offered, else the first of theirs that we have."""
        usable = [one for one in theirs.codings() if any(one.is_like(own) for own in self._terms.formats())]
        used = self.media.codec if self.media else ""
        return next((one for one in usable if one.name.upper() == used.upper()), usable[0] if usable else None)

    def _agreed(self, theirs: Section, coding: Format, crypto: Crypto | None) -> Media:
        they_hear = theirs.direction in ("sendrecv", "recvonly") and theirs.host not in ("", sdp.HELD_HOST, "::")
        they_speak = theirs.direction in ("sendrecv", "sendonly")
        mux = theirs.value("rtcp-mux") is not None
        return Media(
            remote=(theirs.host or sdp.HELD_HOST, theirs.port),
            codec=coding.name if coding.name == "opus" else coding.name.upper(),
            payload_type=coding.payload_type,
            dtmf_payload_type=_events(theirs, coding),
            sends=they_hear,
            receives=they_speak and not self.holding,
            ptime_ms=theirs.ptime_ms or _PTIME_MS,
            keys=SrtpKeys(crypto.suite, ours=self._key, theirs=_master(crypto)) if crypto else None,
            rtcp_mux=mux,
            remote_rtcp=(theirs.host, theirs.rtcp_port) if theirs.host and theirs.value("rtcp") and not mux else None,
        )


def _events(theirs: Section, coding: Format) -> int | None:
    """Keys travel at the clock of the sound (RFC 4733, 2.1); some devices know only 8000 Hz."""
    events = {one.rate_hz: one.payload_type for one in theirs.codings() if one.name.lower() == _KEYS}
    return events.get(coding.rate_hz, events.get(8000))


def _direction(*, sends: bool, receives: bool) -> str:
    if sends:
        return "sendrecv" if receives else "sendonly"
    return "recvonly" if receives else "inactive"


def _master(crypto: Crypto) -> bytes:
    """Their key and salt; empty if it is none."""
    try:
        octets = base64.b64decode(crypto.inline, validate=True)
    except ValueError:
        return b""
    return octets if len(octets) == _KEY_OCTETS else b""


def _not_acceptable() -> NotAcceptable:
    return NotAcceptable(
        "sdp.not_acceptable",
        vi="Bên kia không đưa ra cách truyền âm nào dùng được ở đây: bật PCMA hoặc PCMU trên thiết bị hay tổng đài.",
        en="The other side offers no sound that can be used here: switch on PCMA or PCMU in the device or PBX.",
    )
