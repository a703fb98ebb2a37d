"""Digest authentication (RFC 7616, RFC 8760): our answers to a challenge, and our challenge. Knows no socket.

`Guard` keeps nothing of whoever has not proved a password: its nonces are sealed with HMAC for one address and expire.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from giong.clock import now_s
from giong.telephony.sip.guesses import Guesses
from giong.telephony.sip.message import Request, Response, respond
from giong.telephony.sip.syntax import Malformed, is_token, quote, split_outside, unquote

_HASHES = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}
_UNQUOTED = frozenset(("algorithm", "qop", "nc", "stale"))
_WINDOW = 64
"""Requests of one nonce may overtake each other by this many."""


@dataclass(frozen=True)
class Credentials:
    """An account at a trunk or PBX. With a `realm`, only that one is answered."""

    user: str
    password: str = field(repr=False)
    realm: str = ""


def parse_digest(text: str) -> dict[str, str]:
    """`Digest name=value, …` → its fields by lower-case name. Raises Malformed for other schemes."""
    scheme, _, rest = text.strip().partition(" ")
    if scheme.lower() != "digest":
        raise Malformed("an authentication scheme is unknown")
    fields: dict[str, str] = {}
    for part in split_outside(rest, ","):
        name, equals, value = part.partition("=")
        if not equals or not is_token(name.strip()):
            raise Malformed("an authentication field is not one")
        fields.setdefault(name.strip().lower(), unquote(value.strip()))
    return fields


def authorisation(challenge: str, credentials: Credentials, *, method: str, uri: str, cnonce: str = "") -> str | None:
    """The Authorization value for a challenge; None if it asks for what we cannot or will not answer."""
    try:
        asked = parse_digest(challenge)
    except Malformed:
        return None
    algorithm = asked.get("algorithm", "MD5")
    offered = {word.strip().lower() for word in asked.get("qop", "").split(",")}
    other_realm = credentials.realm and credentials.realm != asked.get("realm")
    if not _hash_of(algorithm) or other_realm or not (offered & {"", "auth"}) or "nonce" not in asked:
        return None
    fields = {
        "username": credentials.user,
        "realm": asked.get("realm", ""),
        "nonce": asked["nonce"],
        "uri": uri,
        "algorithm": algorithm,
    }
    if "auth" in offered:
        fields |= {"qop": "auth", "cnonce": cnonce or secrets.token_hex(8), "nc": "00000001"}
    fields["response"] = _proof(fields, credentials.password, method)
    if "opaque" in asked:
        fields["opaque"] = asked["opaque"]
    return "Digest " + _rendered(fields)


def authorised(request: Request, refusal: Response, credentials: Credentials) -> Request | None:
    """The request with an answer to the strongest challenge of a 401 or 407; None if there is none for us."""
    asked, answered = (
        ("WWW-Authenticate", "Authorization")
        if refusal.status == 401
        else ("Proxy-Authenticate", "Proxy-Authorization")
    )
    for challenge in sorted(refusal.headers.all(asked), key=_strength, reverse=True):
        answer = authorisation(challenge, credentials, method=request.method, uri=str(request.uri))
        if answer:
            headers = request.headers.without(answered).with_(answered, answer)
            return Request(request.method, request.uri, headers, request.body)
    return None


def is_stale(refusal: Response) -> bool:
    """Whether only the nonce was too old, and the password is right."""
    challenges = (*refusal.headers.all("WWW-Authenticate"), *refusal.headers.all("Proxy-Authenticate"))
    return any(_field(challenge, "stale").lower() == "true" for challenge in challenges)


@dataclass(frozen=True)
class Verdict:
    """`user` has proved who they are; without one `refusal` is to be sent."""

    user: str = ""
    refusal: Response | None = None


@dataclass
class _Uses:
    """Which counts of a nonce were seen: the highest, and a bit for each of those below it."""

    highest: int = 0
    seen: int = 0

    def accept(self, count: int) -> bool:
        """False for a count that was used before, or is too old to tell."""
        ahead = count - self.highest
        if ahead > 0:
            self.seen = ((self.seen << min(ahead, _WINDOW)) | 1) & ((1 << _WINDOW) - 1)
            self.highest = count
            return True
        if -ahead >= _WINDOW or self.seen >> -ahead & 1:
            return False
        self.seen |= 1 << -ahead
        return True


class Guard:
    """Lets in who knows a password. `password_of` gives None for unknown accounts, which are refused in the same words
    and as slowly as known ones. MD5 alone is offered unless told otherwise: common telephones (baresip 1.0 among them)
    give up when they see another algorithm beside it.
    """

    NONCE_S = 300.0
    NONCES = 50_000

    def __init__(
        self,
        realm: str,
        password_of: Callable[[str], str | None],
        *,
        guesses: Guesses | None = None,
        algorithms: Sequence[str] = ("MD5",),
        now: Callable[[], float] = now_s,
    ) -> None:
        self._realm = realm
        self._password_of = password_of
        self._guesses = guesses or Guesses(now=now)
        self._algorithms = tuple(algorithms)
        self._now = now
        self._secret = secrets.token_bytes(32)
        self._uses: OrderedDict[str, _Uses] = OrderedDict()
        self._forgotten_until_s = float("-inf")

    def check(self, request: Request, source: str) -> Verdict:
        """Whether the request from the address `source` proves an account of ours."""
        answers = [answer for text in request.headers.all("Authorization") if (answer := self._ours(text))]
        if not answers:
            return self._challenge(request, source)
        answer = answers[0]
        issued_s = self._issued_s(answer.get("nonce", ""), source)
        if issued_s is None or not self._forgotten_until_s < issued_s > self._now() - self.NONCE_S:
            return self._challenge(request, source, stale=True)
        return self._judge(request, source, answer)

    def _judge(self, request: Request, source: str, answer: dict[str, str]) -> Verdict:
        account = answer.get("username", "")
        wait_s = self._guesses.wait_s(source, account)
        if wait_s > 0:
            return Verdict(refusal=respond(request, 403, headers=[("Retry-After", str(int(wait_s) + 1))]))
        if not self._proves(request, answer):
            self._guesses.wrong(source, account)
            return self._challenge(request, source)
        if not self._first_use(answer):
            return self._challenge(request, source, stale=True)
        self._guesses.right(source, account)
        return Verdict(user=account)

    def _proves(self, request: Request, answer: dict[str, str]) -> bool:
        """The `uri` may differ from the request's: proxies on the way rewrite that (RFC 3261 §22.4)."""
        password = self._password_of(answer.get("username", ""))
        expected = _proof(answer, secrets.token_hex(16) if password is None else password, request.method)
        given = answer.get("response", "").lower().encode("utf-8", "replace")
        return hmac.compare_digest(expected.encode(), given) and password is not None

    def _first_use(self, answer: dict[str, str]) -> bool:
        """Whether this count of this nonce is new. Without a count (RFC 2069) a nonce is good for one request."""
        nonce = answer["nonce"]
        try:
            count = int(answer["nc"], 16) if "qop" in answer else 1
        except (KeyError, ValueError):
            return False
        uses = self._uses.setdefault(nonce, _Uses())
        if len(self._uses) > self.NONCES:
            oldest, _ = self._uses.popitem(last=False)
            self._forgotten_until_s = max(self._forgotten_until_s, _stamp_s(oldest))
        return count > 0 and uses.accept(count)

    def _ours(self, text: str) -> dict[str, str] | None:
        """The fields of an answer to a challenge like ours."""
        try:
            answer = parse_digest(text)
        except Malformed:
            return None
        known = answer.get("algorithm", "MD5").upper() in self._algorithms
        return answer if known and answer.get("realm") == self._realm and answer.get("qop", "auth") == "auth" else None

    def _challenge(self, request: Request, source: str, *, stale: bool = False) -> Verdict:
        nonce = self._nonce(source)
        headers = []
        for algorithm in self._algorithms:
            fields = {"realm": self._realm, "nonce": nonce, "algorithm": algorithm, "qop": '"auth"'}
            if stale:
                fields["stale"] = "true"
            headers.append(("WWW-Authenticate", "Digest " + _rendered(fields)))
        return Verdict(refusal=respond(request, 401, headers=headers))

    def _nonce(self, source: str) -> str:
        body = f"{int(self._now() * 1000):x}.{secrets.token_hex(8)}"
        return f"{body}.{self._seal(body, source)}"

    def _issued_s(self, nonce: str, source: str) -> float | None:
        """When we made this nonce for that address; None if we did not."""
        body, _, seal = nonce.rpartition(".")
        if not hmac.compare_digest(self._seal(body, source).encode(), seal.encode("utf-8", "replace")):
            return None
        return _stamp_s(nonce)

    def _seal(self, body: str, source: str) -> str:
        sealed = f"{body} {source}".encode("utf-8", "replace")
        return hmac.new(self._secret, sealed, hashlib.sha256).hexdigest()[:24]


