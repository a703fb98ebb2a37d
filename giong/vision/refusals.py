"""Why a file is sent back before anything is read of it, said to the person who sent it. Knows no file format."""

from __future__ import annotations

from giong.errors import BadInput, TooLarge


def empty() -> BadInput:
    return BadInput(
        "paper.empty",
        vi="Tệp rỗng (0 byte). Hãy kiểm tra lại tệp rồi gửi lại.",
        en="The file is empty (0 bytes). Check it and send it again.",
    )


def too_large(size_bytes: int, limit_bytes: int) -> TooLarge:
    return TooLarge(
        "paper.too_large",
        vi=f"Tệp nặng {size_bytes / 1e6:.0f} MB, giới hạn là {limit_bytes / 1e6:.0f} MB. Hãy giảm dung lượng hoặc chia "
        "nhỏ tệp rồi gửi lại.",
        en=f"The file has {size_bytes / 1e6:.0f} MB, the limit is {limit_bytes / 1e6:.0f} MB. Make it smaller or split "
        "it and send it again.",
    )


def not_supported() -> BadInput:
    return BadInput(
        "paper.not_supported",
        vi="Nội dung tệp không phải ảnh hay văn bản đọc được (tên tệp không quyết định điều đó). Hãy gửi ảnh JPEG, "
        "PNG, TIFF, WebP, HEIC, hoặc tệp PDF, DOCX, XLSX.",
        en="The content of the file is no picture or document that can be read (whatever its name says). Send a JPEG, "
        "PNG, TIFF, WebP or HEIC picture, or a PDF, DOCX or XLSX file.",
    )


def old_office() -> BadInput:
    return BadInput(
        "paper.not_supported",
        vi="Tệp Word hoặc Excel đời cũ (.doc, .xls) không đọc được. Hãy lưu lại thành DOCX, XLSX hoặc PDF rồi gửi lại.",
        en="An old Word or Excel file (.doc, .xls) cannot be read. Save it as DOCX, XLSX or PDF and send it again.",
    )


def too_many_pixels(limit_px: int) -> TooLarge:
    return TooLarge(
        "paper.too_many_pixels",
        vi=f"Ảnh có quá nhiều điểm ảnh, giới hạn là {limit_px / 1e6:.0f} triệu. Hãy thu nhỏ ảnh hoặc quét ở độ phân "
        "giải thấp hơn (300 dpi là đủ) rồi gửi lại.",
        en=f"The picture has too many pixels, the limit is {limit_px / 1e6:.0f} million. Shrink it or scan at a lower "
        "resolution (300 dpi will do) and send it again.",
    )


def too_many_pages(pages: int, limit: int) -> TooLarge:
    return TooLarge(
        "paper.too_many_pages",
        vi=f"Tệp có {pages} trang, giới hạn là {limit}. Hãy chia nhỏ tệp rồi gửi lại.",
        en=f"The file has {pages} pages, the limit is {limit}. Split it and send it again.",
    )


def inflates(limit_bytes: int) -> TooLarge:
    return TooLarge(
        "paper.inflates",
        vi=f"Tệp được nén bất thường: giải nén ra hơn {limit_bytes / 1e6:.0f} MB. Hãy mở tệp, lưu lại thành tệp mới "
        "rồi gửi lại.",
        en=f"The file is oddly compressed: it unpacks to more than {limit_bytes / 1e6:.0f} MB. Open it, save it as a "
        "new file and send it again.",
    )


def encrypted() -> BadInput:
    return BadInput(
        "paper.encrypted",
        vi="Tệp được bảo vệ bằng mật khẩu. Hãy gửi lại kèm mật khẩu, hoặc bỏ mật khẩu rồi gửi lại.",
        en="The file is protected by a password. Send it again with the password, or without protection.",
    )


def wrong_password() -> BadInput:
    return BadInput(
        "paper.wrong_password",
        vi="Mật khẩu không mở được tệp này. Hãy kiểm tra lại mật khẩu rồi gửi lại.",
        en="The password does not open this file. Check it and send the file again.",
    )


def damaged() -> BadInput:
    return BadInput(
        "paper.damaged",
        vi="Tệp bị hỏng hoặc bị thiếu một phần (có thể do tải lên dở dang). Hãy mở thử tệp, lưu lại hoặc chụp lại rồi "
        "gửi lại.",
        en="The file is damaged or a part of it is missing (perhaps an upload that broke off). Try to open it, save or "
        "take it again, and send it once more.",
    )


def nested() -> BadInput:
    return BadInput(
        "paper.nested",
        vi="Tệp chứa một tệp nén khác bên trong nên không được mở. Hãy gửi riêng từng tài liệu.",
        en="The file holds another archive and was not opened. Send each document by itself.",
    )
