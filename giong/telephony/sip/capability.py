"""What this endpoint can do, as it tells others, and the refusal of what it cannot (RFC 3261 §8.2). Knows no state."""

from __future__ import annotations

from dataclasses import dataclass

from giong.telephony.sip.message import Request

METHODS = (
    *("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "INFO", "UPDATE", "PRACK"),
    *("REFER", "NOTIFY", "REGISTER"),
)
_KNOWN_METHODS = frozenset((*METHODS, "SUBSCRIBE", "MESSAGE", "PUBLISH"))
_SCHEMES = frozenset(("sip", "sips", "tel"))
_SESSION_METHODS = frozenset(("INVITE", "UPDATE", "PRACK"))


@dataclass(frozen=True)
class Capability:
    """Methods, extensions and content that are understood."""

    methods: tuple[str, ...] = METHODS
    extensions: tuple[str, ...] = ("100rel", "timer", "replaces")
    bodies: tuple[str, ...] = ("application/sdp", "multipart/mixed")

    def headers(self) -> tuple[tuple[str, str], ...]:
        """Allow and Supported, which go with every INVITE and its answers."""
        return ("Allow", ", ".join(self.methods)), ("Supported", ", ".join(self.extensions))

    def told(self) -> tuple[tuple[str, str], ...]:
        """All of it, the answer to OPTIONS."""
        return (
            *self.headers(),
            ("Accept", ", ".join(self.bodies)),
            ("Accept-Encoding", "identity"),
            ("Accept-Language", "vi, en"),
        )


@dataclass(frozen=True)
class Objection:
    """Why a request is refused before anybody looks at what it is about."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()


def objection(request: Request, capability: Capability) -> Objection | None:
    """The first thing about a request that is beyond us; None if all is well."""
    if request.method not in capability.methods:
        known = request.method in _KNOWN_METHODS
        return Objection(405 if known else 501, (("Allow", ", ".join(capability.methods)),))
    if request.uri.scheme not in _SCHEMES:
        return Objection(416)
    if request.method in ("ACK", "CANCEL"):
        return None
    beyond = request.headers.tokens("Require") - set(capability.extensions)
    if beyond:
        return Objection(420, (("Unsupported", ", ".join(sorted(beyond))),))
    return _about_content(request, capability)


def _about_content(request: Request, capability: Capability) -> Objection | None:
    if request.headers.tokens("Content-Encoding") - {"identity"}:
        return Objection(415, (("Accept-Encoding", "identity"),))
    if request.method not in _SESSION_METHODS:
        return None
    if request.body and not _is_session(request.content_type):
        return Objection(415, (("Accept", ", ".join(capability.bodies)),))
    if request.method == "INVITE" and not _takes_session(request.headers.all("Accept")):
        return Objection(406)
    return None


def _is_session(content_type: str) -> bool:
    return content_type == "application/sdp" or content_type.startswith("multipart/")


def _takes_session(accepted: tuple[str, ...]) -> bool:
    """Whether somebody who sends these Accept values could take our session description."""
    ranges = {value.partition(";")[0].strip().lower() for value in accepted}
    return not ranges or bool(ranges & {"application/sdp", "application/*", "*/*"})
