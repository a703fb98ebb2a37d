"""What is said when a value will not do: one line a reason, which an assistant may word anew in its `answers.yaml`.

Each line says what was wrong and what is needed; the question itself follows it.
"""

from __future__ import annotations

import re

LINES: dict[str, tuple[str, ...]] = {
    "wrong_number_small": ("Dạ, {{value}} thì ít quá, ít nhất phải là {{least}} ạ.",),
    "wrong_number_large": ("Dạ, {{value}} thì nhiều quá, nhiều nhất là {{most}} ạ.",),
    "wrong_number_whole": ("Dạ, chỗ này {{self}} cần một số nguyên, không có phần lẻ ạ.",),
    "wrong_percent_range": ("Dạ, tỷ lệ phải từ 0 đến 100 phần trăm ạ.",),
    "wrong_date_none_such": ("Dạ, lịch không có ngày {{value}} ạ.",),
    "wrong_date_early": ("Dạ, ngày {{value}} thì sớm quá, phải từ ngày {{least}} trở đi ạ.",),
    "wrong_date_past": ("Dạ, ngày {{value}} đã qua rồi, phải từ hôm nay trở đi ạ.",),
    "wrong_date_future": ("Dạ, ngày {{value}} còn chưa tới ạ.",),
    "wrong_date_late": ("Dạ, ngày {{value}} thì xa quá, muộn nhất là ngày {{most}} ạ.",),
    "wrong_date_which": ("Dạ, {{value}} thì cụ thể là ngày nào ạ?",),
    "wrong_date_two": ("Dạ, {{customer}} chọn ngày {{first}} hay ngày {{second}} ạ?",),
    "wrong_time_none_such": ("Dạ, đồng hồ không có {{value}} giờ ạ.",),
    "wrong_time_which": ("Dạ, {{value}} thì cụ thể là mấy giờ ạ?",),
    "wrong_phone_short": ("Dạ, số này mới có {{count}} chữ số, còn thiếu {{missing}} số ạ.",),
    "wrong_phone_long": ("Dạ, số này có {{count}} chữ số, thừa {{extra}} số ạ.",),
    "wrong_phone_prefix": ("Dạ, không có đầu số {{prefix}} ạ.",),
    "wrong_phone_mobile": ("Dạ, đây là số máy bàn hoặc tổng đài, {{self}} cần số di động ạ.",),
    "wrong_phone_landline": ("Dạ, đây là số di động, {{self}} cần số máy bàn ạ.",),
    "wrong_id_length": ("Dạ, số này có {{count}} chữ số; số căn cước phải đủ {{needs}} chữ số ạ.",),
    "wrong_id_province": ("Dạ, ba số đầu {{prefix}} không phải mã tỉnh nào nên số căn cước này chưa đúng ạ.",),
    "wrong_id_year": ("Dạ, số căn cước này cho năm sinh {{year}}, chắc có số chưa đúng ạ.",),
    "wrong_id_old": ("Dạ, đây là số chứng minh nhân dân cũ; {{self}} cần số căn cước mười hai chữ số ạ.",),
    "wrong_tax_length": (
        "Dạ, số này có {{count}} chữ số; mã số thuế có 10 số, thêm 3 số nếu là chi nhánh, của cá nhân là 12 số ạ.",
    ),
    "wrong_tax_check": ("Dạ, mã số thuế này chưa đúng, chắc có một chữ số bị nhầm ạ.",),
    "wrong_account_length": ("Dạ, số này có {{count}} chữ số; số tài khoản có từ {{least}} đến {{most}} chữ số ạ.",),
    "wrong_plate_form": ("Dạ, biển số gồm hai số, một hai chữ cái, rồi bốn hoặc năm số, ví dụ 51F-123.45 ạ.",),
    "wrong_plate_area": ("Dạ, không có biển số đầu {{prefix}} ạ.",),
    "wrong_code_short": ("Dạ, {{self}} ghi được {{value}}, còn thiếu {{missing}} ký tự ạ.",),
    "wrong_code_long": ("Dạ, {{self}} ghi được {{value}}, thừa {{extra}} ký tự ạ.",),
    "wrong_code_form": ("Dạ, {{self}} ghi được {{value}} nhưng mã này chưa đúng mẫu ạ.",),
    "wrong_email_at": ("Dạ, địa chỉ email phải có chữ a còng ở giữa ạ.",),
    "wrong_email_host": ("Dạ, sau a còng còn thiếu tên miền, ví dụ gmail chấm com ạ.",),
    "wrong_url_form": ("Dạ, địa chỉ trang web cần có tên miền, ví dụ vidu.vn ạ.",),
    "wrong_yes_no_undecided": ("Dạ không sao, {{customer}} cứ cân nhắc ạ.",),
    "wrong_choice_number": ("Dạ, ở đây chỉ có {{count}} lựa chọn thôi ạ.",),
    "wrong_choice_other": ("Dạ, {{self}} không có mục “{{value}}”; ở đây có {{options}} ạ.",),
    "wrong_choice_two": ("Dạ, {{customer}} chọn {{first}} hay {{second}} ạ?",),
    "wrong_name_digits": ("Dạ, tên người thì không có chữ số ạ.",),
    "wrong_address_province_only": ("Dạ, {{self}} mới có {{value}}, còn thiếu số nhà, tên đường hoặc thôn, xã ạ.",),
    "wrong_file_words": ("Dạ, mục này {{self}} cần ảnh chụp hoặc tệp gửi kèm, không nhận bằng lời ạ.",),
}
"""Key → default texts, used in turn."""

ALWAYS = frozenset({"self", "customer"})
NAMES: dict[str, frozenset[str]] = {
    key: frozenset(re.findall(r"\{\{(\w+)\}\}", " ".join(texts))) - ALWAYS for key, texts in LINES.items()
}
"""Names that only these lines may use."""
