"""Zip archives, which DOCX and XLSX are: refuses bombs by their declared sizes before anything is unpacked."""

from __future__ import annotations

import io
import zipfile

from giong.retrieval.sources import Limits, corrupt, too_large

MOST_MEMBERS = 20_000


def checked(data: bytes, kind: str, limits: Limits) -> io.BytesIO:
    """The archive's bytes as a file, when what it declares to unpack to is within the limits.

    A member that unpacks to more than it declares ends in `zipfile`'s own error, which readers turn into "corrupt".
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise corrupt(kind) from error
    declared = sum(member.file_size for member in members)
    if declared > limits.unpacked_bytes or len(members) > MOST_MEMBERS:
        raise too_large(f"{declared / 1e6:.0f} MB (giải nén/unpacked)", f"{limits.unpacked_bytes / 1e6:.0f} MB")
    return io.BytesIO(data)
