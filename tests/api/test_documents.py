"""Papers over HTTP: sent, waited for or called back, hidden and shown, exported, erased, and never another's."""

from __future__ import annotations

import hashlib
import hmac
import http.server
import io
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import openpyxl
import pytest

from giong.papers import reading
from tests.papers.fakes import CARD, WORK, paper
from tests.papers.fakes import picture as picture_of
from tests.support.serving import Served, serving

NUMBER = "001099012345"
DOCUMENTS = "/api/v1/documents"


class Receiver:
    """A server that is called back; it refuses the first call."""

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, str], bytes]] = []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.calls.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(500 if len(receiver.calls) == 1 else 204)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    one = Receiver()
    yield one
    one.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, receiver: Receiver) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "WORK", WORK)
        patch.setattr("giong.papers.delivery.RETRY_S", (0.1, 0.1))
        patch.setattr("giong.papers.delivery.EVERY_S", 0.2)
        data = tmp_path_factory.mktemp("documents")
        with serving(data, upload_mb=1, webhook_hosts=[receiver.host], papers_at_once=1) as running:
            yield running


@pytest.fixture
def stranger(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url, headers={"Authorization": f"Bearer {served.stranger}"}) as one:
        yield one


def send(client: httpx.Client, data: bytes = CARD, *, wait: float = 30, key: str = "", **fields: str) -> httpx.Response:
    return client.post(
        DOCUMENTS,
        params={"wait": wait},
        data=fields,
        files={"file": ("Nguyễn Văn Ảo.jpg", data)},
        headers={"Idempotency-Key": key} if key else {},
    )


def sent(client: httpx.Client, data: bytes = CARD, **given: Any) -> dict[str, Any]:
    answer = send(client, data, **given)
    assert answer.status_code in (200, 202), answer.text
    shown: dict[str, Any] = answer.json()
    return shown


def test_a_card_is_read_while_one_waits_and_hidden(client: httpx.Client) -> None:
    answer = send(client, purpose="mở tài khoản")
    assert answer.status_code == 200
    assert NUMBER not in answer.text
    document = answer.json()
    assert (document["status"], document["kind"], document["purpose"]) == ("done", "cccd_front", "mở tài khoản")
    assert document["masked"] is True
    assert document["fields"]["id"] | {"checks": []} == {
        "value": "•••345",
        "raw": "",
        "normalised": "",
        "confidence": 0.97,
        "origin": "print",
        "page": 1,
        "boxes": [[1, 2, 30, 20]],
        "checks": [],
    }
    assert document["picture_kept"] is False  # the result is delivered
    again = client.get(f"{DOCUMENTS}/{document['id']}", params={"reveal_for": "đối chiếu"}).json()
    assert again["fields"]["id"]["value"] == NUMBER
    trail = client.get(f"{DOCUMENTS}/{document['id']}/trail").json()["items"]
    ours = [line for line in trail if line["who"] != "review"]
    assert [line["act"] for line in ours] == ["received", "picture_erased", "shown"]
    assert ours[2]["purpose"] == "đối chiếu"
    assert ours[2]["who"].startswith("test (gk_")


def test_not_waited_for_it_is_read_later_and_its_picture_is_there_until_then(client: httpx.Client) -> None:
    answer = send(client, paper("=id 001099012345", "slow 2"), wait=0)
    assert answer.status_code == 202
    path = f"{DOCUMENTS}/{answer.json()['id']}"
    while not client.get(f"{path}/trail").json()["items"] or client.get(DOCUMENTS).json()["items"][0]["status"] in (
        "waiting",
        "reading",
    ):
        time.sleep(0.05)
    picture = client.get(f"{path}/picture", params={"purpose": "kiểm tra"})
    assert (picture.content, picture.headers["content-type"]) == (picture_of("=id 001099012345"), "image/jpeg")
    assert client.get(f"{path}/picture").status_code == 422
    assert client.get(f"{path}/pages").json()["error"]["code"] == "paper.needs_purpose"
    pages = client.get(f"{path}/pages", params={"reveal_for": "đọc lại"}).json()["items"]
    assert [page["text"] for page in pages] == ["=id 001099012345", "slow 2"]
    assert client.get(f"{path}/picture", params={"purpose": "kiểm tra"}).json()["error"]["code"] == "paper.no_picture"


def test_the_same_key_is_the_same_paper(client: httpx.Client) -> None:
    first, again = sent(client, key="đơn-17".encode().hex()), sent(client, key="đơn-17".encode().hex())
    assert first["id"] == again["id"]
    assert send(client, paper("x"), key="đơn-17".encode().hex()).status_code == 409


