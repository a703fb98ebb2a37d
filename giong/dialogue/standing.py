"""What every assistant knows without being told: the intents with a meaning of their own and the lines that have
defaults.
"""

from __future__ import annotations

from giong.dialogue.manners import photos
from giong.dialogue.slots import reasons

INTENTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "yes": ("Đúng", (
        "có", "vâng", "dạ", "ừ", "đúng", "đúng rồi", "phải", "vâng ạ", "dạ vâng", "đồng ý", "được", "ok",
        "chuẩn rồi",
        "chính xác", "có ạ", "vâng đúng rồi", "ừ đúng", "xác nhận",
    )),
    "no": ("Không", (
        "không", "không ạ", "dạ không", "không phải", "không đúng", "sai rồi", "chưa", "chưa đúng",
        "không cần",
        "không đồng ý", "nhầm rồi",
    )),
    "cancel": ("Thôi, không làm nữa", (
        "thôi không làm nữa", "huỷ đi", "hủy bỏ", "tôi muốn huỷ yêu cầu này", "dừng lại", "bỏ qua đi",
        "thôi không cần nữa", "thôi khỏi",
        "thôi dẹp", "dẹp đi", "thôi được rồi", "thôi được rồi cảm ơn", "không làm nữa", "thôi bỏ đi",
        "hủy giúp tôi", "thôi để sau",
    )),
    "back": ("Quay lại", (
        "quay lại", "trở lại", "quay lại bước trước", "lùi lại", "cho tôi quay lại câu trước",
        "quay về bước trước",
    )),
    "repeat": ("Nhắc lại", (
        "nhắc lại", "nói lại đi", "nhắc lại giúp tôi", "nói lại giúp tôi với", "tôi chưa nghe rõ",
        "không nghe rõ", "bạn vừa nói gì",
        "đọc lại đi", "hả", "sao cơ", "gì cơ", "xin nhắc lại",
    )),
    "agent": ("Gặp nhân viên", (
        "gặp nhân viên", "cho tôi gặp nhân viên", "tôi muốn nói chuyện với người thật",
        "cho gặp tổng đài viên", "nối máy cho tôi với nhân viên",
        "gặp người", "chuyển máy cho nhân viên hỗ trợ", "tôi muốn gặp tư vấn viên",
        "cho tôi nói chuyện với người", "chuyển cho nhân viên", "gặp quản lý", "gặp giám đốc", "gặp lễ tân",
        "gặp bác sĩ",
    )),
    "greeting": ("Chào hỏi", (
        "xin chào", "chào bạn", "chào em", "alo", "a lô", "hello", "hi", "em ơi", "chào buổi sáng", "chào ad",
        "có ai ở đó không",
    )),
    "thanks": ("Cảm ơn", (
        "cảm ơn", "cám ơn em", "cảm ơn nhiều", "cảm ơn bạn nhé", "thank you", "thanks", "ok thanks", "ok cảm ơn",
        "ok cảm ơn nhiều", "tốt quá cảm ơn",
    )),
    "goodbye": ("Tạm biệt", (
        "tạm biệt", "kết thúc", "kết thúc cuộc gọi", "chào nhé", "bye", "hẹn gặp lại", "thôi chào em",
        "không còn gì nữa", "thế thôi nhé",
        "hết rồi em", "xin phép cúp máy", "thôi chị chào em", "thôi anh chào em nhé",
        "thôi bác chào cháu", "vậy thôi cảm ơn em", "thế thôi cảm ơn nhé", "ừ thế nhé", "thế nhé",
        "gọi nhầm số rồi xin lỗi nhé",
        "à nhầm máy rồi",
    )),
    "help": ("Trợ giúp", (
        "giúp tôi với", "bạn làm được gì", "em giúp được những gì", "tôi cần trợ giúp", "hướng dẫn sử dụng",
        "bạn biết làm gì",
        "ở đây có những dịch vụ gì", "bạn có thể làm gì",
    )),
    "who": ("Hỏi trợ lý là ai", (
        "em tên gì", "bạn tên là gì", "em là ai vậy", "bạn là ai", "bạn là người hay máy", "đây là đâu vậy",
        "đây là chỗ nào",
        "ai đấy", "alo phường đấy hả cháu", "có phải nhà anh Hùng không", "đấy có phải công ty không",
        "đầu dây bên kia là ai", "em là máy hay người thật", "tôi đang nói với máy phải không",
        "bạn có phải là robot không", "đang nói chuyện với người thật hay máy vậy",
    )),
    "wellbeing": ("Hỏi thăm", (
        "em khoẻ không", "bạn có khoẻ không", "em ăn cơm chưa", "ăn cơm chưa em", "em ăn sáng chưa",
        "em đang làm gì đấy",
        "dạo này thế nào", "em có mệt không", "em có người yêu chưa", "em bao nhiêu tuổi",
    )),
    "weather": ("Chuyện thời tiết", (
        "hôm nay trời đẹp nhỉ", "hôm nay thời tiết thế nào", "trời nóng quá", "trời mưa to quá", "hôm nay lạnh quá",
        "mai có mưa không", "trời hôm nay thế nào", "dự báo thời tiết hôm nay",
    )),
    "joke": ("Chuyện vui", (
        "kể chuyện cười đi", "kể anh nghe một câu chuyện vui", "hát cho anh nghe một bài đi", "em hát đi", "đọc thơ đi",
        "nói gì vui vui đi", "kể chuyện đi em",
    )),
    "praise": ("Khen", (
        "em giỏi quá", "em dễ thương quá", "trả lời hay quá", "tuyệt vời", "em thông minh thật", "bạn tốt quá",
        "hay quá",
        "giọng em hay thế", "em nói chuyện lễ phép ghê",
    )),
    "wait": ("Xin chờ một chút", (
        "chờ chút", "đợi tí", "chờ anh một lát", "đợi chị tìm đã", "khoan đã", "từ từ", "đợi xíu nhé",
        "chờ tôi lấy giấy",
        "để tôi xem đã", "để chị tìm hoá đơn đã", "giữ máy nhé",
    )),
}  # fmt: skip
"""Name → (title, examples)."""

