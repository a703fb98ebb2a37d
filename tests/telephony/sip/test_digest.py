"""Digest both ways: known answers of the RFCs, nonces that expire, answers that are used twice, guessing."""

from __future__ import annotations

import hashlib
import logging

import pytest

from giong.telephony.sip.digest import Credentials, Guard, Verdict, authorisation, authorised, is_stale, parse_digest
from giong.telephony.sip.guesses import Guesses, Patience
from giong.telephony.sip.message import Request, Response, parse
from tests.telephony.sip.torture import request

PASSWORD = "mật khẩu"
HERE, THERE = "10.0.0.5", "10.9.9.9"


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.s = 1000.0

    def __call__(self) -> float:
        return self.s


def asked(method: str = "REGISTER") -> Request:
    message = parse(request(method))
    assert isinstance(message, Request)
    return message


def guard(watch: Watch, **options: object) -> Guard:
    return Guard("gióng", {"an": PASSWORD, "binh": PASSWORD}.get, now=watch, **options)  # type: ignore[arg-type]


def challenge(judge: Guard, source: str = HERE) -> Response:
    refusal = judge.check(asked(), source).refusal
    assert refusal is not None
    assert refusal.status == 401
    return refusal


def answer(refusal: Response, *, user: str = "an", password: str = PASSWORD) -> Request:
    answered = authorised(asked(), refusal, Credentials(user, password))
    assert answered is not None
    return answered


def outcome(verdict: Verdict) -> str:
    """The user; else the status, and whether only the nonce was too old."""
    if verdict.refusal is None:
        return verdict.user
    return f"{verdict.refusal.status}{' stale' if is_stale(verdict.refusal) else ''}"


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_example_of_rfc_7616_comes_out(algorithm: str, response: str) -> None:
    text = (
        'Digest realm="http-auth@example.org", qop="auth, auth-int", '
        f'algorithm={algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
        'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
    )
    cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    given = authorisation(
        text, Credentials("Mufasa", "Circle of Life"), method="GET", uri="/dir/index.html", cnonce=cnonce
    )

    assert given is not None
    assert parse_digest(given)["response"] == response


def test_the_old_kind_without_qop_is_answered() -> None:
    given = authorisation('Digest realm="r", nonce="n"', Credentials("an", "p"), method="INVITE", uri="sip:x@y")

    first = hashlib.md5(b"an:r:p").hexdigest()
    second = hashlib.md5(b"INVITE:sip:x@y").hexdigest()
    assert given is not None
    assert parse_digest(given)["response"] == hashlib.md5(f"{first}:n:{second}".encode()).hexdigest()


@pytest.mark.parametrize(
    "text", ['Basic realm="r"', 'Digest realm="r"', 'Digest realm="r", nonce="n", qop="auth-int"', 'Digest nonce="', ""]
)
def test_what_we_cannot_answer_is_left(text: str) -> None:
    assert authorisation(text, Credentials("an", "p"), method="INVITE", uri="sip:x@y") is None


def test_the_stronger_challenge_is_answered() -> None:
    both = guard(Watch(), algorithms=("MD5", "SHA-256"))

    answered = answer(challenge(both))

    assert "algorithm=SHA-256" in (answered.headers.get("Authorization") or "")
    assert both.check(answered, HERE).user == "an"


def test_another_realm_is_not_given_our_password() -> None:
    refusal = challenge(guard(Watch()))

    assert authorised(asked(), refusal, Credentials("an", PASSWORD, realm="elsewhere")) is None


def test_the_right_password_is_let_in_once_for_each_count() -> None:
    judge = guard(Watch())
    answered = answer(challenge(judge))

    assert outcome(judge.check(answered, HERE)) == "an"
    assert outcome(judge.check(answered, HERE)) == "401 stale"


def counted(refusal: Response, count: str) -> Request:
    """An answer with that nonce count, its proof made by hand."""
    nonce = parse_digest(refusal.headers.get("WWW-Authenticate") or "")["nonce"]
    first = hashlib.md5(f"an:gióng:{PASSWORD}".encode()).hexdigest()
    second = hashlib.md5(b"REGISTER:sip:x").hexdigest()
    proof = hashlib.md5(f"{first}:{nonce}:{count}:c:auth:{second}".encode()).hexdigest()
    text = (
        f'Digest username="an", realm="gióng", nonce="{nonce}", uri="sip:x", qop=auth, nc={count}, cnonce="c", '
        f'response="{proof}"'
    )
    plain = asked()
    return Request(plain.method, plain.uri, plain.headers.with_("Authorization", text))