@pytest.mark.parametrize(
    ("data", "fields", "code"),
    [
        (b"", {}, "paper.empty"),
        (paper("x", kind="secret"), {}, "paper.encrypted"),
        (CARD, {"kind": "con_meo"}, "paper.unknown_kind"),
        (CARD, {"lạ": "x"}, "request.bad_field"),
        (CARD, {"purpose": "x" * 501}, "request.bad_field"),
        (CARD, {"callback_url": "http://169.254.169.254/latest"}, "paper.callback_refused"),
        (CARD, {"callback_url": "file:///etc/passwd"}, "paper.callback_refused"),
        (CARD, {"conversation_id": "conv_x"}, "conversation.not_found"),
    ],
)
def test_what_is_refused_is_not_kept(client: httpx.Client, data: bytes, fields: dict[str, Any], code: str) -> None:
    before = client.get(DOCUMENTS).json()
    answer = send(client, data, **fields)
    assert answer.json()["error"]["code"] == code
    assert answer.status_code == (404 if code.endswith("not_found") else 422)
    assert client.get(DOCUMENTS).json() == before


def test_no_form_and_too_much(client: httpx.Client) -> None:
    assert client.post(DOCUMENTS, json={}).json()["error"]["code"] == "request.no_file"
    assert client.post(DOCUMENTS, data={"kind": "x"}).json()["error"]["code"] == "request.no_file"
    assert client.post(DOCUMENTS, files={"file": ("a.pdf", b"x" * 1_100_000)}).status_code == 413


def test_a_password_opens_what_is_locked(client: httpx.Client) -> None:
    assert sent(client, paper("x", kind="secret"), password="mở ra")["status"] == "done"


def test_a_rejected_picture_and_broken_pages(client: httpx.Client) -> None:
    rejected = sent(client, paper("x", kind="blurred"))
    assert (rejected["status"], rejected["rejection"]["reason"]) == ("rejected", "blur")
    partly = sent(client, paper("một", "?", "ba", kind="letter"))
    assert (partly["status"], partly["broken_pages"], partly["pages"]) == ("done", [2], 3)


def test_another_organisation_finds_nothing(client: httpx.Client, stranger: httpx.Client) -> None:
    id = sent(client)["id"]
    for path in ("", "/pages?reveal_for=x", "/pages", "/picture?purpose=x", "/trail", "?reveal_for=x"):
        answer = stranger.get(f"{DOCUMENTS}/{id}{path}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "paper.not_found"), path
    assert stranger.delete(f"{DOCUMENTS}/{id}").status_code == 404
    assert stranger.get(f"{DOCUMENTS}/export.xlsx", params={"id": id}).status_code == 404
    assert stranger.get(DOCUMENTS).json()["items"] == []
    assert client.get(f"{DOCUMENTS}/{id}").status_code == 200


def test_excel_hides_what_is_not_asked_for_with_a_purpose(client: httpx.Client) -> None:
    id = sent(client)["id"]
    for purpose, value in (("", "•••345"), ("báo cáo tháng", NUMBER)):
        answer = client.get(f"{DOCUMENTS}/export.xlsx", params={"id": id, "reveal_for": purpose})
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
        assert value in [cell.value for cell in sheet[2]]
    acts = [line["act"] for line in client.get(f"{DOCUMENTS}/{id}/trail").json()["items"]]
    assert acts[-1] == "exported"


def test_erased_everywhere(client: httpx.Client, served: Served) -> None:
    id = sent(client)["id"]
    assert client.delete(f"{DOCUMENTS}/{id}", params={"purpose": "khách yêu cầu"}).status_code == 204
    gone = client.get(f"{DOCUMENTS}/{id}", params={"reveal_for": "x"}).json()
    assert (gone["status"], gone["fields"], gone["rows"]) == ("erased", {}, [])
    assert not list(served.settings.data_dir.glob(f"papers/*/{id}"))


def test_the_result_is_sent_signed_again_until_it_is_taken(client: httpx.Client, receiver: Receiver) -> None:
    url = f"http://{receiver.host}/xong?x=1"
    id = sent(client, wait=0, callback_url=url, reveal_for="cập nhật hồ sơ")["id"]
    until_s = time.monotonic() + 30
    while client.get(f"{DOCUMENTS}?limit=1").json()["items"][0]["callback"] != "delivered":
        assert time.monotonic() < until_s
        time.sleep(0.05)
    assert len(receiver.calls) == 2
    headers, body = receiver.calls[1]
    key = bytes.fromhex(client.get(f"{DOCUMENTS}/signing-key").json()["key"])
    at, _, seal = headers["x-giong-signature"].partition(",v1=")
    assert seal == hmac.new(key, at.removeprefix("t=").encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["idempotency-key"] == id
    told = json.loads(body)
    assert (told["event"], told["document"]["id"]) == ("document.read", id)
    assert told["document"]["fields"]["id"]["value"] == NUMBER
    assert client.get(f"{DOCUMENTS}?limit=1").json()["items"][0]["picture_kept"] is False
    assert [line["act"] for line in client.get(f"{DOCUMENTS}/{id}/trail").json()["items"]].count("sent") == 2


def test_the_kinds_say_what_is_personal(client: httpx.Client) -> None:
    kinds = {kind["name"]: kind for kind in client.get("/api/v1/document-kinds").json()["items"]}
    fields = {field["name"]: field for field in kinds["cccd_front"]["fields"]}
    assert fields["id"]["type"] == "id"
    assert fields["id"]["personal"] is True
