"""How a person feels, read from their words: insults, anger, and how it adds up over turns. Knows no assistant.

One swear word in a question is no reason to do anything but answer it. What counts is anger that goes on, so the
measure fades from turn to turn and no single message reaches the bound.
"""

from __future__ import annotations

import re

from giong.dialogue.manners.spotting import any_of
from giong.text.unicode import has_diacritics
from giong.text.words import syllables

UPSET = 1.15
"""From here on a person is better served by people: two angry turns in a row, or three that are cross."""
CROSS = 0.6
"""From here on a single message is angry."""
FADING = 0.6
"""What is left of it a turn later."""
MOST = 1.1
"""What one message can add."""
MAX_CHARS = 1000

_INSULT = re.compile(
    r"(?<!\w)(?:địt mẹ|địt con mẹ|địt|đụ má|đụ mẹ|đụ|đù má|đù mẹ|đm|đmm|đcm|đkm|dcm|dkm|dmm|clm|clgt|vcl|vkl|vãi lồn|"
    r"vãi l|"
    r"vãi cứt|lồn|loz|cặc|buồi|đầu buồi|như cặc|như lồn|đéo|mẹ kiếp|con mẹ (?:nó|mày)|mẹ (?:mày|nó|chúng mày)|bố mày|"
    r"tiên sư|đồ chó|chó má|chó chết|chó đẻ|thằng chó|con chó|óc chó|óc lợn|đồ ngu|ngu như (?:chó|bò|lợn)|ngu thế|"
    r"ngu quá|"
    r"ngu vậy|đồ khốn|khốn nạn|mất dạy|vô học|đồ điên|câm mồm|câm họng|cút đi|cút mẹ|con đĩ|đồ đĩ|súc vật|thằng ngu|"
    r"con ngu|"
    r"láo toét|bố láo|chúng mày|tụi mày|bọn mày|fuck|shit|cc|cmm)(?!\w)",
    re.IGNORECASE,
)
_INSULT_PLAIN = re.compile(
    r"(?<!\w)(?:dit me|dit con me|du ma|dcm|dkm|dmm|dm|vcl|vkl|deo|me kiep|oc cho|do ngu|khon nan|mat day|cam mom|"
    r"do cho|chung may|fuck|shit)(?!\w)",
    re.IGNORECASE,
)
_ANGRY = any_of(
    "bực mình|bực cả mình|tệ thật|chả biết gì|chẳng biết gì|không biết gì cả|dở thế",
    "bực quá|bực rồi|bực thật|tức quá|tức điên|phát điên|điên quá|quá đáng|quá tệ|tệ hại|tệ quá",
    "vô trách nhiệm|lừa đảo",
    "làm ăn kiểu gì|làm ăn thế|làm ăn vậy|mất thời gian|chán quá|chán thật|bao nhiêu lần rồi|mấy lần rồi|lần thứ mấy",
    "nói hoài",
    "hỏi hoài|gọi hoài|gọi mãi|nói mãi|hỏi mãi|chẳng hiểu gì|chả hiểu gì|không hiểu gì hết|khó chịu|thất vọng",
    "không chấp nhận được",
    "vô dụng|vớ vẩn|vô lý|nản quá|hết chịu nổi|chịu hết nổi|đừng có mà|sốt ruột|dở hơi|hỏi gì hỏi lắm|lằng nhằng",
    "trả lời vớ va vớ vẩn",
    "có nghe không|có hiểu không|nói không hiểu à|kiện|bóc phốt|đăng lên mạng|cạch mặt",
)
_INSISTENT = re.compile(r"[!?]{2,}")
_SHOUTED_SYLLABLES = 4


def insults(text: str) -> bool:
    return _spotted(text[:MAX_CHARS]) is not None


def without_insults(text: str) -> str:
    """The rest of what is said: "đm bao giờ có điện" → "bao giờ có điện"; all of it where nothing else is."""
    rest = " ".join(_pattern(text).sub(" ", text).split()) if len(text) <= MAX_CHARS else text
    return rest if syllables(rest) else text


def anger(text: str) -> float:
    """How angry one message is, from 0 to `MOST`."""
    text = text[:MAX_CHARS]
    shouts = text.isupper() and len(syllables(text)) >= _SHOUTED_SYLLABLES
    cross = (0.9 if insults(text) else 0.0) + 0.6 * len(_ANGRY.findall(text))
    # Signs alone are haste, and who writes in capitals may just have the key pressed.
    loud = 0.25 * shouts + 0.25 * (_INSISTENT.search(text) is not None)
    return min(MOST, cross + loud)


def _spotted(text: str) -> re.Match[str] | None:
    return _pattern(text).search(text)


def _pattern(text: str) -> re.Pattern[str]:
    return _INSULT if has_diacritics(text) else _INSULT_PLAIN
