"""Administrative letters and acts, as Decree 30/2020/NĐ-CP lays them out; real ones from the data where it is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from giong.documents.kind import Paper
from giong.documents.kinds.letter import Letter
from giong.vision import opening
from giong.vision.page import Line
from tests.documents.printing import column, line, page, paper, values, verdicts

KIND = Letter()
DATA = Path(os.environ.get("GIONG_DATA", "../shared/data")) / "ocr" / "govdocs"

_BODY = [
    "Thực hiện Kế hoạch công tác năm 2026, Ủy ban nhân dân tỉnh đề nghị các sở, ban, ngành rà",
    "soát, tổng hợp số liệu và gửi báo cáo trước ngày 30 tháng 6 năm 2026 để tổng hợp./.",
]


def _head(*agency: str, number: str, place: str = "Bắc Ninh, ngày 08 tháng 01 năm 2026") -> list[Line]:
    return [
        *column(agency, left=150, top=120, height=28, width=600),
        line(880, 120, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", height=28),
        line(1000, 162, "Độc lập - Tự do - Hạnh phúc", height=28),
        line(320, 120 + 42 * len(agency) + 30, number, height=28),
        line(980, 260, place, height=28),
    ]


def _foot(*titles: str, signer: str) -> list[Line]:
    return [
        line(180, 1400, "Nơi nhận:", height=24),
        *column(["- Như trên;", "- Lưu: VT, KT."], left=180, top=1436, height=22),
        *column(titles, left=950, top=1400, height=28, width=500),
        *column([signer], left=950, top=1700, height=28, width=500),
    ]


LETTER = paper(
    page(
        [
            *_head("ỦY BAN NHÂN DÂN", "TỈNH BẮC NINH", "SỞ TÀI CHÍNH", number="Số: 123/STC-NS"),
            *column(
                ["V/v báo cáo tình hình thực hiện", "nhiệm vụ quý I năm 2026"], left=200, top=330, height=24, width=500
            ),
            line(300, 470, "Kính gửi: Các sở, ban, ngành tỉnh", height=28),
            *column(_BODY, left=180, top=560, height=28),
            *_foot("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", signer="TS. Nguyễn Thanh Điệp"),
        ]
    )
)

DECISION = paper(
    page(
        [
            *_head("ỦY BAN NHÂN DÂN", "TỈNH BẮC NINH", number="Số: 45/2026/QĐ-UBND"),
            *column(["QUYẾT ĐỊNH"], left=150, top=400, height=30, width=1350),
            *column(
                ["Về việc ban hành Quy chế quản lý và sử dụng tài sản công", "trên địa bàn tỉnh Bắc Ninh"],
                left=150,
                top=445,
                height=28,
                width=1350,
            ),
            *column(["CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"], left=150, top=580, height=28, width=1350),
            line(250, 660, "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;", height=28),
            *_foot("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", signer="Vũ Thị Mai"),
        ]
    )
)


def test_a_letter_without_a_name_of_its_kind() -> None:
    assert values(KIND, LETTER) == {
        "number": "123/STC-NS",
        "place_date": "Bắc Ninh, ngày 08 tháng 01 năm 2026",
        "agency": "SỞ TÀI CHÍNH",
        "superior": "ỦY BAN NHÂN DÂN TỈNH BẮC NINH",
        "letter_type": "Công văn",
        "subject": "báo cáo tình hình thực hiện nhiệm vụ quý I năm 2026",
        "recipients": "Các sở, ban, ngành tỉnh",
        "signer": "Nguyễn Thanh Điệp",
        "signer_title": "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC",
        "copies": "Như trên\nLưu: VT, KT",
    }
    assert KIND.likeness(LETTER) > 0.9


def test_a_decision() -> None:
    found = values(KIND, DECISION)
    assert found["number"] == "45/2026/QĐ-UBND"
    assert found["agency"] == "ỦY BAN NHÂN DÂN TỈNH BẮC NINH"
    assert found["letter_type"] == "Quyết định"
    assert found["subject"] == "ban hành Quy chế quản lý và sử dụng tài sản công trên địa bàn tỉnh Bắc Ninh"
    assert found["signer"] == "Vũ Thị Mai"
    assert verdicts(KIND, DECISION)["letter.year"] == "passed"


def test_a_year_that_does_not_fit_is_said() -> None:
    other = paper(page(_head("CHÍNH PHỦ", number="Số: 154/2024/NĐ-CP")))
    assert verdicts(KIND, other)["letter.year"] == "failed"


def test_lost_strokes_of_the_number_come_back() -> None:
    other = paper(page(_head("CHÍNH PHỦ", number="Số: 154 / 2026 / ND-CP")))
    assert values(KIND, other)["number"] == "154/2026/NĐ-CP"


def test_a_certificate_is_no_letter() -> None:
    other = paper(
        page([*_head("SỞ TÀI CHÍNH", number="Số: 1"), line(500, 400, "GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP")])
    )
    assert KIND.likeness(other) < 0.1


def _real(name: str) -> Paper:
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"{name} is not in GIONG_DATA or ../shared/data")
    return Paper(tuple(leaf.layer for leaf in opening.opened(path.read_bytes(), name=name) if leaf.layer is not None))


@pytest.mark.data
def test_a_real_draft_of_a_letter() -> None:
    found = values(KIND, _real("cong-van-signed.digital.pdf"))
    assert found["agency"] == "CỤC CẢNH SÁT PCCC VÀ CNCH"
    assert found["superior"] == "BỘ CÔNG AN"
    assert found["subject"] == "đề nghị góp ý dự thảo TCVN"
    assert found["signer_title"] == "KT. CỤC TRƯỞNG PHÓ CỤC TRƯỞNG"
    assert len(found["signer"].split()) == 3


@pytest.mark.data
def test_a_real_circular_that_is_signed_on_the_next_page() -> None:
    found = values(KIND, _real("thong-tu-02-2021-TT-BTC.digital.pdf"))
    assert found["number"] == "02/2021/TT-BTC"
    assert found["place_date"] == "Hà Nội, ngày 08 tháng 01 năm 2021"
    assert found["agency"] == "BỘ TÀI CHÍNH"
    assert found["subject"].startswith("QUY ĐỊNH MỨC THU")
    assert found["signer_title"] == "KT. BỘ TRƯỞNG THỨ TRƯỞNG"
    assert len(found["signer"].split()) == 3
