"""What reads papers and the key that seals them, as the settings want them; without any other room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from giong.papers.keyring import Master
from giong.papers.pile import Pile, Unfinished, sheets
from giong.papers.reading import Readers
from giong.settings import Settings
from giong.vision.leaf import Limits

RECEIVED, UNFINISHED = SEALED_FOLDERS = ("papers", "reading")
"""What is sealed with the master key, below the data folder: papers that were received, files that are being read."""


def readers_of(settings: Settings) -> Readers:
    """What reads papers; no child is started yet."""
    return Readers(at_once=settings.papers_at_once, limits=Limits(file_bytes=settings.upload_mb * 1_000_000))


def master_of(settings: Settings, file: Path) -> Master:
    """The master key of the settings, or of the file where they have none."""
    current, old = settings.papers_key.get_secret_value(), settings.papers_old_keys.get_secret_value()
    return Master.from_text(current, old) if current else Master.from_file(file)


def secret_file(data: Path) -> Path:
    """Where the master key lies if no setting holds it."""
    return data / "papers.secret"


@contextmanager
def pile_of(settings: Settings, files: Iterable[Path], *, resume: Path | None = None) -> Iterator[Pile]:
    """Files to be read. What is begun and not finished is kept sealed in `resume`, or below the data folder."""
    folder = resume or settings.data_dir / UNFINISHED
    unfinished = Unfinished(folder, lambda: master_of(settings, secret_file(resume or settings.data_dir)))
    readers = readers_of(settings)
    try:
        yield Pile(
            sheets(files),
            readers,
            unfinished,
            file_bytes=settings.upload_mb * 1_000_000,
            at_once=settings.papers_at_once,
        )
    finally:
        readers.close()
