"""Every recogniser must keep the promises of its seam; the remote one asks a small server in this process."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import numpy as np
import pytest

from giong.speech.asr.conformer import ConformerRecogniser
from giong.speech.asr.recogniser import Bias, Recogniser
from giong.speech.asr.remote import RemoteRecogniser
from giong.speech.asr.scripted import ScriptedRecogniser
from giong.speech.asr.wheel import WheelRecogniser
from giong.speech.energy import EnergyActivity
from giong.speech.pcm import Audio
from giong.speech.silero import SileroActivity
from tests.speech.recordings import clip

SENTENCE = "xin chào"
TONE = ScriptedRecogniser([SENTENCE])


class _Stub(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"text": "Xin chào."}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def remote() -> Iterator[RemoteRecogniser]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Stub)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with httpx.Client(base_url=f"http://127.0.0.1:{server.server_port}/v1/") as client:
        yield RemoteRecogniser(client, model="whisper", activity=EnergyActivity)
    server.shutdown()
    thread.join()


@pytest.fixture(params=["conformer", "viet-asr-wheel", "remote", "scripted"])
def recogniser(request: pytest.FixtureRequest) -> Recogniser:
    if request.param == "conformer":
        return ConformerRecogniser()
    if request.param == "viet-asr-wheel":
        return WheelRecogniser(SileroActivity)
    if request.param == "remote":
        stub: RemoteRecogniser = request.getfixturevalue("remote")
        return stub
    return TONE


def speech_for(recogniser: Recogniser) -> Audio:
    """Something that this recogniser understands."""
    if isinstance(recogniser, ScriptedRecogniser | RemoteRecogniser):
        tone = TONE.line(SENTENCE)
        return Audio(np.pad(tone.samples, (8_000, 8_000)), tone.rate_hz)
    return clip("vivos-mini", "VIVOSDEV01_R055.wav")


SILENCE = np.zeros(32_000, np.float32)
HISS = np.random.default_rng(1).normal(0.0, 0.01, 32_000).astype(np.float32)


@pytest.mark.parametrize("samples", [SILENCE, HISS, SILENCE[:0], SILENCE[:100]])
def test_silence_and_noise_hold_no_words(recogniser: Recogniser, samples: np.ndarray) -> None:
    heard = recogniser.transcribe(Audio(samples, recogniser.rate_hz))
    assert heard.text == ""
    assert heard.words == ()
    assert heard.final


@pytest.mark.data
@pytest.mark.parametrize("piece", [160, 1_234, 100_000])
def test_a_stream_in_pieces_of_any_size_gives_the_words_of_the_whole(recogniser: Recogniser, piece: int) -> None:
    audio = speech_for(recogniser)
    stream = recogniser.stream()
    for start in range(0, len(audio.samples), piece):
        assert not stream.accept(audio.samples[start : start + piece]).final
    whole = recogniser.transcribe(audio)
    assert whole.text
    assert stream.finish() == whole


@pytest.mark.data
def test_an_utterance_goes_on_after_its_end_was_asked_for(recogniser: Recogniser) -> None:
    audio = speech_for(recogniser)
    stream = recogniser.stream()
    middle = len(audio.samples) * 6 // 10
    stream.accept(audio.samples[:middle])
    early = stream.finish()
    assert early.final
    assert stream.finish() == early
    stream.accept(audio.samples[middle:])
    assert stream.finish() == recogniser.transcribe(audio)


@pytest.mark.data
def test_words_have_times_within_the_clip_in_order(recogniser: Recogniser) -> None:
    audio = speech_for(recogniser)
    heard = recogniser.transcribe(audio)
    assert heard.text == " ".join(word.text for word in heard.words)
    times = [time for word in heard.words for time in (word.start_s, word.end_s)]
    assert times == sorted(times)
    assert 0 <= times[0] < times[-1] <= audio.duration_s + 0.4
    assert all(0 <= word.confidence <= 1 for word in heard.words)
    assert heard.usage.audio_in_s == pytest.approx(audio.duration_s)


@pytest.mark.data
def test_quiet_speech_is_understood_at_another_rate_and_with_a_bias(recogniser: Recogniser) -> None:
    audio = speech_for(recogniser)
    quiet = Audio((audio.samples * 0.02).astype(np.float32), audio.rate_hz)
    assert recogniser.transcribe(quiet, bias=Bias(("tòa nhà",))).text == recogniser.transcribe(audio).text
