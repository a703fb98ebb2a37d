"""What a database driver's exception means for the person who waits. Knows driver codes, no tables."""

from __future__ import annotations

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError

from giong.errors import Busy, GiongError, StorageFull, Unavailable

_DISK_FULL = "53100"  # SQLSTATE disk_full
_LOCK_TIMEOUT = "55P03"  # lock_not_available
_GIVE_WAY = {"40001", "40P01"}  # serialization_failure, deadlock_detected
_AWAY_CLASSES = {"08", "57", "53"}  # connection exception, operator intervention, insufficient resources


def explain(error: Exception) -> GiongError | None:
    """The error to show for a driver's failure; None if it is a defect of ours, such as a wrong statement."""
    if isinstance(error, OSError):
        return storage_full() if error.errno in (errno.ENOSPC, errno.EDQUOT) else None
    if isinstance(error, TimeoutError):
        return _busy()
    if not isinstance(error, DBAPIError):
        return None
    if isinstance(error.orig, sqlite3.Error):
        return _explain_sqlite(error.orig)
    state = getattr(error.orig, "sqlstate", None)
    if state == _DISK_FULL:
        return storage_full()
    if state in _GIVE_WAY or state == _LOCK_TIMEOUT:
        return _busy()
    unreached = state is None and isinstance(error, OperationalError | InterfaceError)
    if unreached or error.connection_invalidated or str(state)[:2] in _AWAY_CLASSES:
        return _away()
    return None


def explained(error: Exception) -> Exception:
    """What to raise for `error`: its explanation, caused by it, or else itself."""
    if (shown := explain(error)) is None:
        return error
    shown.__cause__ = error
    return shown


def gives_way(error: Exception) -> bool:
    """PostgreSQL chose this transaction to end a deadlock; run again it will very likely succeed."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _GIVE_WAY


def storage_full() -> StorageFull:
    return StorageFull(
        "storage.full",
        vi="Ổ đĩa đã đầy nên chưa lưu được gì. Hãy giải phóng dung lượng rồi thử lại.",
        en="The disk is full, so nothing was stored. Free some space and try again.",
    )


def _explain_sqlite(error: sqlite3.Error) -> GiongError | None:
    primary = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF  # the upper bits only refine the code
    if primary == sqlite3.SQLITE_FULL:
        return storage_full()
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return _busy()
    if primary in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
        return Unavailable(
            "storage.unusable",
            vi="Không đọc hoặc ghi được tệp dữ liệu. Hãy kiểm tra ổ đĩa và quyền truy cập thư mục dữ liệu.",
            en="The data file cannot be read or written. Check the disk and the rights on the data folder.",
        )
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return Unavailable(
            "storage.corrupt",
            vi="Tệp dữ liệu bị hỏng. Hãy dừng máy chủ và khôi phục từ bản sao lưu gần nhất.",
            en="The data file is damaged. Stop the server and restore the latest backup.",
        )
    return None


def _busy() -> Busy:
    return Busy(
        "storage.busy",
        vi="Cơ sở dữ liệu đang bận. Hãy thử lại sau giây lát.",
        en="The database is busy. Try again in a moment.",
    )


def _away() -> Unavailable:
    return Unavailable(
        "storage.away",
        vi="Chưa kết nối được cơ sở dữ liệu. Hãy kiểm tra máy chủ PostgreSQL và `database_url`.",
        en="The database cannot be reached. Check the PostgreSQL server and `database_url`.",
    )
