"""eSpeak NG as a synthesiser: plain, immediate and always there. Knows only the program's command line.

eSpeak NG is under the GPL, so Gióng runs the program as a separate process and never loads its library.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from typing import IO

from giong.errors import Unavailable
from giong.speech.pcm import Samples, from_pcm16
from giong.speech.tts.pieces import in_pieces, piece_samples, silence
from giong.speech.tts.synthesiser import Voice
from giong.speech.tts.voices import chosen

PROGRAM = "espeak-ng"
RATE_HZ = 22_050
NORMAL_WPM = 125
"""The pace at which a recogniser of human Vietnamese made the fewest errors (120 to 130 words a minute)."""
WPM_LIMITS = (80, 450)
WORD_GAP_10MS = 2
AMPLITUDE = 65
"""Gives speech at about -20 dBFS with peaks below -1.4 dBFS. The program's own 100 runs into its limiter, and a
telephone codec turns that into noise.
"""
SENTENCE_PAUSE_S = 0.2
"""Said after each sentence, in place of the program's own half second, which keeps people waiting."""
_WAV_HEADER_BYTES = 44

VOICES = ("vi", "vi+f3", "vi+m3", "vi-vn-x-south", "vi-vn-x-central")
"""The northern voice, a higher and a lower variant, and two regional ones that are harder to understand."""


class EspeakSynthesiser:
    """Speaks with the `espeak-ng` program: one short-lived process for each sentence."""

    name = "espeak"
    rate_hz = RATE_HZ
    voices: tuple[str, ...] = VOICES

    def __init__(self, program: str = PROGRAM) -> None:
        self._program = find_program(program)

    def synthesise(self, text: str, voice: Voice) -> Iterator[Samples]:
        arguments = [self._program, *_voice_arguments(voice), "-z", "-b", "1", "--stdin", "--stdout"]
        return self._speak(arguments, plain(text))

    def _speak(self, arguments: list[str], text: str) -> Iterator[Samples]:
        if not text:
            return
        with start(arguments) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                _send(process.stdin, text)
                header = process.stdout.read(_WAV_HEADER_BYTES)
                while data := process.stdout.read(2 * piece_samples(RATE_HZ)):
                    yield from_pcm16(data)
            finally:
                process.kill()
        if len(header) < _WAV_HEADER_BYTES:
            raise failed("no sound came out")
        yield from in_pieces(silence(SENTENCE_PAUSE_S, RATE_HZ), RATE_HZ)


def find_program(program: str = PROGRAM) -> str:
    """The path of eSpeak NG, or the command that installs it."""
    path = shutil.which(program)
    if path is None:
        raise Unavailable(
            "engine.espeak.missing",
            vi="Chưa có chương trình espeak-ng. Hãy cài bằng lệnh: apt-get install espeak-ng",
            en="The program espeak-ng is missing. Install it with: apt-get install espeak-ng",
        )
    return path


def plain(text: str) -> str:
    """`text` without what the program takes for commands: `[[…]]` holds phonemes, and NUL ends its input."""
    return text.replace("[[", "[ [").replace("\0", " ").strip()


def start(arguments: list[str]) -> subprocess.Popen[bytes]:
    """Start eSpeak NG with its standard input and output in our hands."""
    try:
        return subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError as error:
        raise failed(str(error.strerror)) from error


def failed(reason: str) -> Unavailable:
    """The error for a program that is there but does not work."""
    command = "apt-get install --reinstall espeak-ng espeak-ng-data"
    return Unavailable(
        "engine.espeak.failed",
        vi=f"Chương trình espeak-ng không chạy được ({reason}). Hãy cài lại bằng lệnh: {command}",
        en=f"espeak-ng does not work ({reason}). Reinstall it with: {command}",
    )


def _send(stdin: IO[bytes], text: str) -> None:
    # The program reads its whole input before it writes, so this cannot wait for our reading its output.
    try:
        stdin.write(text.encode())
        stdin.close()
    except BrokenPipeError:
        pass


def _voice_arguments(voice: Voice) -> list[str]:
    slowest, fastest = WPM_LIMITS
    wpm = min(max(round(NORMAL_WPM * voice.speed), slowest), fastest)
    return ["-v", chosen(voice.name, VOICES), "-s", str(wpm), "-g", str(WORD_GAP_10MS), "-a", str(AMPLITUDE)]


def load(*, program: str = PROGRAM) -> EspeakSynthesiser:
    """The engine table's entry point."""
    return EspeakSynthesiser(program)