LINES: dict[str, tuple[str, ...]] = {
    "greeting": ("Dạ, {{self}} xin nghe. {{customer}} cần {{self}} giúp gì ạ?",),
    "greeted": (
        "Dạ, {{self}} chào {{customer}}, chúc {{customer}} {{part_of_day}} tốt lành. {{customer}} cần {{self}} giúp "
        "gì ạ?",
        "Dạ, {{self}} nghe đây, {{customer}} cần {{self}} giúp gì ạ?",
    ),
    "unknown": (
        "Dạ, điều này trong tài liệu của {{self}} không có. {{customer}} có muốn gặp nhân viên không ạ?",
        "Dạ, {{self}} chưa tìm thấy điều này. {{customer}} có muốn {{self}} nối máy với nhân viên không ạ?",
    ),
    "not_understood": (
        "Dạ, {{self}} nghe chưa rõ. {{customer}} nói lại giúp {{self}} với ạ.",
        "Dạ, {{self}} vẫn chưa nghe được. {{customer}} nói chậm lại một chút giúp {{self}} nhé?",
    ),
    "silence": (
        "Dạ, {{customer}} còn ở đó không ạ?",
        "{{customer}} có nghe {{self}} nói không ạ?",
    ),
    "silence_end": (
        "Dạ, {{self}} không nghe {{customer}} trả lời nên xin phép dừng ở đây. {{self}} chào {{customer}} ạ.",
    ),
    "clarify": ("Dạ, ý {{customer}} là {{first}} hay {{second}} ạ?",),
    "did_you_mean": ("Dạ, ý {{customer}} là {{first}}, đúng không ạ?",),
    "did_you_ask": ("Dạ, có phải {{customer}} muốn hỏi “{{first}}” không ạ?",),
    "clarify_questions": ("Dạ, {{customer}} muốn hỏi “{{first}}” hay “{{second}}” ạ?",),
    "handing_over": ("Dạ, {{self}} chuyển {{customer}} tới nhân viên ngay, {{customer}} chờ một chút ạ.",),
    "agent_closed": (
        "Dạ, giờ này chưa có nhân viên trực. Những gì {{customer}} nói được lưu trong cuộc trò chuyện này."
        "{{' Nhân viên trực từ ' + open_hours + '.' if open_hours else ''}}"
        "{{' Việc gấp, ' + customer + ' gọi số ' + hotline + ' ạ.' if hotline else ''}}",
    ),
    "goodbye": ("Dạ, {{self}} cảm ơn và chào {{customer}} ạ.",),
    "cancelled": ("Dạ, {{self}} dừng lại ở đây ạ.",),
    "not_in_documents": ("Dạ, điều này {{self}} chưa có thông tin, {{customer}} hỏi nhân viên giúp {{self}} ạ.",),
    "recorded": ("Cuộc gọi được ghi âm để phục vụ {{customer}} tốt hơn.",),
    "recording_refused": ("Dạ vâng, cuộc gọi này sẽ không được ghi âm ạ.",),
    "nobody_free": (
        "Dạ, hiện chưa có nhân viên nào nghe máy được. {{self}} đã ghi lại yêu cầu để nhân viên gọi lại cho "
        "{{customer}}."
        "{{' Nhân viên trực ' + open_hours + '.' if open_hours else ''}}"
        " {{self}} cảm ơn và chào {{customer}} ạ.",
    ),
    "shutting_down": (
        "Dạ, hệ thống phải tạm dừng ít phút nên {{self}} xin phép kết thúc ở đây. Mong {{customer}} gọi lại sau ạ.",
    ),
    "filler": ("Dạ, {{customer}} chờ {{self}} một chút ạ.",),
    "here": ("Dạ, {{self}} vẫn nghe đây ạ.",),
    "slower": ("Dạ vâng, {{self}} nói chậm lại ạ.",),
    "faster": ("Dạ vâng, {{self}} nói nhanh hơn ạ.",),
    "louder": ("Dạ vâng, {{self}} nói to hơn ạ.",),
    "softer": ("Dạ vâng, {{self}} nói nhỏ lại ạ.",),
    "listening": ("Dạ, {{customer}} cứ nói ạ, {{self}} nghe đây.",),
    "anything_else": (
        "{{customer}} cần {{self}} giúp gì thêm không ạ?",
        "{{customer}} còn cần gì nữa không ạ?",
    ),
    "thanks": (
        "Dạ, không có gì ạ.",
        "Dạ vâng, {{self}} rất vui được giúp {{customer}} ạ.",
    ),
    "help": ("Dạ, {{customer}} cứ nói điều mình cần, {{self}} sẽ tìm giúp ạ.",),
    "who": (
        "Dạ, {{self}} là trợ lý tự động của {{assistant}} ạ. "
        "Muốn nói chuyện với người, {{customer}} cứ bảo “gặp nhân viên”.",
    ),
    "wellbeing": (
        "Dạ, {{self}} cảm ơn {{customer}} đã hỏi thăm. {{self}} là trợ lý tự động nên lúc nào cũng sẵn sàng ạ.",
    ),
    "weather": ("Dạ, chuyện thời tiết thì {{self}} không rõ, {{customer}} giữ gìn sức khoẻ ạ.",),
    "joke": ("Dạ, {{self}} không có khiếu kể chuyện, chỉ mong giúp được việc của {{customer}} ạ.",),
    "praise": ("Dạ, {{self}} cảm ơn {{customer}} ạ.", "Dạ, {{customer}} khen làm {{self}} vui quá ạ."),
    "wait": ("Dạ vâng, {{customer}} cứ thong thả, {{self}} chờ ạ.",),
    "emergency_fire": (
        "{{customer}} gọi 114 ngay để được chữa cháy, cứu nạn; có người bị thương thì gọi 115 nữa. "
        "Xin mọi người ra khỏi chỗ nguy hiểm trước đã ạ.",
    ),
    "emergency_medical": (
        "{{customer}} gọi 115 ngay để được cấp cứu ạ. Giữ người bệnh nằm yên, nới lỏng quần áo và đừng cho ăn uống gì.",
    ),
    "emergency_shock": (
        "{{customer}} đừng chạm tay vào người bị giật; ngắt được nguồn điện an toàn thì ngắt, và gọi 115 ngay ạ.",
    ),
    "emergency_police": ("{{customer}} gọi 113 ngay để báo công an, và tránh đến chỗ an toàn trước đã ạ.",),
    "emergency_child": (
        "{{customer}} gọi 111 ngay, đây là tổng đài bảo vệ trẻ em, trực cả ngày đêm và không tính cước; "
        "đang có người làm hại trẻ thì gọi 113 ạ.",
    ),
    "emergency_suicide": (
        "{{self}} rất lo cho {{customer}}. Xin {{customer}} gọi 115 ngay, và gọi một người thân đến ở cạnh mình lúc "
        "này ạ. "
        "{{customer}} không phải chịu đựng một mình đâu ạ.",
    ),
    "out_of_bounds": (
        "Dạ, việc này {{self}} không làm được ạ. {{self}} chỉ giúp được những việc trong phần của mình thôi ạ.",
    ),
    "insulted": (
        "Dạ, {{self}} hiểu {{customer}} đang bực. {{customer}} nói giúp {{self}} việc đang cần để {{self}} hỗ trợ "
        "ngay ạ.",
        "Dạ, mong {{customer}} nói chuyện nhẹ nhàng để {{self}} giúp được việc cho {{customer}} ạ.",
    ),
    "not_called_again": ("Dạ, {{self}} xin lỗi vì đã làm phiền. Bên {{self}} sẽ không gọi cho {{customer}} nữa ạ.",),
    "wrong_person": ("Dạ, {{self}} xin lỗi đã gọi nhầm người ạ.",),
    "insulted_end": ("Dạ, {{self}} xin phép dừng cuộc trò chuyện ở đây, khi nào cần {{customer}} liên hệ lại ạ.",),
    "upset": ("Dạ, {{self}} xin lỗi vì đã để {{customer}} phải bực mình.",),
    "upset_offer": (
        "Dạ, {{self}} xin lỗi vì đã để {{customer}} phải bực mình. {{customer}} có muốn gặp nhân viên không ạ?",
    ),
    "does_not_know": (
        "Dạ không sao ạ, {{customer}} cứ thong thả tìm giúp {{self}}. Nếu không có, {{customer}} nói “gặp nhân viên” "
        "ạ.",
    ),
    "signs_only": ("Dạ, {{customer}} viết thành lời giúp {{self}} với ạ.",),
    "next_request": ("Còn việc {{title}} {{customer}} hỏi lúc nãy, {{self}} giúp tiếp đây ạ.",),
    "both_requests": ("Dạ, {{self}} giúp {{customer}} việc {{first}} trước, rồi đến việc {{second}} ạ.",),
    "too_long": ("Dạ, tin nhắn dài quá. {{customer}} viết ngắn lại giúp {{self}} với ạ.",),
    "action_failed": ("Dạ, hệ thống đang bận nên {{self}} chưa làm được việc này ạ.",),
    "corrected": ("Dạ, {{self}} sửa lại là {{value}} ạ.",),
    "read_back": ("Dạ, {{value}} ạ.",),
    "what_to_correct": ("Dạ, {{customer}} muốn sửa thông tin nào ạ?",),
    "resumed": ("Dạ, mình quay lại việc {{title}} nhé.",),
    **photos.LINES,
    "apology": (
        "Dạ, {{self}} xin lỗi, {{self}} đang gặp trục trặc. {{customer}} thử lại giúp {{self}} sau ít phút ạ.",
    ),
    **reasons.LINES,
}
"""Key → default texts, used in turn."""

LINE_NAMES: dict[str, frozenset[str]] = {
    "clarify": frozenset({"first", "second"}),
    "did_you_mean": frozenset({"first"}),
    "did_you_ask": frozenset({"first"}),
    "clarify_questions": frozenset({"first", "second"}),
    "corrected": frozenset({"value"}),
    "read_back": frozenset({"value"}),
    "resumed": frozenset({"title"}),
    "next_request": frozenset({"title"}),
    "both_requests": frozenset({"first", "second"}),
    **reasons.NAMES,
    **photos.NAMES,
}
"""Names that only these lines may use."""

NAMES = frozenset(
    {"self", "customer", "assistant", "channel", "code", "today", "hour", "part_of_day", "hotline", "open_hours"}
)
"""Names that every expression may use, beside slots, variables and what flows set."""
