"""Emergencies told to an assistant: which public number helps, said before anything else. Knows no assistant.

The numbers are Vietnam's: 113 police, 114 fire and rescue, 115 ambulance, 111 children in danger. To say a number once
too often is a small harm and to miss it is a great one; but news, papers and fees about such things ("thủ tục báo tử do
tai nạn", "phòng cháy") are no emergency.
"""

from __future__ import annotations

from dataclasses import dataclass

from giong.dialogue.manners.spotting import any_of
from giong.text.unicode import fold, has_diacritics

MAX_CHARS = 400


@dataclass(frozen=True)
class Emergency:
    """A kind of emergency. `line` names the fixed line that answers it; `told` and `not_told` spot it."""

    line: str
    told: tuple[str, ...]
    not_told: tuple[str, ...] = ()
    told_plainly: tuple[str, ...] = ()
    """What is unmistakable also without diacritics; "chay" may be "chạy"."""


KINDS = (
    Emergency(
        "emergency_suicide",
        (
            "tự tử|tự sát|muốn chết|không muốn sống nữa|chẳng muốn sống|chả muốn sống|không muốn sống",
            "không thiết sống|kết liễu đời|tự kết liễu",
            "nhảy cầu|nhảy lầu|uống thuốc sâu|uống thuốc ngủ tự|cắt cổ tay|rạch tay|chết quách|chết cho xong",
        ),
        ("buồn cười muốn chết", "cười muốn chết", "mệt muốn chết", "nóng muốn chết", "đói muốn chết", "ngon muốn chết"),
        ("tu tu roi", "muon tu tu", "dinh tu tu", "khong muon song nua", "uong thuoc sau", "nhay cau", "nhay lau"),
    ),
    Emergency(
        "emergency_child",
        (
            "đánh trẻ em|bạo hành trẻ|bạo hành em bé|xâm hại trẻ|xâm hại em|bắt cóc trẻ|bắt cóc con|dâm ô",
            "hành hạ đứa bé",
            "bé bị đánh|cháu bé bị đánh|đứa bé bị đánh|trẻ bị bạo hành|con bị xâm hại|cháu bị xâm hại|bé bị xâm hại",
            "bố đánh con dã man|đánh con dã man|bé bị bỏ rơi|trẻ bị bỏ rơi|trẻ sơ sinh bị bỏ",
        ),
    ),
    Emergency(
        "emergency_fire",
        (
            "cháy nhà|nhà cháy|đang cháy|bốc cháy|cháy rồi|cháy to|cháy lớn|cháy lan|có cháy|bị cháy rồi|hỏa hoạn",
            "hoả hoạn",
            "cháy xe|cháy bếp|cháy chung cư|cháy rừng|cháy kho|cháy xưởng|cháy quán|cháy chợ|cháy công tơ",
            "công tơ bị cháy",
            "khói mù mịt|khói nghi ngút|phát hỏa|nổ bình ga|nổ bình gas|rò rỉ ga|rò rỉ gas|xì ga|xì gas|rò khí ga",
            "sập nhà|nhà sập",
            "chập điện cháy|trạm biến áp nổ|nổ trạm|mắc kẹt trong thang máy|kẹt trong thang máy|kẹt thang máy",
            "đuối nước",
        ),
        (
            "phòng cháy", "báo cháy", "bảo hiểm cháy", "cháy hàng", "bóng đèn bị cháy", "cháy bóng", "bóng cháy",
            "cháy túi", "cháy cầu chì", "cháy vé", "cháy nắng", "cháy máy",
        ),
        ("chay nha roi", "nha chay roi", "dang chay nha", "nha dang chay", "boc chay", "hoa hoan", "no binh ga",
         "xi gas"),
    ),
    Emergency(
        "emergency_shock",
        ("điện giật|bị giật điện|giật điện rồi|người bị giật|bị giật nằm|bị điện nó giật",),
        ("phòng điện giật", "tránh điện giật", "chống giật"),
        ("dien giat", "bi giat dien"),
    ),
    Emergency(
        "emergency_medical",
        (
            "đột quỵ|đột quị|ngừng tim|ngừng thở|không thở được|bất tỉnh|ngất xỉu|ngất rồi|co giật",
            "nhồi máu|đau tim|đau ngực dữ|chảy máu nhiều|máu chảy|hóc dị vật|hóc xương|ngộ độc|uống nhầm thuốc",
            "trúng độc",
            "sắp sinh rồi|vỡ ối|đẻ rơi|tai nạn rồi|bị tai nạn|gây tai nạn|có tai nạn|vụ tai nạn|tai nạn giao thông",
            "tông xe",
            "cấp cứu|xe cứu thương|bị thương nặng|bỏng nặng|rắn cắn",
        ),
        ("bảo hiểm tai nạn", "chế độ tai nạn", "trợ cấp tai nạn"),
        (
            "dot quy", "ngung tho", "khong tho duoc", "bat tinh", "bi tai nan", "cap cuu",
            "co giat", "chay mau nhieu", "tai nan giao thong",
        ),
    ),
    Emergency(
        "emergency_police",
        (
            "bị cướp|có cướp|cướp giật|đang cướp|trộm vào nhà|có trộm|kẻ trộm|trộm đang|đột nhập|bị đánh",
            "đang đánh nhau",
            "đánh nhau to|chém nhau|cầm dao|cầm súng|đe dọa giết|dọa giết|bị bắt cóc|bắt cóc|bị hiếp|hiếp dâm|bạo hành",
            "bị theo dõi|giết người|chồng đánh|bị chồng đánh",
        ),
        ("cướp lời", "đánh thuế", "đánh giá", "đánh rơi", "đánh mất", "đánh máy", "đánh số"),
        ("bi cuop", "co cuop", "cuop giat", "co trom", "trom vao nha", "danh nhau", "chem nhau", "bat coc", "doa giet"),
    ),
)  # fmt: skip
"""The gravest first: where several are told, the first one counts."""

_PAPERS = any_of(
    "thủ tục|giấy tờ|hồ sơ|giấy|chế độ|trợ cấp|bồi thường|bảo hiểm|lệ phí|mức phạt|quy định|tháng trước|tuần trước",
    "năm ngoái",
    "hôm trước|hôm qua|làm lại|cấp lại|xin xác nhận|khai tử|báo tử|số điện thoại cấp cứu|cách xử lý|cách phòng",
    "phòng tránh",
    "nếu|khi nào thì|gọi số nào khi|làm sao khi|cần làm gì khi|khi bị|khi có người bị|khi thấy",
)
_NOW = any_of("cứu|giúp với|nhanh lên|ngay bây giờ|đang|gấp|mau lên|khẩn cấp|rồi em ơi|rồi cháu ơi")

_TOLD = {kind.line: any_of(*kind.told, *kind.told_plainly, plain=False) for kind in KINDS}
_NOT_TOLD = {kind.line: any_of(*kind.not_told) for kind in KINDS if kind.not_told}


def told_in(text: str) -> Emergency | None:
    """The emergency that the words tell of, as happening now."""
    text = text[:MAX_CHARS]
    about = _PAPERS.search(text) is not None and _NOW.search(text) is None
    return None if about else next((kind for kind in KINDS if _tells(kind, text)), None)


def _tells(kind: Emergency, text: str) -> bool:
    words = text if has_diacritics(text) else fold(text)
    other = _NOT_TOLD.get(kind.line)
    return _TOLD[kind.line].search(words) is not None and (other is None or other.search(words) is None)
