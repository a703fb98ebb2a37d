"""Units of measure as written and as said, both ways; knows no conversion."""

from __future__ import annotations

import re
from collections.abc import Sequence

from giong.text.heard import Reading, digit_run
from giong.text.numbers import LITERAL, grouped, read, scan

NAMES = {
    "km/h": "ki lô mét trên giờ", "m/s": "mét trên giây", "km²": "ki lô mét vuông", "km2": "ki lô mét vuông", "m²": "mét vuông",
    "m2": "mét vuông", "cm²": "xen ti mét vuông", "cm2": "xen ti mét vuông", "m³": "mét khối", "m3": "mét khối", "cm3": "xen ti mét khối",
    "cm³": "xen ti mét khối", "dm3": "đề xi mét khối", "kg": "ki lô gam", "Kg": "ki lô gam", "KG": "ki lô gam", "mg": "mi li gam",
    "g": "gam", "gr": "gam", "km": "ki lô mét", "Km": "ki lô mét", "KM": "ki lô mét", "cm": "xen ti mét", "dm": "đề xi mét",
    "mm": "mi li mét", "nm": "na nô mét", "m": "mét", "ha": "héc ta", "ml": "mi li lít", "mL": "mi li lít", "l": "lít", "L": "lít",
    "lít": "lít", "kWh": "ki lô oát giờ", "kwh": "ki lô oát giờ", "KWh": "ki lô oát giờ", "kW": "ki lô oát", "kw": "ki lô oát",
    "MW": "mê ga oát", "W": "oát", "kV": "ki lô vôn", "kVA": "ki lô vôn am pe", "V": "vôn", "mAh": "mi li am pe giờ",
    "Hz": "héc", "kHz": "ki lô héc", "MHz": "mê ga héc", "GHz": "gi ga héc", "KB": "ki lô bai", "MB": "mê ga bai", "Mb": "mê ga bít",
    "GB": "gi ga bai", "TB": "tê ra bai", "Mbps": "mê ga bít trên giây", "Gbps": "gi ga bít trên giây", "°C": "độ xê", "ºC": "độ xê",
    "oC": "độ xê", "℃": "độ xê", "°F": "độ ép", "°": "độ", "º": "độ", "%": "phần trăm", "‰": "phần nghìn", "px": "pích xeo",
    "dB": "đề xi ben", "cal": "ca lo", "kcal": "ki lô ca lo", "s": "giây", "ms": "mi li giây", "inch": "in", "Pa": "pát can",
    "mmHg": "mi li mét thủy ngân", "h": "giờ", "BTU": "bê tê u", "hp": "mã lực", "HP": "mã lực",
}  # fmt: skip
_SYMBOLS = "|".join(re.escape(symbol) for symbol in sorted(NAMES, key=len, reverse=True))
_AMPERES = re.compile(r"((?:dòng điện|dòng|cầu dao|aptomat|áp tô mát|sạc|tải|công tơ)\s)(\d+(?:,\d+)?)\s?A(?!\w)")
_SIGN = r"(?:(?<![\w)\d])[-−–+±])?"
_MEASURED = re.compile(rf"(?<![\w.,/])({_SIGN}{LITERAL})\s?({_SYMBOLS})(?![\w²³])")
_BETWEEN = re.compile(r"(\d(?:\s?(?:mm|cm|dm|m))?)\s?[x×]\s?(?=\d)")
_COMPOSED = re.compile(
    r"(?:(?<=gam)|(?<=mét)|(?<=lít)|(?<=khối))\s?/\s?(kg|m2|m²|m3|m³|km|ha|ngày|giờ|phút|người|tháng|năm|lít|l|h)(?!\w)"
)
_SCALE_WORDS = frozenset({"nghìn", "ngàn", "triệu", "tỷ", "tỉ"})


def speak(text: str) -> str:
    """ "5kg" → "năm ki lô gam", "-5°C" → "âm năm độ xê", "15%" → "mười lăm phần trăm"."""
    text = _AMPERES.sub(lambda match: f"{match[1]}{read(match[2])} am pe", text)
    text = _BETWEEN.sub(r"\1 nhân ", text)
    text = _MEASURED.sub(_measured, text)
    return _COMPOSED.sub(lambda match: " trên " + NAMES.get(match[1], match[1]), text)


def _measured(match: re.Match[str]) -> str:
    # "lớp 5 A", "câu 3 V" name things: capital one-letter units must touch their number.
    if match.group().endswith((" A", " V", " W", " L")):
        return match.group()
    number = match[1]
    plus_minus = number.startswith("±")
    return f"{'cộng trừ ' if plus_minus else ''}{read(number.lstrip('±'))} {NAMES[match[2]]}"


_SAID = sorted(
    {
        ("phần", "trăm"): "%", ("phần", "nghìn"): "‰", ("ki", "lô", "gam"): " kg", ("kí", "lô", "gam"): " kg", ("ki", "lô"): " kg",
        ("mi", "li", "gam"): " mg", ("ki", "lô", "mét"): " km", ("kí", "lô", "mét"): " km", ("xen", "ti", "mét"): " cm",
        ("mi", "li", "mét"): " mm", ("mét", "vuông"): " m²", ("mét", "khối"): " m³", ("ki", "lô", "mét", "vuông"): " km²",
        ("mi", "li", "lít"): " ml", ("ki", "lô", "oát", "giờ"): " kWh", ("ki", "lô", "oát"): " kW", ("độ", "xê"): " °C",
        ("độ", "c"): " °C", ("héc", "ta"): " ha", ("gi", "ga", "bai"): " GB", ("mê", "ga", "bai"): " MB",
        ("ki", "lô", "mét", "trên", "giờ"): " km/h",
    }.items(),
    key=lambda item: -len(item[0]),
)  # fmt: skip


def read_spoken(words: Sequence[str], start: int) -> Reading | None:
    """A measured number: "mười lăm phẩy năm phần trăm" → "15,5%", "âm năm độ xê" → "-5 °C"."""
    negative = words[start] == "âm"
    if negative and start > 0 and words[start - 1] in ("phát", "nguyên", "phụ"):
        return None
    number = decimal_spoken(words, start + negative)
    if number is None:
        return None
    for names, symbol in _SAID:
        if tuple(words[number.end : number.end + len(names)]) == names:
            return Reading(number.end + len(names), ("-" if negative else "") + number.text + symbol)
    return None


def decimal_spoken(words: Sequence[str], start: int) -> Reading | None:
    """A number with or without places after the comma: "ba phẩy mười bốn" → "3,14"."""
    whole = scan(words, start)
    if whole is None:
        return None
    plain = Reading(whole.end, grouped(whole.value))
    if whole.end >= len(words) or words[whole.end] not in ("phẩy", "phảy"):
        return plain
    places = _places(words, whole.end + 1)
    return Reading(places.end, f"{grouped(whole.value)},{places.text}") if places else plain


def _places(words: Sequence[str], start: int) -> Reading | None:
    """The digits after "phẩy"; a scale word ends them ("một phẩy năm tỷ")."""
    stop = next((at for at in range(start, len(words)) if words[at] in _SCALE_WORDS), len(words))
    before_scale = words[:stop]
    run, number = digit_run(before_scale, start), scan(before_scale, start)
    if number is not None and number.value < 100 and (run is None or number.end > run.end):
        return Reading(number.end, str(number.value))
    return Reading(run.end, run.digits) if run else None
