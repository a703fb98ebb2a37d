"""Vietnamese abbreviations and what they are read as; knows nothing of foreign acronyms beyond how letters are called."""

from __future__ import annotations

import re

from giong.text.words import is_vietnamese_syllable

# Read only where the dot or the next word proves them; see `addresses` for Q., P., TP. before a name.
TITLES = {
    "PGS.TS": "phó giáo sư tiến sĩ",
    "GS.TS": "giáo sư tiến sĩ",
    "GS.TSKH": "giáo sư tiến sĩ khoa học",
    "TSKH": "tiến sĩ khoa học",
    "PGS": "phó giáo sư",
    "GS": "giáo sư",
    "TS": "tiến sĩ",
    "ThS": "thạc sĩ",
    "Th.S": "thạc sĩ",
    "Ths": "thạc sĩ",
    "ThS.BS": "thạc sĩ bác sĩ",
    "BSCKI": "bác sĩ chuyên khoa một",
    "BSCKII": "bác sĩ chuyên khoa hai",
    "BS": "bác sĩ",
    "KS": "kỹ sư",
    "KTS": "kiến trúc sư",
    "LS": "luật sư",
    "DS": "dược sĩ",
    "NSND": "nghệ sĩ nhân dân",
    "NSƯT": "nghệ sĩ ưu tú",
}

OFFICES = {
    "UBND": "ủy ban nhân dân",
    "HĐND": "hội đồng nhân dân",
    "UBTVQH": "ủy ban thường vụ quốc hội",
    "QH": "quốc hội",
    "TTg": "thủ tướng",
    "CTN": "chủ tịch nước",
    "MTTQ": "mặt trận tổ quốc",
    "BCA": "bộ công an",
    "BTC": "bộ tài chính",
    "BCT": "bộ công thương",
    "BYT": "bộ y tế",
    "BNV": "bộ nội vụ",
    "BTP": "bộ tư pháp",
    "BXD": "bộ xây dựng",
    "BGTVT": "bộ giao thông vận tải",
    "BGDĐT": "bộ giáo dục và đào tạo",
    "BLĐTBXH": "bộ lao động thương binh và xã hội",
    "BTNMT": "bộ tài nguyên và môi trường",
    "BTTTT": "bộ thông tin và truyền thông",
    "BKHCN": "bộ khoa học và công nghệ",
    "BKHĐT": "bộ kế hoạch và đầu tư",
    "BVHTTDL": "bộ văn hóa thể thao và du lịch",
    "BQP": "bộ quốc phòng",
    "BNG": "bộ ngoại giao",
    "NHNN": "ngân hàng nhà nước",
    "TANDTC": "tòa án nhân dân tối cao",
    "VKSNDTC": "viện kiểm sát nhân dân tối cao",
    "TAND": "tòa án nhân dân",
    "VKSND": "viện kiểm sát nhân dân",
    "CSGT": "cảnh sát giao thông",
    "PCCC": "phòng cháy chữa cháy",
    "CNCH": "cứu nạn cứu hộ",
    "CSKH": "chăm sóc khách hàng",
    "EVN": "e vê en",
}

