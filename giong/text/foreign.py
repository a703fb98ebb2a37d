"""Foreign words of service talk, respelled the way Vietnamese people say them, and back; a short list, no phonetics."""

from __future__ import annotations

import re

# Written form → how it is said. Multi-syllable respellings are also understood in the other direction.
_RESPELLED = {
    "email": "i meo", "e-mail": "i meo", "gmail": "gờ meo", "wifi": "oai phai", "wi-fi": "oai phai", "internet": "in tơ nét",
    "online": "on lai", "offline": "óp lai", "website": "oép sai", "web": "oép", "facebook": "phây búc", "zalo": "da lô", "youtube": "diu túp",
    "google": "gu gồ", "tiktok": "tích tốc", "video": "vi đê ô", "app": "áp", "hotline": "hót lai", "card": "các", "visa": "vi da",
    "iphone": "ai phôn", "ipad": "ai pát", "samsung": "sam sung", "laptop": "láp tốp", "smartphone": "sờ mát phôn", "camera": "ca mê ra",
    "chatbot": "chát bót", "chat": "chát", "robot": "rô bốt", "marketing": "ma két tinh", "check-in": "chếch in", "checkin": "chếch in",
    "check": "chếch", "voucher": "vao chờ", "shop": "sóp", "sale": "seo", "shipper": "síp pơ", "ship": "síp", "cod": "xê ô đê", "file": "phai",
    "fax": "phách", "taxi": "tắc xi", "grab": "gờ ráp", "karaoke": "ka ra ô kê", "spa": "sờ pa", "pizza": "pít da", "sms": "ét em ét",
    "password": "pát guợt", "server": "sơ vơ", "data": "đa ta", "logo": "lô gô", "menu": "mê niu", "tour": "tua", "resort": "rì sọt",
    "homestay": "hôm stay", "combo": "com bô", "deadline": "đét lai", "feedback": "phít bách", "click": "cờ lích", "link": "linh",
    "livestream": "lai sờ trim", "fanpage": "phan pếch", "covid": "cô vít", "usb": "u ét bê", "pin": "pin", "sim": "sim", "internet banking": "in tơ nét banh kinh",
}  # fmt: skip
_KNOWN = re.compile(
    r"(?<![\w@.])(?:"
    + "|".join(re.escape(word) for word in sorted(_RESPELLED, key=len, reverse=True))
    + r")(?![\w@])",
    re.IGNORECASE,
)
# Heard syllables that can be nothing else.
_HEARD = {
    "i meo": "email", "oai phai": "wifi", "quai phai": "wifi", "in tơ nét": "internet", "phây búc": "Facebook", "phây bút": "Facebook",
    "gờ meo": "Gmail", "diu túp": "YouTube", "du túp": "YouTube", "tích tốc": "TikTok", "gu gồ": "Google", "ai phôn": "iPhone",
    "láp tốp": "laptop", "sờ mát phôn": "smartphone", "vao chờ": "voucher", "hót lai": "hotline", "on lai": "online", "da lô": "Zalo",
    "za lô": "Zalo", "in tơ nét banh kinh": "internet banking", "oép sai": "website", "chát bót": "chatbot",
}  # fmt: skip
_SAID = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted(_HEARD, key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE
)
_CAMEL = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[A-Z][a-z])")
_WITH_NUMBER = re.compile(r"(?<!\w)[A-Za-z]*[a-z][A-Za-z]*\d+(?!\w)")


def speak(text: str) -> str:
    """ "wifi" → "oai phai"; unknown foreign words stay as they are."""
    text = _WITH_NUMBER.sub(lambda match: _CAMEL.sub(" ", match.group()), text)
    return _KNOWN.sub(lambda match: _RESPELLED[match.group().lower()], text)


def write(text: str) -> str:
    """ "oai phai" → "wifi"."""
    return _SAID.sub(lambda match: _HEARD[match.group().lower()], text)
