"""What somebody may say whom we called and should not have: never again, or not me. Knows no list.

"Đừng gọi giờ này" asks for another hour and "gọi lại sau" for another call; neither refuses all of them.
"""

from __future__ import annotations

import re

from giong.text.unicode import fold, has_diacritics

DO_NOT_CALL = "do_not_call"
"""The decision and the talk's outcome; whoever keeps the lists reads it."""
WRONG_NUMBER = "wrong_number"
REFUSED = "refused"
"""They do not want to go on."""
MAX_CHARS = 500

_WORDS = r"(?:\s+(?:điện|thoại|lại|đến|tới|vào|cho|số|máy|này|đây|tôi|tui|mình|anh|chị|em|cô|chú|bác|ông|bà|nhà|của))*"
_NEVER = r"(?:đừng|không được|cấm|khỏi|chớ)(?:\s+(?:có|bao giờ))?"
_REFUSALS = (
    rf"(?:{_NEVER}|không(?:\s+bao giờ)?)\s+gọi{_WORDS}\s+nữa",
    rf"{_NEVER}\s+gọi(?:\s+điện)?(?:\s+thoại)?\s+(?:đến|tới|vào|cho|cái)\s+(?:(?:số|máy)\s+)?(?:này|tôi|tui|anh|chị)",
    rf"{_NEVER}\s+(?:làm phiền|quấy rầy|quấy rối|spam)",
    r"(?:xoá|xóa|bỏ|gạch|loại)\s+(?:cái\s+)?số(?:\s+(?:điện thoại|máy|của|này|tôi|tui|mình|anh|chị|em))+",
    r"(?:không|chẳng|chả)\s+(?:muốn|thích|cần|có nhu cầu)(?:\s+(?:nhận|nghe|bị|những|các|mấy))*\s+cuộc gọi",
    r"(?:ngừng|dừng|ngưng)\s+(?:việc\s+)?gọi(?:\s+điện)?\s+(?:cho|đến|tới|vào)",
)
_THIS_TIME = r"giờ này|lúc này|bây giờ|hôm nay|buổi (?:sáng|trưa|tối)|(?:sáng|trưa|tối|khuya) (?:thế|quá)"
_NOT_ME = (
    r"(?<!bấm )(?<!đọc )(?<!nói )(?<!nghe )(?<!ghi )(?<!viết )nhầm\s+(?:số(?!\s+(?:tiền|lượng|điểm|nhà))|máy|người)"
    r"|gọi\s+nhầm|không phải\s+(?:số|máy)(?:\s+điện thoại)?\s+(?:của\s+)?(?:người|bà|ông|anh|chị|cô|chú|bác)"
)
_WRONG, _WRONG_PLAIN = (re.compile(pattern, re.IGNORECASE) for pattern in (_NOT_ME, fold(_NOT_ME)))
_WRITTEN = tuple(re.compile(pattern, re.IGNORECASE) for pattern in ("|".join(_REFUSALS), _THIS_TIME))
_PLAIN = tuple(re.compile(fold(pattern.pattern), re.IGNORECASE) for pattern in _WRITTEN)


def refuses_calls(text: str) -> bool:
    """Whether the words ask never to be called again."""
    text = " ".join(text[:MAX_CHARS].split())
    refusal, this_time = _WRITTEN if has_diacritics(text) else _PLAIN
    return refusal.search(text) is not None and this_time.search(text) is None


def is_wrong_person(text: str) -> bool:
    """Whether the words say that we have called somebody else."""
    text = " ".join(text[:MAX_CHARS].split())
    return (_WRONG if has_diacritics(text) else _WRONG_PLAIN).search(text) is not None
