"""`giong`: finds the command, runs it, and turns errors into a sentence and an exit code. No command lives here."""

from __future__ import annotations

import importlib
import json
import sys
from typing import NoReturn

import click

from giong import errors
from giong.cli.click_words import speak_vietnamese
from giong.cli.language import english, t

EXIT_CODES: tuple[tuple[type[errors.GiongError], int], ...] = (
    (errors.StorageFull, 10),
    (errors.Busy, 9),
    (errors.TooManyRequests, 9),
    (errors.Unavailable, 8),
    (errors.BadConfiguration, 7),
    (errors.Forbidden, 6),
    (errors.Unauthenticated, 6),
    (errors.Conflict, 5),
    (errors.NotFound, 4),
    (errors.BadInput, 3),
)
"""0 done, 1 a check did not pass, 2 wrong usage, 3…10 as here, 130 interrupted."""

COMMANDS = {
    "serve": t("Chạy máy chủ: trang web, API, cuộc gọi", "Run the server: web page, API, calls"),
    "init": t("Tạo một trợ lý mới để bắt đầu", "Create a new assistant to start from"),
    "chat": t("Trò chuyện với trợ lý bằng chữ", "Chat with an assistant"),
    "call": t("Gọi cho trợ lý bằng tệp âm thanh", "Call an assistant with audio files"),
    "calls": t("Cuộc gọi đã ghi lại: tìm, xem, nghe, xoá", "Calls on record: finding, hearing, erasing them"),
    "callbacks": t("Ai đang chờ nhân viên gọi lại", "Who waits to be called back"),
    "ask": t("Hỏi một câu rồi thoát", "Ask one question and exit"),
    "read": t("Đọc giấy tờ, trang giấy thành dữ liệu", "Read papers and pages into data"),
    "form": t("Tạo mẫu biểu từ vài bản đã đánh dấu", "Learn a form from a few marked examples"),
    "papers": t("Giấy tờ đã nhận: xem, xoá, ai đã xem", "Papers received: showing, erasing, who saw them"),
    "index": t("Nạp tri thức của trợ lý", "Index an assistant's knowledge"),
    "check": t("Kiểm tra thư mục trợ lý và câu ví dụ", "Check an assistant's folder and examples"),
    "test": t("Chạy các kịch bản thử của trợ lý", "Run an assistant's scenarios"),
    "draft": t("Soạn nháp kịch bản thử từ hội thoại thật", "Draft scenarios from real conversations"),
    "publish": t("Phát hành trợ lý sau khi kịch bản thử đều đạt", "Publish an assistant whose scenarios pass"),
    "versions": t("Các bản đã phát hành của trợ lý", "An assistant's published versions"),
    "rollback": t("Quay về bản phát hành khác", "Let another published version serve"),
    "campaign": t("Chiến dịch gọi ra: danh sách, chạy, kết quả", "Outbound campaigns: lists, running, results"),
    "missed": t("Điều trợ lý chưa trả lời được, và sửa ngay", "What an assistant missed, and mending it"),
    "faq": t("Hỏi đáp: nhập từ bảng tính, soạn nháp từ tài liệu, duyệt", "Questions: import, draft, approve"),
    "train": t("Học ý định và thông tin từ câu đã gán nhãn", "Learn intents and slots from labelled sentences"),
    "evaluate": t("Đo chất lượng bộ máy trên dữ liệu", "Measure engines on data"),
    "engines": t("Các bộ máy: xem, tải về", "Engines: list, pull"),
    "organisation": t("Tổ chức và khoá API", "Organisations and API keys"),
    "doctor": t("Kiểm tra máy và chỉ cách sửa", "Check this machine and say how to mend it"),
}
"""Each command is the click command of its own name in `giong.cli.NAME`; imported only when it is used."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(f"giong.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(t("Lệnh", "Commands")):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    help=t(
        "Gióng: nhân viên ảo cho tổ chức Việt Nam. Trả lời tin nhắn, nghe điện thoại, ngay trên máy của bạn.",
        "Gióng: virtual staff for Vietnamese organisations. Answers chats and phone calls on your own machine.",
    ),
    epilog=t(
        "Ví dụ: giong init tro-ly · giong chat tro-ly · giong serve",
        "Examples: giong init my-assistant · giong chat my-assistant · giong serve",
    ),
)
@click.version_option(package_name="giong", prog_name="giong")
def cli() -> None:
    pass


def exit_code(error: errors.GiongError) -> int:
    """The exit code of an error's class."""
    return next((code for kind, code in EXIT_CODES if isinstance(error, kind)), 1)


def _show_json(shape: dict[str, str]) -> None:
    click.echo(json.dumps({"error": shape}, ensure_ascii=False))


def _fail(error: errors.GiongError) -> NoReturn:
    if "--json" in sys.argv:
        _show_json({"code": error.code, "message": error.vi, "message_en": error.en})
    else:
        click.echo(t(f"Lỗi: {error.vi}", f"Error: {error.en}") + f" [{error.code}]", err=True)
    sys.exit(exit_code(error))


def main() -> None:
    """The `giong` command."""
    if not english():
        speak_vietnamese()
    try:
        cli.main(standalone_mode=False)
    except errors.GiongError as error:
        _fail(error)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo(t("Đã dừng.", "Stopped."), err=True)
        sys.exit(130)
    except click.ClickException as error:
        if "--json" in sys.argv:
            _show_json({"code": "command.wrong_usage", "message": error.format_message()})
        else:
            error.show()
        sys.exit(error.exit_code)
