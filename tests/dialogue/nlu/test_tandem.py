"""A trained model beside the examples of an assistant, from its folder to its answers."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from giong.conversations.staff import Staff
from giong.conversations.versions import Versions
from giong.dialogue.assistant import Assistant
from giong.dialogue.folder.problems import BadFolder
from giong.dialogue.folder.reading import UNDERSTANDING, read_assistant
from giong.dialogue.mind import Mind, train
from giong.dialogue.nlu.tandem import AT_MOST_STRANGE, Tandem
from giong.dialogue.nlu.trained.ensemble import fit
from giong.dialogue.nlu.understanding import Understanding
from giong.retrieval.index import Index
from tests.dialogue.nlu.trained.requests import STREETS, requests

FILES = {
    "assistant.yaml": "giong: 1\nname: Trợ lý nước\n",
    "intents.yaml": """\
mat_nuoc: {title: Báo mất nước, examples: ["nhà tôi mất nước", "khu tôi bị cúp nước", "không có nước dùng"]}
hoa_don: {title: Tra hoá đơn, examples: ["tiền nước tháng này", "hoá đơn nước bao nhiêu", "tháng này trả bao nhiêu"]}
gio_lam: {title: Giờ làm việc, examples: ["mấy giờ mở cửa", "hôm nay có làm không", "giờ làm việc thế nào"]}
doi_ten: {title: Đổi tên hợp đồng, examples: ["tôi muốn đổi tên hợp đồng", "sang tên hợp đồng nước"]}
""",
    "slots.yaml": """\
street: {type: text, title: đường, ask: "Anh/chị ở đường nào ạ?"}
month: {type: number, title: tháng, ask: "Tháng nào ạ?", min: 1, max: 12}
""",
    "answers.yaml": "gio_lam: Dạ, từ 7 giờ ạ.\ndoi_ten: Dạ, anh/chị mang hợp đồng đến quầy ạ.\n",
    "flows/mat_nuoc.yaml": "flow: mat_nuoc\nstart: [mat_nuoc]\nsteps: [{ask: street}, {say: Dạ vâng.}]\n",
    "flows/hoa_don.yaml": "flow: hoa_don\nstart: [hoa_don]\nsteps: [{ask: month}, {say: Dạ vâng.}]\n",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The waterworks' assistant with a model in its folder."""
    folder = tmp_path_factory.mktemp("assistants") / "nuoc"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    fit(requests(STREETS[:3])).save(folder / UNDERSTANDING)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "nuoc"))


@pytest.fixture(scope="module")
def mind(made: Path) -> Mind:
    return train(read_assistant(made))


def understand(mind: Mind, text: str) -> Understanding:
    return asyncio.run(mind.means.understander.understand(text))


def test_the_model_is_surer_than_the_examples_alone_and_finds_slots(mind: Mind, made: Path) -> None:
    text = "đường Kim Mã không có nước từ sáng"
    alone = train(read_assistant(made, with_model=False))
    found = understand(mind, text)
    assert (found.best.intent, found.slots) == ("mat_nuoc", {"street": "Kim Mã"})
    assert found.best.confidence > understand(alone, text).best.confidence
    assert isinstance(mind.means.understander, Tandem)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Đổi tên hợp đồng", "doi_ten"),
        ("tôi muốn sang tên hợp đồng nước", "doi_ten"),
        ("gặp nhân viên", "agent"),
        ("đúng rồi", "yes"),
        ("thôi không cần nữa", "cancel"),
    ],
)
def test_what_the_model_never_learnt_is_left_to_the_examples(mind: Mind, text: str, intent: str) -> None:
    assert understand(mind, text).best.intent == intent


@pytest.mark.parametrize("text", ["con mèo leo cây cau", "xà quần xà quần", "kể chuyện cổ tích Tấm Cám"])
def test_what_is_like_nothing_known_is_not_answered(mind: Mind, text: str) -> None:
    own = [guess.confidence for guess in understand(mind, text).guesses if guess.intent in mind.means.assistant.flows]
    assert max(own, default=0.0) <= AT_MOST_STRANGE


