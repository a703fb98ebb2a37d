"""What is said about photos of papers: one line for each reason to take it again, which an assistant may word anew in
its `answers.yaml`. Each says what was wrong and how to do better.
"""

from __future__ import annotations

import re

LINES: dict[str, tuple[str, ...]] = {
    "paper_reading": ("Dạ, {{self}} nhận được ảnh rồi, {{customer}} chờ {{self}} đọc một chút ạ.",),
    "paper_read": ("Dạ, {{self}} đã đọc được {{title}}: {{fields}}.",),
    "paper_read_little": ("Dạ, {{self}} đã xem {{title}}, có chỗ cần {{customer}} xác nhận giúp ạ.",),
    "paper_doubt": (
        "Chỗ {{title}} chữ chưa rõ, {{self}} đọc là “{{value}}”. Đúng không ạ?",
        "Còn {{title}}, {{self}} đọc là “{{value}}”, đúng chưa ạ?",
    ),
    "paper_doubt_why": (
        "Chỗ {{title}} {{self}} đọc là “{{value}}” nhưng chưa khớp: {{why}} {{title}} như vậy đúng không ạ?",
    ),
    "paper_typed": ("Dạ vâng, không cần ảnh cũng được ạ. {{self}} xin hỏi từng mục.",),
    "paper_otherwise": ("{{customer}} có thể gõ thông tin thay cho ảnh, chụp lại {{title}}, hoặc gặp nhân viên ạ.",),
    "paper_shown": ("Dạ, đây là {{title}}: {{fields}}.",),
    "paper_shown_empty": ("Dạ, {{self}} thấy đây là {{title}} nhưng chưa đọc được mục nào.",),
    "paper_what_for": ("{{customer}} cần {{self}} làm gì với giấy tờ này ạ?",),
    "paper_blur": (
        "Dạ, ảnh bị nhoè nên {{self}} chưa đọc được. {{customer}} giữ chắc máy, chạm vào {{title}} trên màn hình để "
        "lấy nét rồi chụp lại giúp {{self}} ạ.",
    ),
    "paper_glare": (
        "Dạ, ảnh bị loá một mảng sáng che mất chữ. {{customer}} nghiêng thẻ hoặc tắt đèn chớp rồi chụp lại giúp "
        "{{self}} ạ.",
    ),
    "paper_dark": ("Dạ, ảnh tối quá {{self}} không đọc được. {{customer}} ra chỗ sáng rồi chụp lại giúp {{self}} ạ.",),
    "paper_cut": (
        "Dạ, ảnh bị lệch, mất một góc {{title}}. {{customer}} đặt thẳng, để thấy đủ bốn góc rồi chụp lại giúp "
        "{{self}} ạ.",
    ),
    "paper_small": (
        "Dạ, {{title}} trong ảnh nhỏ quá. {{customer}} đưa máy lại gần cho gần kín khung hình rồi chụp lại giúp "
        "{{self}} ạ.",
    ),
    "paper_partial": (
        "Dạ, ảnh này {{self}} chưa đọc được {{missing}}. {{customer}} đặt {{title}} thẳng, đủ sáng, thấy đủ bốn góc "
        "rồi chụp lại giúp {{self}} ạ.",
    ),
    "paper_recapture": (
        "Dạ, đây là ảnh chụp lại từ màn hình. {{customer}} chụp thẳng vào bản gốc {{title}} giúp {{self}} ạ.",
    ),
    "paper_photocopy": ("Dạ, đây có vẻ là bản photo. {{customer}} chụp bản gốc {{title}} giúp {{self}} ạ.",),
    "paper_wrong_document": (
        "Dạ, ảnh này không phải {{title}}. {{customer}} chụp đúng {{title}} rồi gửi lại giúp {{self}} ạ.",
    ),
    "paper_no_document": (
        "Dạ, {{self}} chưa nhận ra {{title}} trong ảnh. {{customer}} đặt thẳng, đủ sáng, thấy đủ bốn góc rồi "
        "chụp lại giúp {{self}} ạ.",
    ),
    "paper_blank": ("Dạ, ảnh này trống, không có chữ nào. {{customer}} chụp lại {{title}} giúp {{self}} ạ.",),
    "paper_encrypted": (
        "Dạ, tệp này có mật khẩu nên {{self}} không mở được. {{customer}} gửi ảnh chụp giúp {{self}} ạ.",
    ),
    "paper_late": (
        "Dạ, máy đang bận nên {{self}} chưa đọc xong ảnh. {{customer}} gửi lại sau ít phút giúp {{self}} ạ.",
    ),
    "paper_no_reader": ("Dạ, ở đây {{self}} chưa đọc được ảnh ạ.",),
    "paper_unreadable": (
        "Dạ, {{self}} không mở được ảnh này. {{customer}} chụp lại {{title}} rồi gửi giúp {{self}} ạ.",
    ),
}
"""Key → default texts, used in turn."""

ALWAYS = frozenset({"self", "customer"})
NAMES: dict[str, frozenset[str]] = {
    key: frozenset(re.findall(r"\{\{(\w+)\}\}", " ".join(texts))) - ALWAYS for key, texts in LINES.items()
}
"""Names that only these lines may use."""
