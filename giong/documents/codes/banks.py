"""Banks by their number in Napas payments, and by the names they go by in print; knows no branch and no account.

The numbers are NAPAS's acquirer numbers (BIN), as VietQR codes carry them.
"""

from __future__ import annotations

import re

from giong.text.unicode import fold

BY_BIN = {
    "970400": "Saigonbank",
    "970403": "Sacombank",
    "970405": "Agribank",
    "970406": "DongA Bank",
    "970407": "Techcombank",
    "970408": "GPBank",
    "970409": "Bac A Bank",
    "970410": "Standard Chartered",
    "970412": "PVcomBank",
    "970414": "OceanBank",
    "970415": "VietinBank",
    "970416": "ACB",
    "970418": "BIDV",
    "970419": "NCB",
    "970421": "VRB",
    "970422": "MB Bank",
    "970423": "TPBank",
    "970424": "Shinhan Bank",
    "970425": "ABBANK",
    "970426": "MSB",
    "970427": "VietABank",
    "970428": "Nam A Bank",
    "970429": "SCB",
    "970430": "PGBank",
    "970431": "Eximbank",
    "970432": "VPBank",
    "970433": "VietBank",
    "970434": "Indovina Bank",
    "970436": "Vietcombank",
    "970437": "HDBank",
    "970438": "BaoViet Bank",
    "970439": "Public Bank",
    "970440": "SeABank",
    "970441": "VIB",
    "970442": "Hong Leong Bank",
    "970443": "SHB",
    "970446": "Co-opBank",
    "970448": "OCB",
    "970449": "LPBank",
    "970452": "KienlongBank",
    "970454": "BVBank",
    "970457": "Woori Bank",
    "970458": "UOB",
    "546034": "CAKE",
    "546035": "Ubank",
    "963388": "Timo",
    "971005": "Viettel Money",
    "971011": "VNPT Money",
}
"""Short names; the list of NAPAS's members changes, so that a number that is not here may still be a bank's."""

_ALSO = {
    "VietinBank": ("công thương việt nam", "icb"),
    "Vietcombank": ("ngoại thương việt nam", "vcb"),
    "BIDV": ("đầu tư và phát triển việt nam",),
    "Agribank": ("nông nghiệp và phát triển nông thôn", "vbard"),
    "Techcombank": ("kỹ thương việt nam", "tcb"),
    "MB Bank": ("mbbank", "quân đội"),
    "ACB": ("á châu",),
    "VPBank": ("việt nam thịnh vượng",),
    "TPBank": ("tiên phong",),
    "Sacombank": ("sài gòn thương tín",),
    "HDBank": ("phát triển thành phố hồ chí minh",),
    "VIB": ("quốc tế việt nam",),
    "SHB": ("sài gòn - hà nội", "sài gòn hà nội"),
    "MSB": ("hàng hải việt nam", "maritime bank"),
    "LPBank": ("lienvietpostbank", "lộc phát"),
    "OCB": ("phương đông",),
    "SeABank": ("đông nam á",),
    "Eximbank": ("xuất nhập khẩu việt nam",),
}


def _spelt(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(name)).strip()


_NAMES = {_spelt(name): name for name in BY_BIN.values()} | {
    _spelt(other): name for name, others in _ALSO.items() for other in others
}
_PATTERN = re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, _NAMES), key=len, reverse=True)) + r")(?!\w)")


def named(text: str) -> str:
    """The short name of the first bank named in a text, or ""."""
    match = _PATTERN.search(_spelt(text))
    return _NAMES[match.group()] if match else ""