def test_two_requests_become_parts_with_their_slots(mind: Mind) -> None:
    found = understand(mind, "nhà tôi ở Láng Hạ mất nước rồi và hoá đơn nước tháng 7 bao nhiêu tiền")
    assert [part.guess.intent for part in found.parts] == ["mat_nuoc", "hoa_don"]
    assert [dict(part.slots) for part in found.parts] == [{"street": "Láng Hạ"}, {"month": "7"}]


@pytest.mark.parametrize("text", ["", "👍", "a" * 20_000, ", và " * 500, "\ud800 \x00 \u202e nhà"])
def test_no_text_is_too_strange(mind: Mind, text: str) -> None:
    assert all(0 <= guess.confidence <= 1 for guess in understand(mind, text).guesses)


def test_labels_that_the_assistant_does_not_have_are_refused_with_the_nearest(folder: Path) -> None:
    for name, old, new in (("intents.yaml", "hoa_don:", "hoa_dong:"), ("slots.yaml", "street:", "streets:")):
        file = folder / name
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    for file in (folder / "flows").iterdir():
        text = file.read_text("utf-8").replace("[hoa_don]", "[hoa_dong]").replace("street", "streets")
        file.write_text(text, "utf-8")
    with pytest.raises(BadFolder) as refused:
        read_assistant(folder)
    told = {(problem.file, problem.vi) for problem in refused.value.problems}
    assert told == {
        (UNDERSTANDING, "không có ý định (intent) “hoa_don”; có phải “hoa_dong”?"),
        (UNDERSTANDING, "không có thông tin (slot) “street”; có phải “streets”?"),
    }
    assert read_assistant(folder, with_model=False).model is None


def _pickled(file: Path) -> None:
    np.savez(file, head=np.array([{"a": 1}], dtype=object))


def _foreign(file: Path) -> None:
    np.savez(file, weights=np.zeros(3))


def _cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def _scrambled(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[2000:2400] = bytes(400)
    file.write_bytes(bytes(data))


def _unfitting(file: Path) -> None:
    with np.load(file) as parts:
        kept = {name: parts[name] for name in parts}
    head = json.loads(kept["head"].tobytes())
    head["intents"] = head["intents"][:1]
    np.savez(file, **{**kept, "head": np.frombuffer(json.dumps(head).encode(), np.uint8)})


@pytest.mark.parametrize("damage", [_pickled, _foreign, _cut_short, _scrambled, _unfitting])
def test_what_is_no_model_is_refused_with_a_remedy(folder: Path, damage) -> None:  # type: ignore[no-untyped-def]
    damage(folder / UNDERSTANDING)
    with pytest.raises(BadFolder) as refused:
        read_assistant(folder)
    (problem,) = refused.value.problems
    assert problem.file == UNDERSTANDING
    assert "giong train" in problem.vi


def test_the_model_is_published_picked_up_and_left_out_with_its_file(folder: Path, tmp_path: Path) -> None:
    def trained(assistant: Assistant, index: Index) -> Mind:
        return train(assistant)

    versions = Versions(tmp_path / "versions")

    async def models() -> list[bool]:
        staff = Staff(knowledge=tmp_path / "k", train=trained, open_index=Index.open, versions=versions)
        staff.employ("org", [folder])
        found = []

        async def look() -> None:
            staff.look_again("org", "nuoc")
            found.append((await staff.get("org", "nuoc")).assistant.model is not None)

        await look()
        staged = versions.stage("org", "nuoc", folder)
        (folder / UNDERSTANDING).unlink()
        await look()
        versions.publish("org", "nuoc", staged, note="", scenarios=0)
        await look()
        staff.close()
        return found

    assert asyncio.run(models()) == [True, False, True]
