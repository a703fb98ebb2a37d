"""Photos of papers through every door that takes them: a chat, OpenAI's shape and FPT.AI's."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest

from tests.papers.fakes import paper
from tests.support.reading import reading
from tests.support.serving import Served

CARD = paper(
    "=id 001188004567", "=name LÊ THỊ HẠNH", "=dob 15/08/1988", "=address Ngõ 15, P. Hoa Sữa, Q. Ba Đình, Hà Nội"
)
BLURRED = paper("x", kind="blurred")


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with reading(tmp_path_factory.mktemp("photos"), photo_mb=1) as running:
        yield running


@pytest.fixture
def visitor(ward: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=ward.url, timeout=30) as one:
        yield one


class Visit:
    """A customer's chat over HTTP."""

    def __init__(self, client: httpx.Client) -> None:
        opened = client.post("/api/v1/public/conversations", json={"assistant": "phuong"}).json()
        self.id, self._client = opened["id"], client
        self._headers = {"Authorization": f"Bearer {opened['token']}"}
        self._seen = 0
        self._answer()

    def send(self, photo: bytes) -> httpx.Response:
        files = {"file": ("card.jpg", photo)}
        return self._client.post(f"/api/v1/conversations/{self.id}/photos", files=files, headers=self._headers)

    def say(self, text: str = "", *photos: str) -> httpx.Response:
        body = {"text": text, "photos": photos}
        return self._client.post(f"/api/v1/conversations/{self.id}/messages", json=body, headers=self._headers)

    def answered(self, text: str = "", *photos: str) -> str:
        assert self.say(text, *photos).status_code == 202
        return self._answer()

    def _answer(self) -> str:
        path = f"/api/v1/conversations/{self.id}/events"
        events = self._client.get(path, params={"after": self._seen, "wait_s": 30}, headers=self._headers).json()[
            "items"
        ]
        self._seen = events[-1]["number"]
        self.last: list[dict[str, Any]] = [event["piece"] for event in events if event.get("piece")]
        return " ".join(piece["text"] for piece in self.last)


def test_a_chat_asks_for_a_photo_again_and_goes_on_with_what_it_says(visitor: httpx.Client) -> None:
    visit = Visit(visitor)
    assert "mặt trước thẻ căn cước" in visit.answered("tôi muốn khai báo tạm trú")
    assert visit.last[-1]["wants_photo"]
    assert "nhoè" in visit.answered("", visit.send(BLURRED).json()["id"])
    answer = visit.answered("", visit.send(CARD).json()["id"])
    assert "Lê" not in answer.replace("LÊ … HẠNH", "")
    assert "••••••••4567" in answer
    assert "tạm trú ở địa chỉ nào" in answer


def test_a_photo_belongs_to_the_conversation_that_it_was_sent_in(visitor: httpx.Client) -> None:
    mine, other = Visit(visitor), Visit(visitor)
    photo = mine.send(CARD).json()["id"]
    refused = other.say("", photo)
    assert refused.status_code == 404
    assert refused.json()["error"]["code"] == "paper.not_found"


def test_what_is_no_photo_is_refused_at_the_door(visitor: httpx.Client) -> None:
    visit = Visit(visitor)
    assert visit.send(b"").status_code == 422
    assert visit.send(b"x" * 3_000_000).status_code == 413
    assert visit.say("").status_code == 422
    assert visit.say("", "paper_x", "paper_y").status_code == 422
    assert httpx.post(f"{visitor.base_url}/api/v1/conversations/{visit.id}/photos").status_code == 401


def _with_picture(text: str, data: bytes, url: str = "") -> dict[str, Any]:
    image = url or f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
    return {
        "role": "user",
        "content": [{"type": "text", "text": text}, {"type": "image_url", "image_url": {"url": image}}],
    }


def test_the_openai_client_sends_a_picture(ward: Served) -> None:
    sdk = openai.OpenAI(base_url=f"{ward.url}/v1", api_key=ward.key, max_retries=0)
    messages: list[Any] = [_with_picture("giấy của tôi đây", CARD)]
    answer = sdk.chat.completions.create(model="phuong", messages=messages).choices[0].message.content or ""
    assert "••••••••4567" in answer
    assert "001188004567" not in answer

    messages += [{"role": "assistant", "content": answer}, {"role": "user", "content": "tôi muốn khai báo tạm trú"}]
    answer = sdk.chat.completions.create(model="phuong", messages=messages).choices[0].message.content or ""
    assert "tạm trú ở địa chỉ nào" in answer
    streamed = sdk.chat.completions.create(model="phuong", messages=[_with_picture("", CARD)], stream=True)  # type: ignore[list-item]
    assert "4567" in "".join(chunk.choices[0].delta.content or "" for chunk in streamed if chunk.choices)