def test_counts_may_overtake_each_other_and_none_holds_twice() -> None:
    judge = guard(Watch())
    refusal = challenge(judge)

    seen = [outcome(judge.check(counted(refusal, f"{count:08x}"), HERE)) for count in (1, 3, 2, 3, 2, 100, 4, 100, 0)]

    stale = "401 stale"
    assert seen == ["an", "an", "an", stale, stale, "an", stale, stale, stale]


def test_a_nonce_expires_and_is_for_one_address() -> None:
    watch = Watch()
    judge = guard(watch)
    answered = answer(challenge(judge))

    assert outcome(judge.check(answered, THERE)) == "401 stale"
    watch.s += 301
    assert outcome(judge.check(answered, HERE)) == "401 stale"


def test_a_nonce_that_we_did_not_make_is_none() -> None:
    forged = answer(challenge(guard(Watch())))

    assert outcome(guard(Watch()).check(forged, HERE)) == "401 stale"


@pytest.mark.parametrize("user", ["an", "nobody"])
def test_a_wrong_password_and_an_unknown_account_are_told_the_same(user: str) -> None:
    judge = guard(Watch())

    assert outcome(judge.check(answer(challenge(judge), user=user, password="sai"), HERE)) == "401"


def test_an_answer_that_is_none_is_challenged() -> None:
    judge = guard(Watch())
    plain = asked()
    for text in ("NoOneKnowsThisScheme opaque-data=here", 'Digest username="', "Digest", 'Digest realm="gióng"'):
        odd = Request(plain.method, plain.uri, plain.headers.with_("Authorization", text))
        assert outcome(judge.check(odd, HERE)).startswith("401")


def test_who_guesses_must_wait_and_the_log_names_them_without_the_password(caplog: pytest.LogCaptureFixture) -> None:
    watch = Watch()
    judge = guard(watch)
    with caplog.at_level(logging.WARNING):
        for _ in range(5):
            judge.check(answer(challenge(judge), password="đoán mò"), HERE)

    assert outcome(judge.check(answer(challenge(judge)), HERE)) == "403"
    assert outcome(judge.check(answer(challenge(judge), user="binh"), HERE)) == "binh"
    assert outcome(judge.check(answer(challenge(judge, THERE)), THERE)) == "an"
    watch.s += 16
    assert outcome(judge.check(answer(challenge(judge)), HERE)) == "an"
    assert "'an' from 10.0.0.5, 5 times" in caplog.text
    assert "đoán" not in caplog.text


def test_waits_double_up_to_their_limit_and_are_forgotten_in_peace() -> None:
    watch = Watch()
    guesses = Guesses(Patience(for_account=2, first_wait_s=10, longest_wait_s=35, memory_s=1000), now=watch)
    waits = []
    for _ in range(5):
        guesses.wrong(HERE, "an")
        waits.append(guesses.wait_s(HERE, "an"))

    assert waits == [0, 10, 20, 35, 35]
    watch.s += 1001
    guesses.wrong(HERE, "an")
    assert guesses.wait_s(HERE, "an") == 0


def test_trying_many_accounts_makes_the_whole_address_wait() -> None:
    guesses = Guesses(Patience(for_address=20), now=Watch())
    for number in range(20):
        guesses.wrong(HERE, f"user{number}")

    assert guesses.wait_s(HERE, "user99") > 0
    assert guesses.wait_s(THERE, "user1") == 0


def test_what_is_remembered_is_bounded() -> None:
    guesses = Guesses(Patience(remembered=100), now=Watch())
    for number in range(1000):
        guesses.wrong(f"10.0.{number // 250}.{number % 250}", "an")

    assert len(guesses._counts) <= 101


def test_passwords_do_not_show() -> None:
    assert "bí mật" not in repr(Credentials("an", "bí mật"))