_COMMON = {
    "TP.HCM": "thành phố hồ chí minh",
    "TPHCM": "thành phố hồ chí minh",
    "Tp.HCM": "thành phố hồ chí minh",
    "TP HCM": "thành phố hồ chí minh",
    "TP. HCM": "thành phố hồ chí minh",
    "HCM": "hồ chí minh",
    "HN": "hà nội",
    "SG": "sài gòn",
    "VN": "việt nam",
    "CHXHCN": "cộng hòa xã hội chủ nghĩa",
    "XHCN": "xã hội chủ nghĩa",
    "BHXH": "bảo hiểm xã hội",
    "BHYT": "bảo hiểm y tế",
    "BHTN": "bảo hiểm thất nghiệp",
    "CCCD": "căn cước công dân",
    "CMND": "chứng minh nhân dân",
    "CMT": "chứng minh thư",
    "GPLX": "giấy phép lái xe",
    "GCN": "giấy chứng nhận",
    "GCNQSDĐ": "giấy chứng nhận quyền sử dụng đất",
    "QSDĐ": "quyền sử dụng đất",
    "MST": "mã số thuế",
    "STK": "số tài khoản",
    "SĐT": "số điện thoại",
    "ĐT": "điện thoại",
    "ĐC": "địa chỉ",
    "GTGT": "giá trị gia tăng",
    "TNCN": "thu nhập cá nhân",
    "TNDN": "thu nhập doanh nghiệp",
    "TTHC": "thủ tục hành chính",
    "DVC": "dịch vụ công",
    "KBNN": "kho bạc nhà nước",
    "NSNN": "ngân sách nhà nước",
    "TNHH": "trách nhiệm hữu hạn",
    "MTV": "một thành viên",
    "DNTN": "doanh nghiệp tư nhân",
    "HTX": "hợp tác xã",
    "CTCP": "công ty cổ phần",
    "NHTM": "ngân hàng thương mại",
    "HĐQT": "hội đồng quản trị",
    "HĐLĐ": "hợp đồng lao động",
    "NLĐ": "người lao động",
    "KCN": "khu công nghiệp",
    "KCX": "khu chế xuất",
    "KĐT": "khu đô thị",
    "KTX": "ký túc xá",
    "THPT": "trung học phổ thông",
    "THCS": "trung học cơ sở",
    "GD&ĐT": "giáo dục và đào tạo",
    "GDĐT": "giáo dục đào tạo",
    "LĐTBXH": "lao động thương binh và xã hội",
    "TT&TT": "thông tin và truyền thông",
    "TN&MT": "tài nguyên và môi trường",
    "KH&ĐT": "kế hoạch và đầu tư",
    "KH&CN": "khoa học và công nghệ",
    "ĐH": "đại học",
    "CĐ": "cao đẳng",
    "ĐHQG": "đại học quốc gia",
    "ĐHBK": "đại học bách khoa",
    "GV": "giáo viên",
    "HS": "học sinh",
    "SV": "sinh viên",
    "BV": "bệnh viện",
    "TTYT": "trung tâm y tế",
    "TTTM": "trung tâm thương mại",
    "TTXVN": "thông tấn xã việt nam",
    "VPĐD": "văn phòng đại diện",
    "ATTP": "an toàn thực phẩm",
    "ATGT": "an toàn giao thông",
    "TNGT": "tai nạn giao thông",
    "ANTT": "an ninh trật tự",
    "ĐBQH": "đại biểu quốc hội",
    "ĐBSCL": "đồng bằng sông cửu long",
    "NXB": "nhà xuất bản",
    "CLB": "câu lạc bộ",
    "HLV": "huấn luyện viên",
    "BTV": "biên tập viên",
    "PV": "phóng viên",
    "TTCK": "thị trường chứng khoán",
    "BĐS": "bất động sản",
    "KH": "khách hàng",
    "NV": "nhân viên",
    "GĐ": "giám đốc",
    "TGĐ": "tổng giám đốc",
    "PGĐ": "phó giám đốc",
    "CBCNV": "cán bộ công nhân viên",
    "CBCC": "cán bộ công chức",
    "QL": "quốc lộ",
    "TL": "tỉnh lộ",
    "NĐ": "nghị định",
    "QĐ": "quyết định",
    "NQ": "nghị quyết",
    "Cty": "công ty",
    "cty": "công ty",
    "sđt": "số điện thoại",
    "stk": "số tài khoản",
    "VD": "ví dụ",
    "vd": "ví dụ",
    "Vd": "ví dụ",
    "v.v": "vân vân",
    "V/v": "về việc",
    "vv": "vân vân",
    "CSVC": "cơ sở vật chất",
    "SXKD": "sản xuất kinh doanh",
    "XNK": "xuất nhập khẩu",
    "LHQ": "liên hợp quốc",
    "CAND": "công an nhân dân",
    "QĐND": "quân đội nhân dân",
    "THA": "thi hành án",
    "MBBank": "em bi banh",
    "ATM": "a tê em",
    "VAT": "vê a tê",
    "WHO": "vê kép hát ô",
    "ADSL": "a đê ét eo",
    "OK": "ô kê",
    "ok": "ô kê",
}

TABLE = {**_COMMON, **OFFICES, **{name + ".": said for name, said in TITLES.items()}, **TITLES}

LETTERS = dict(
    zip(
        "ABCDĐEGHIKLMNOPQRSTUVXYFJWZĂÂÊÔƠƯ",
        "a bê xê dê đê e gờ hát i ca lờ em en o pê quy rờ ét tê u vê ích y ép gi vê_kép dét á ớ ê ô ơ ư".split(),
        strict=True,
    )
)
LETTERS["W"] = "vê kép"

_KNOWN = re.compile(
    r"(?<![\w@&])(?:"
    + "|".join(re.escape(key) for key in sorted(TABLE, key=len, reverse=True))
    + r")(?![\w&@])"
)
_ACRONYM = re.compile(r"(?<![\w-])[A-ZĐ]{2,6}(?!\w)")
_VOWEL = re.compile(r"[AEIOUY]")


def speak(text: str) -> str:
    """Known abbreviations in full, unknown acronyms letter by letter, capitals that are Vietnamese words left alone."""
    text = _KNOWN.sub(_expanded, text)
    return _ACRONYM.sub(_acronym, text)


def _expanded(match: re.Match[str]) -> str:
    key = match.group()
    ends = key.endswith(".") and match.end() == len(match.string)
    return TABLE[key] + ("." if ends else "")


def _acronym(match: re.Match[str]) -> str:
    word = match.group()
    if _VOWEL.search(word) and is_vietnamese_syllable(word):
        return word
    return spell(word)


def spell(letters: str) -> str:
    """Letters by the names that Vietnamese gives them in acronyms."""
    return " ".join(LETTERS.get(letter.upper(), letter) for letter in letters)
