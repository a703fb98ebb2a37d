"""What was said and answered, as JSON and back. Knows the dialogue's values and no table.

Stored records outlive the code: a field added later must have a default, and unknown fields are ignored when
read.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from giong.dialogue.line import Delivered, Piece, Said
from giong.dialogue.memory import Act, End, HandOver, Report

Record = dict[str, Any]

_SAID = TypeAdapter(Said)
_PIECE = TypeAdapter(Piece)
_DELIVERED = TypeAdapter(Delivered)
_REPORT = TypeAdapter(Report)


def said_record(said: Said) -> Record:
    return _record(_SAID, said)


def read_said(record: Record) -> Said:
    return _SAID.validate_python(record)


def piece_record(piece: Piece) -> Record:
    return _record(_PIECE, piece)


def delivered_record(delivered: Delivered) -> Record:
    return _record(_DELIVERED, delivered)


def read_delivered(record: Record) -> Delivered:
    return _DELIVERED.validate_python(record)


def report_record(report: Report) -> Record:
    return _record(_REPORT, report)


def read_report(record: Record) -> Report:
    return _REPORT.validate_python(record)


def act_record(act: Act | None) -> Record | None:
    if act is None:
        return None
    return {"kind": "hand_over" if isinstance(act, HandOver) else "end", **asdict(act)}


def read_act(record: Record | None) -> Act | None:
    if record is None:
        return None
    values = {name: value for name, value in record.items() if name != "kind"}
    return HandOver(**values) if record["kind"] == "hand_over" else End(**values)


def _record(adapter: TypeAdapter[Any], value: object) -> Record:
    record: Record = adapter.dump_python(value, mode="json", exclude_defaults=True)
    return record
