"""The words that click itself prints (Usage, Options, what is wrong with a command line), in Vietnamese. Knows no
command."""

from __future__ import annotations

import click

WORDS = {
    "Usage:": "Cách dùng:",
    "Options": "Tuỳ chọn",
    "Commands": "Lệnh",
    "Show this message and exit.": "Hiện hướng dẫn này rồi thoát.",
    "Show the version and exit.": "Hiện phiên bản rồi thoát.",
    "%(prog)s, version %(version)s": "%(prog)s, phiên bản %(version)s",
    "Try '{command} {option}' for help.": "Xem hướng dẫn: {command} {option}",
    "Error: {message}": "Lỗi: {message}",
    "Missing argument": "Thiếu đối số",
    "Missing option": "Thiếu tuỳ chọn",
    "Missing command.": "Thiếu lệnh.",
    "Choose from:\n\t{choices}": "Chọn một trong:\n\t{choices}",
    "No such command {name!r}.": "Không có lệnh {name!r}.",
    "No such option {name!r}.": "Không có tuỳ chọn {name!r}.",
    "Did you mean {possibility}?": "Có phải {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Có phải một trong: {possibilities}?)",
    "Invalid value: {message}": "Giá trị không hợp lệ: {message}",
    "Invalid value for {param_hint}: {message}": "Giá trị của {param_hint} không hợp lệ: {message}",
    "Option {name!r} does not take a value.": "Tuỳ chọn {name!r} không nhận giá trị.",
    "Option {name!r} requires an argument.": "Tuỳ chọn {name!r} cần một giá trị.",
    "Got unexpected extra argument ({args})": "Thừa đối số ({args})",
    "file": "tệp",
    "directory": "thư mục",
    "path": "đường dẫn",
    "{name} {filename!r} does not exist.": "không có {filename!r}.",
    "{name} {filename!r} is a directory.": "{filename!r} là thư mục, không phải tệp.",
    "{name} {filename!r} is a file.": "{filename!r} là tệp, không phải thư mục.",
    "{name} {filename!r} is not readable.": "không đọc được {filename!r}.",
    "{value!r} is not a valid {number_type}.": "{value!r} không phải là số.",
    "{value!r} is not {choice}.": "{value!r} không phải là {choice}.",
}
"""Keyed by click's own sentences; one that click words anew in a later version simply stays English."""

_MODULES = (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types)


def _word(sentence: str) -> str:
    return WORDS.get(sentence, sentence)


def _words(one: str, many: str, count: int) -> str:
    """Vietnamese has one form for any number."""
    return WORDS.get(one, one if count == 1 else many)


def speak_vietnamese() -> None:
    """From here on click speaks Vietnamese. Its catalogue is gettext's, which reads compiled files only, so the two
    look-up functions of its modules are replaced instead.
    """
    for module in _MODULES:
        for name, look_up in (("_", _word), ("ngettext", _words)):
            if hasattr(module, name):
                setattr(module, name, look_up)
