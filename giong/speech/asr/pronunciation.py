"""Other ways in which a recogniser may write a phrase that it hears rightly. Knows spelling, no sound and
no network.

A menu says "mát xa" or "ay têm"; a network trained on the press and on talk shows writes "massage" and
"atm". And where a region speaks two letters alike, what was said with one may be written with the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

MOST_FORMS = 12

_RESPELLINGS: dict[str, tuple[str, ...]] = {
    "agribank": ("a gờ ri banh", "a ri banh"),
    "apple": ("áp pồ", "ép pồ"),
    "atm": ("a tê em", "a tê mờ", "ay têm", "ay tê em", "ây ti em", "ây tê em"),
    "bar": ("ba",),
    "buffet": ("búp phê", "bup phê"),
    "cafe": ("cà phê", "ca phê"),
    "camera": ("ca mê ra", "cam mê ra"),
    "canada": ("ca na đa",),
    "casino": ("ca si nô", "ca xi nô"),
    "checkin": ("chếch in", "check in"),
    "chocolate": ("sô cô la",),
    "coca": ("cô ca",),
    "collagen": ("cô la gen",),
    "combo": ("com bô", "cồm bô"),
    "comment": ("com men", "còm men"),
    "container": ("công ten nơ",),
    "covid": ("cô vít",),
    "email": ("i meo", "i mêu", "ê meo", "i mê"),
    "facebook": ("phây búc", "phây bút", "phết búc"),
    "fanpage": ("phan pết", "phen pết"),
    "gas": ("ga",),
    "google": ("gu gồ", "gút gồ"),
    "hotline": ("hót lai", "hót lain"),
    "internet": ("in tơ nét", "in tẹc nét"),
    "iphone": ("ai phôn",),
    "karaoke": ("ka ra ô kê", "ka rao ke", "ca ra ô kê", "ka ra ô ke", "ca rao kê"),
    "laptop": ("láp tóp", "láp tốp"),
    "livestream": ("lai trim", "lai chim"),
    "marketing": ("ma két tinh",),
    "massage": ("mát xa", "mát sa", "mát xoa", "ma xa"),
    "menu": ("mê nu", "me nu"),
    "messenger": ("mét sen dơ",),
    "mobifone": ("mô bi phôn",),
    "ok": ("ô kê", "ô kê la"),
    "online": ("on lai", "ôn lai"),
    "passport": ("pát po", "pát pọt"),
    "pizza": ("bít da", "pít da", "pi da"),
    "resort": ("ri sót", "rì sọt"),
    "review": ("ri viu",),
    "sale": ("seo", "xeo"),
    "samsung": ("sam sung", "xam xung"),
    "shipper": ("síp pơ",),
    "shop": ("sóp", "sốp", "xốp"),
    "shopee": ("sốp pi", "sóp pi"),
    "socola": ("sô cô la", "xô cô la"),
    "spa": ("sờ pa", "xì pa", "pa"),
    "taxi": ("tắc xi", "tắc si"),
    "tiktok": ("tích tóc", "tíc tốc", "tóp tóp"),
    "tivi": ("ti vi",),
    "toilet": ("toi lét", "tô lét"),
    "tour": ("tua",),
    "video": ("vi đê ô", "vi déo"),
    "vietcombank": ("việt com banh",),
    "viettel": ("viét teo", "việt teo"),
    "vinaphone": ("vi na phôn",),
    "visa": ("vi sa", "vi da"),
    "vitamin": ("vi ta min",),
    "voucher": ("vao chờ", "vâu chơ"),
    "website": ("oép sai", "oép xai", "web sai"),
    "wifi": ("oai phai", "uai phai", "quai phai"),
    "youtube": ("du túp", "diu túp", "iu túp"),
    "zalo": ("za lô", "da lô", "gia lô"),
}
"""How the network writes a foreign word → how Vietnamese people respell it."""

_ALIKE = (
    ("tr", "ch"),
    ("x", "s"),
    ("s", "x"),
    ("ch", "tr"),
    ("gi", "d"),
    ("d", "gi"),
    ("r", "d"),
)
"""Onsets that one region or another speaks alike (Hà Nội: tr = ch, s = x, d = gi = r)."""

_FINAL_I = re.compile(r"(?<=[hklmst])[iìỉĩíị]$|(?<=[hklmst])[yỳỷỹýỵ]$")
_I_Y = str.maketrans("iìỉĩíịyỳỷỹýỵ", "yỳỷỹýỵiìỉĩíị")


def forms(phrase: str) -> tuple[str, ...]:
    """`phrase` first, then other spellings of it, at most `MOST_FORMS`."""
    return tuple(dict.fromkeys(islice(_forms(phrase), MOST_FORMS * 4)))[:MOST_FORMS]


def _forms(phrase: str) -> Iterator[str]:
    yield phrase
    loans = tuple(_loans(phrase))
    yield from loans
    for form in (phrase, *loans):
        yield from _neighbours(form)


def _loans(phrase: str) -> Iterator[str]:
    """A respelling for a foreign word or the foreign word for its respelling."""
    padded = f" {phrase} "
    for foreign, respellings in _RESPELLINGS.items():
        for respelling in respellings:
            if f" {respelling} " in padded:
                yield padded.replace(f" {respelling} ", f" {foreign} ").strip()
        if f" {foreign} " in padded:
            for respelling in respellings:
                yield padded.replace(f" {foreign} ", f" {respelling} ").strip()


def _neighbours(phrase: str) -> Iterator[str]:
    """One syllable exchanged for one that sounds alike somewhere."""
    syllables = phrase.split()
    for place, syllable in enumerate(syllables):
        for other in _alike(syllable):
            yield " ".join([*syllables[:place], other, *syllables[place + 1 :]])


def _alike(syllable: str) -> Iterator[str]:
    for onset, other in _ALIKE:
        rest = syllable.removeprefix(onset)
        if rest != syllable and rest and rest[0] not in "hr" and not (onset == "d" and rest[0] == "i"):
            yield other + rest
            break
    if _FINAL_I.search(syllable):
        yield syllable[:-1] + syllable[-1].translate(_I_Y)
