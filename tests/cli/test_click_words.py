from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from giong.cli.click_words import WORDS


def giong(*arguments: str, language: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from giong.cli.main import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env={"GIONG_LANG": language}, check=False)


@pytest.mark.parametrize(("language", "words"), [("vi", "Cách dùng:"), ("en", "Usage:")])
def test_help_is_in_one_language(language: str, words: str) -> None:
    shown = giong("init", "--help", language=language).stdout
    assert words in shown
    assert ("Options" in shown) == (language == "en")


def test_a_wrong_option_is_named_in_vietnamese() -> None:
    ran = giong("init", "--nope", language="vi")
    assert ran.returncode == 2
    assert "Lỗi: Không có tuỳ chọn '--nope'." in ran.stderr
    assert "Error" not in ran.stderr


def test_wrong_usage_is_json_where_json_is_asked_for() -> None:
    ran = giong("init", "--json", language="vi")
    assert ran.returncode == 2
    assert json.loads(ran.stdout)["error"]["code"] == "command.wrong_usage"


def test_the_sentences_are_those_of_click() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    unknown = [sentence for sentence in WORDS if sentence.replace("\n", "\\n").replace("\t", "\\t") not in source]
    assert unknown == []
