"""`giong ask`: one question, its answer and where that comes from."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import click

from giong.channels.web import WebLine
from giong.cli.language import t
from giong.cli.session import as_json, assistant_argument, colleague_at_work, data_dir, run, show_json
from giong.dialogue.line import Piece, Said
from giong.dialogue.memory import Notebook
from giong.dialogue.turn import take_turn


@click.command(
    help=t(
        "Hỏi trợ lý một câu; in câu trả lời và nguồn.",
        "Ask an assistant one question; print the answer and its source.",
    ),
    epilog=t(
        'Ví dụ: giong ask assistants/dien-luc "Giá điện bậc 1 bao nhiêu?"',
        'Example: giong ask assistants/dien-luc "Giá điện bậc 1 bao nhiêu?"',
    ),
)
@assistant_argument
@click.argument("question", metavar=t("CÂU-HỎI", "QUESTION"))
@data_dir
@as_json
def ask(assistant: str, question: str, data_dir: Path | None, json_: bool) -> None:
    answer = run(_ask(assistant, question, data_dir))
    if json_:
        show_json(answer)
    else:
        _show(answer)


def _show(answer: dict[str, Any]) -> None:
    click.echo(answer["text"])
    for citation in answer["citations"]:
        click.echo(t("  nguồn: ", "  source: ") + f"{citation['source']} — “{citation['quote']}”")


async def _ask(assistant: str, question: str, data_dir: Path | None) -> dict[str, Any]:
    pieces: list[Piece] = []

    async def collect(piece: Piece) -> None:
        pieces.append(piece)

    async with colleague_at_work(assistant, data_dir=data_dir) as (_, colleague):
        turn = await take_turn(
            heard=Said(question),
            answerer=colleague.mind,
            memory=Notebook(),
            line=WebLine(collect),
            stop=asyncio.Event(),
        )
    assert turn is not None  # a notebook has heard nothing before
    return {
        "text": turn.delivered.text,
        "decision": turn.report.decision,
        "confidence": round(turn.report.confidence, 3),
        "citations": [
            {
                "source": one.source_title,
                "page": one.page,
                "row": one.row,
                "heading": list(one.heading),
                "quote": one.quote,
            }
            for piece in pieces
            for one in piece.citations
        ],
    }
