"""`giong check`: what is wrong in assistants' folders, and how well their examples are told apart."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from giong import settings
from giong.app import folders_of
from giong.cli.language import t
from giong.cli.session import as_json, show_json
from giong.dialogue.folder.problems import Problem
from giong.dialogue.nlu.review import Review
from giong.errors import NotFound
from giong.evaluation.checking import Check
from giong.evaluation.checking import check as checked

SHOWN_CONFUSIONS = 5


@click.command(
    help=t(
        "Kiểm tra thư mục trợ lý: lỗi và cảnh báo có tệp, dòng; câu ví dụ phân biệt được tới đâu. "
        "Thoát với 1 nếu có lỗi.",
        "Check assistants' folders: mistakes and warnings with file and line; how well examples are told apart. "
        "Exits with 1 if there is a mistake.",
    ),
    epilog=t("Ví dụ: giong check tro-ly", "Example: giong check my-assistant"),
)
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar=t("THƯ-MỤC…", "FOLDER…"))
@as_json
def check(folders: tuple[Path, ...], json_: bool) -> None:
    found = folders_of(settings.load(assistants=list(folders) or None))
    if not found:
        raise NotFound(
            "assistant.no_folder",
            vi="Không thấy trợ lý nào. Hãy chỉ thư mục có tệp assistant.yaml.",
            en="There is no assistant. Name a folder that holds an assistant.yaml.",
        )
    checks = [checked(folder) for folder in found]
    if json_:
        show_json({"assistants": [_as_json(one) for one in checks]})
    else:
        for one in checks:
            _show(one)
    sys.exit(1 if any(one.problems for one in checks) else 0)


def _show(one: Check) -> None:
    click.echo(click.style(one.assistant, bold=True))
    for problem in one.problems:
        click.echo(f"  ✗ {_told(problem)}")
    for warning in one.warnings:
        click.echo(f"  ! {_told(warning)}")
    if one.review is not None:
        _show_review(one.review)


def _told(problem: Problem) -> str:
    return f"{problem.place}: {t(problem.vi, problem.en)}"


def _show_review(review: Review) -> None:
    shares = review.shares
    lines = [
        t(
            f"câu chưa gặp: đúng ý định {review.accuracy:.0%}, F1 trung bình {review.f1_macro:.2f}",
            f"sentences not met: intent right {review.accuracy:.0%}, macro F1 {review.f1_macro:.2f}",
        ),
        t(
            f"trả lời từ {review.bands.answer:.2f}, hỏi lại từ {review.bands.clarify:.2f}: trả lời "
            f"{shares.answered:.0%} (sai {shares.answered_wrong:.0%}), hỏi lại {shares.asked_back:.0%}",
            f"answers from {review.bands.answer:.2f}, asks back from {review.bands.clarify:.2f}: answers "
            f"{shares.answered:.0%} ({shares.answered_wrong:.0%} of them wrong), asks back {shares.asked_back:.0%}",
        ),
    ]
    for confusion in review.confusions[:SHOWN_CONFUSIONS]:
        example = confusion.examples[0]
        lines.append(f"{confusion.intent} → {confusion.taken_for}: {confusion.count} (“{example}”)")
    for line in lines:
        click.echo(f"    {line}")


def _as_json(one: Check) -> dict[str, Any]:
    review = one.review
    understanding = None
    if review is not None:
        understanding = {
            **asdict(review),
            "f1_macro": review.f1_macro,
            "grades": [{**asdict(grade), "f1": grade.f1} for grade in review.grades],
        }
    return {
        "assistant": one.assistant,
        "ok": not one.problems,
        "problems": [asdict(problem) for problem in one.problems],
        "warnings": [asdict(warning) for warning in one.warnings],
        "understanding": understanding,
    }