def _stamp_s(nonce: str) -> float:
    return int(nonce.partition(".")[0], 16) / 1000


def _hash_of(algorithm: str) -> str | None:
    return _HASHES.get(algorithm.upper().removesuffix("-SESS"))


def _strength(challenge: str) -> int:
    algorithm = _field(challenge, "algorithm") or "MD5"
    return tuple(_HASHES).index(name) if (name := algorithm.upper().removesuffix("-SESS")) in _HASHES else -1


def _field(challenge: str, name: str) -> str:
    try:
        return parse_digest(challenge).get(name, "")
    except Malformed:
        return ""


def _proof(fields: dict[str, str], password: str, method: str) -> str:
    """RFC 7616 §3.4.1."""
    algorithm = fields.get("algorithm", "MD5")
    name = _hash_of(algorithm) or "md5"

    def digest(text: str) -> str:
        return hashlib.new(name, text.encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()

    secret = digest(f"{fields.get('username', '')}:{fields.get('realm', '')}:{password}")
    if algorithm.upper().endswith("-SESS"):
        secret = digest(f"{secret}:{fields.get('nonce', '')}:{fields.get('cnonce', '')}")
    asked = digest(f"{method}:{fields.get('uri', '')}")
    middle = [fields.get("nonce", "")]
    if "qop" in fields:
        middle += [fields.get("nc", ""), fields.get("cnonce", ""), fields["qop"]]
    return digest(":".join((secret, *middle, asked)))


def _rendered(fields: dict[str, str]) -> str:
    return ", ".join(f"{name}={value if name in _UNQUOTED else quote(value)}" for name, value in fields.items())
