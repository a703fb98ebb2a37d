"""An application for leave as an organisation prints it, filled in by different people, and pages as they come in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from giong.documents.forms.learning import Example, Mark
from giong.vision.page import Line, Page
from giong.vision.shapes import Box, around
from tests.documents.printing import line, page

PRINTED = (
    (420, 100, "CÔNG TY TNHH VÍ DỤ VIỆT NAM"),
    (560, 200, "ĐƠN XIN NGHỈ PHÉP NĂM"),
    (100, 320, "Kính gửi: Phòng Hành chính Nhân sự"),
    (100, 400, "Họ và tên người làm đơn:"),
    (100, 480, "Mã nhân viên:"),
    (900, 480, "Bộ phận công tác:"),
    (100, 560, "Nghỉ từ ngày:"),
    (900, 560, "Đến hết ngày:"),
    (100, 640, "Lý do xin nghỉ:"),
    (100, 720, "Tiền tạm ứng:"),
    (100, 840, "Tôi xin cam đoan bàn giao công việc đầy đủ trước khi nghỉ."),
    (100, 1000, "Người làm đơn ký và ghi rõ họ tên"),
    (1000, 1000, "Trưởng bộ phận duyệt"),
)
PLACES = {
    "name": (480, 400, 900),
    "employee": (320, 480, 220),
    "department": (1180, 480, 380),
    "from": (310, 560, 300),
    "until": (1120, 560, 300),
    "reason": (340, 640, 1100),
    "advance": (320, 720, 400),
}
LABELS = {"name": "Họ và tên", "employee": "Mã nhân viên"}
FIRST = {
    "name": "Nguyễn Thị Minh Hạnh",
    "employee": "004512",
    "department": "Kế toán",
    "from": "12/05/2026",
    "until": "16/05/2026",
    "reason": "Việc gia đình",
    "advance": "1.500.000",
}
SECOND = {
    "name": "Trần Văn Bảo",
    "employee": "000873",
    "department": "Kho vận miền Nam",
    "from": "01/06/2026",
    "until": "03/06/2026",
    "reason": "Khám sức khỏe định kỳ tại bệnh viện tỉnh",
    "advance": "700.000",
}
THIRD = {
    "name": "Lê Hoàng Phương Thảo",
    "employee": "010299",
    "department": "Kinh doanh",
    "from": "22/07/2026",
    "until": "31/07/2026",
    "reason": "Đi du lịch cùng gia đình",
    "advance": "2.250.000",
}


def filled(values: dict[str, str]) -> Page:
    lines = [line(left, top, text) for left, top, text in PRINTED]
    lines += [line(PLACES[field][0], PLACES[field][1] - 2, text) for field, text in values.items()]
    return page(lines)


def example(values: dict[str, str], fields: tuple[str, ...] = tuple(PLACES)) -> Example:
    marks = []
    for field in fields:
        left, top, width = PLACES[field]
        marks.append(
            Mark(field, Box(left - 8, top - 10, left + width, top + 40), values[field], vi=LABELS.get(field, ""))
        )
    return Example(filled(values), tuple(marks))


def moved(
    page_: Page, *, scale: float = 1.0, turn: float = 0.0, shift: tuple[int, int] = (0, 0), seed: int = 0
) -> Page:
    """The page as another scanner gives it: larger, slightly turned, shifted, each word a little elsewhere."""
    noise = np.random.default_rng(seed)

    def there(box: Box) -> Box:
        corners = np.array([[box.left, box.top], [box.right, box.bottom]], float)
        matrix = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        (left, top), (right, bottom) = corners @ matrix.T + shift + noise.normal(0, 1.0, (2, 2))
        return Box(round(left), round(top), round(right), round(bottom))

    blocks = []
    for block in page_.blocks:
        lines = []
        for each in block.lines:
            words = tuple(replace(word, box=there(word.box)) for word in each.words)
            lines.append(Line(words, around(word.box for word in words), each.confidence, each.engine))
        blocks.append(replace(block, lines=tuple(lines)))
    size = round(page_.width_px * scale), round(page_.height_px * scale)
    return Page(page_.number, *size, blocks=tuple(blocks))