def test_pictures_are_not_fetched_unless_that_is_allowed(ward: Served) -> None:
    sdk = openai.OpenAI(base_url=f"{ward.url}/v1", api_key=ward.key, max_retries=0)
    with pytest.raises(openai.PermissionDeniedError) as refused:
        sdk.chat.completions.create(model="phuong", messages=[_with_picture("", b"", "http://127.0.0.1/a.jpg")])  # type: ignore[list-item]
    assert refused.value.code == "picture.no_fetching"


class FptClient:
    """Sends as FPT.AI's own samples do."""

    def __init__(self, served: Served, header: str = "api-key") -> None:
        self._client = httpx.Client(base_url=served.url, headers={header: served.key}, timeout=60)

    def read(self, paper: str, **form: Any) -> dict[str, Any]:
        image = form.pop("image", None)
        files = {"image": ("card.jpg", image, "image/jpeg")} if image is not None else None
        data = form or ({"_": ""} if files is None else None)
        answer: dict[str, Any] = self._client.post(f"/vision/{paper}/vnm", data=data, files=files).json()
        return answer


@pytest.mark.parametrize("header", ["api-key", "api_key"])
def test_an_fpt_client_reads_a_card(ward: Served, header: str) -> None:
    answer = FptClient(ward, header).read("idr", image=CARD)
    assert (answer["errorCode"], answer["errorMessage"]) == (0, "")
    card = answer["data"][0]
    assert (card["id"], card["id_prob"]) == ("001188004567", "97.00")
    assert (card["doe"], card["doe_prob"]) == ("N/A", "N/A")
    assert (card["type"], card["type_new"]) == ("new", "cccd_12_front")
    entities = {"province": "Hà Nội", "district": "Q. Ba Đình", "ward": "P. Hoa Sữa", "street": "Ngõ 15"}
    assert card["address_entities"] == entities
    assert card["overall_score"] == "97.00"


def test_an_fpt_client_sends_base64_and_the_path_may_end_in_a_slash(ward: Served) -> None:
    fpt = FptClient(ward)
    encoded = base64.b64encode(CARD).decode()
    assert fpt.read("idr", image_base64=encoded)["data"][0]["name"] == "LÊ THỊ HẠNH"
    licence = paper("=class B2", kind="driving_licence")
    with httpx.Client(base_url=ward.url, headers={"api-key": ward.key}, timeout=60) as client:
        answer = client.post("/vision/dlr/vnm/", files={"image": licence}).json()
    assert answer["data"][0]["class"] == "B2"


@pytest.mark.parametrize(
    ("paper", "form", "code"),
    [
        ("idr", {}, 1),
        ("idr", {"image": BLURRED}, 3),
        ("passport", {"image": CARD}, 3),
        ("idr", {"image": b""}, 7),
        ("idr", {"image_url": " "}, 5),
        ("idr", {"image_url": "http://169.254.169.254/a.jpg"}, 6),
        ("idr", {"image_base64": " "}, 9),
        ("idr", {"image_base64": "không phải"}, 10),
    ],
)
def test_fpt_error_codes(ward: Served, paper: str, form: dict[str, Any], code: int) -> None:
    answer = FptClient(ward).read(paper, **form)
    assert answer["errorCode"] == code
    assert answer["errorMessage"]
    assert set(answer) == {"errorCode", "errorMessage", "data"}


def test_the_quality_check_of_fpt(ward: Served) -> None:
    fpt = FptClient(ward)
    final = fpt.read("idr-qual", image=BLURRED)["data"][0]["final_result"]
    assert final["blurLikelihood"] == "likely"
    assert set(final.values()) == {"likely", "unlikely"}
    failed = fpt._client.post("/vision/idr/vnm?quality_check=1", files={"image": BLURRED}).json()
    assert failed["errorCode"] == 3
    assert failed["data"][0]["final_result"]["blurLikelihood"] == "likely"


def test_a_stranger_reads_nothing(ward: Served) -> None:
    answer = httpx.post(f"{ward.url}/vision/idr/vnm", files={"image": CARD})
    assert (answer.status_code, answer.json()["errorCode"]) == (401, 1)
