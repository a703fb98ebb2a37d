"""Opening a file that holds papers: what it is by its bytes, what is refused, its pages one at a time. Reads no text.

Runs inside the confined child (`giong.confined`); what is refused here is refused before a decoder sees it wherever the
file's own header allows that.
"""

from __future__ import annotations

from collections.abc import Iterator

from giong.vision import refusals
from giong.vision.leaf import Leaf, Limits

__all__ = ["Leaf", "Limits", "opened"]

_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"GIF87a", b"GIF89a")
_OFFICE_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""An OLE file: Word 97, or a DOCX that is protected by a password."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def opened(data: bytes, *, name: str = "", password: str = "", limits: Limits | None = None) -> Iterator[Leaf]:
    """The pages of a file, lazily. The name decides nothing; the bytes do.

    Raises `BadInput` or `TooLarge`, when called or when the first page is taken. A broken page among others is a leaf
    with a problem.
    """
    limits = limits or Limits()
    if not data:
        raise refusals.empty()
    if len(data) > limits.file_bytes:
        raise refusals.too_large(len(data), limits.file_bytes)
    if b"%PDF-" in data[:1024]:
        from giong.vision.files import pdf

        return pdf.leaves(data, password, limits)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        from giong.vision.files import image

        return image.heic(data, limits)
    if _is_picture(data):
        from giong.vision.files import image

        return image.leaves(data, limits)
    if data.startswith(b"PK\3\4"):
        from giong.vision.files import office

        return office.leaves(data, limits)
    if data.startswith(_OFFICE_CONTAINER):
        raise refusals.encrypted() if _ENCRYPTED in data else refusals.old_office()
    raise refusals.not_supported()


def _is_picture(data: bytes) -> bool:
    # "BM" alone begins many things: the size that follows must be the file's own.
    bitmap = data[:2] == b"BM" and int.from_bytes(data[2:6], "little") in (len(data), 0)
    return data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or bitmap
