"""A model is kept for an assistant only where it is measured to be no worse than the examples alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from giong.adaptation.recipes import promotion
from giong.adaptation.recipes.promotion import Worth, candidate
from giong.adaptation.recipes.understanding import learn
from giong.dialogue.folder.reading import UNDERSTANDING, read_assistant
from giong.errors import BadInput
from tests.cli.conftest import Giong, giong
from tests.dialogue.nlu.trained.requests import STREETS, requests
from tests.evaluation.test_understanding import written

__all__ = ["giong"]

FILES = {
    "assistant.yaml": "giong: 1\nname: Trợ lý nước\n",
    "intents.yaml": """\
mat_nuoc: {examples: ["nhà tôi mất nước", "khu tôi bị cúp nước", "không có nước dùng", "vòi không chảy"]}
hoa_don: {examples: ["tiền nước tháng này", "hoá đơn nước bao nhiêu", "tháng này trả bao nhiêu", "xem hoá đơn"]}
gio_lam: {examples: ["mấy giờ mở cửa", "hôm nay có làm không", "giờ làm việc thế nào", "chủ nhật có làm không"]}
out_of_scope: {examples: ["bán cho tôi cái máy lọc", "tuyển thợ hàn không"]}
""",
    "slots.yaml": """\
street: {type: text, title: đường, ask: "Anh/chị ở đường nào ạ?"}
month: {type: number, title: tháng, ask: "Tháng nào ạ?"}
""",
    "answers.yaml": "mat_nuoc: Dạ, thợ đang sửa ạ.\nhoa_don: Dạ, 100.000 đồng ạ.\ngio_lam: Dạ, từ 7 giờ ạ.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "nuoc"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def test_a_better_model_is_kept_with_both_figures_and_the_same_one_again(
    giong: Giong,
    folder: Path,
    tmp_path: Path,
) -> None:
    samples = written(tmp_path / "samples", requests(STREETS[:3]))
    ran = giong("train", samples, "--for", folder, "--json")
    assert ran.code == 0, ran.out + ran.err
    assert ran.json["kept"]
    assert ran.json["with_model"]["surely_right"] > ran.json["examples"]["surely_right"], ran.out
    assert ran.json["with_model"]["slots_found"] >= ran.json["examples"]["slots_found"]
    model = read_assistant(folder).model
    assert model is not None
    assert set(model.labels.intents) == {"mat_nuoc", "hoa_don", "gio_lam"}
    first = (folder / UNDERSTANDING).read_bytes()
    assert giong("train", samples, "--for", folder).code == 0
    assert (folder / UNDERSTANDING).read_bytes() == first
    assert sorted(path.name for path in folder.iterdir()) == sorted([*FILES, UNDERSTANDING])


def test_a_worse_model_is_not_kept(
    giong: Giong,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turn = {"mat_nuoc": "gio_lam", "hoa_don": "mat_nuoc", "gio_lam": "hoa_don"}

    def learn_wrongly(samples, **how):  # type: ignore[no-untyped-def]
        learnt = learn([replace(one, intents=frozenset(turn[name] for name in one.intents)) for one in samples], **how)
        back = {new: old for old, new in turn.items()}
        out = tuple(replace(one, intents=frozenset(back[name] for name in one.intents)) for one in learnt.out)
        return replace(learnt, out=out)

    monkeypatch.setattr(promotion, "learn", learn_wrongly)
    ran = giong("train", written(tmp_path / "samples", requests(STREETS[:2])), "--for", folder, "--json")
    assert ran.code == 1
    assert not ran.json["kept"]
    assert ran.json["with_model"]["right"] < ran.json["examples"]["right"]
    assert not (folder / UNDERSTANDING).exists()


def test_labels_that_the_assistant_does_not_have_are_refused_before_learning(folder: Path) -> None:
    samples = [replace(one, intents=frozenset({"gio_lamm"})) for one in requests(STREETS[:1])]
    with pytest.raises(BadInput, match=r"gio_lamm.*\(gio_lam\?\)") as refused:
        candidate(read_assistant(folder), samples)
    assert refused.value.code == "understanding.unknown_labels"


def test_any_worse_figure_counts() -> None:
    known = Worth(n=10, right=0.8, surely_right=0.6, answered_wrongly=0.1, slots_found=0.5)
    assert known.no_worse_than(known)
    for worse in (
        replace(known, right=0.7),
        replace(known, surely_right=0.5),
        replace(known, answered_wrongly=0.2),
        replace(known, slots_found=0.4),
    ):
        assert not worse.no_worse_than(known)
