from __future__ import annotations

import numpy as np
import pytest

from giong.speech.asr.blocks import transcribe_blocks
from giong.speech.asr.conformer import ConformerRecogniser
from giong.speech.asr.recogniser import Bias
from giong.speech.pcm import Audio
from giong.speech.resample import resample
from tests.speech.recordings import clip, folder

MENU = Bias(("cà phê", "ka rao ke", "khách sạn", "không", "mát xa", "trạm ay têm", "trở lại", "đúng"), closed=True)


@pytest.fixture(scope="module")
def recogniser() -> ConformerRecogniser:
    return ConformerRecogniser()


@pytest.mark.data
def test_a_menu_word_is_heard_as_the_menu_writes_it(recogniser: ConformerRecogniser) -> None:
    files = sorted((folder("menu-words-8k") / "wav").glob("*.wav"))
    names = {"CAFPHEE": "cà phê", "KARAOKE": "ka rao ke", "KHASCHSAJN": "khách sạn"}
    for prefix, phrase in names.items():
        named = [file for file in files if file.name.startswith(prefix)][:2]
        for file in named:
            heard = recogniser.transcribe(clip("menu-words-8k", file.name), bias=MENU)
            assert heard.text == phrase, file.name


@pytest.mark.data
def test_what_is_no_menu_word_is_still_heard_as_what_it_is(recogniser: ConformerRecogniser) -> None:
    audio = clip("vieneu-refs", "Dung_nu_mien_Nam.wav")
    plain = recogniser.transcribe(audio).text
    assert recogniser.transcribe(audio, bias=MENU).text == plain
    assert plain.startswith("tục ngữ có câu")


@pytest.mark.data
def test_an_open_bias_turns_near_words_into_the_expected_ones(recogniser: ConformerRecogniser) -> None:
    audio = clip("vieneu-refs", "Dung_nu_mien_Nam.wav")
    assert "một ly" in recogniser.transcribe(audio).text
    expected = Bias(("sai một li đi một dặm", "điện lực", "nộp tiền điện"))
    assert "sai một li đi một dặm" in recogniser.transcribe(audio, bias=expected).text


@pytest.mark.data
def test_a_bias_acts_in_a_stream_and_shows_in_partial_text(recogniser: ConformerRecogniser) -> None:
    audio = resample(clip("menu-words-8k", "CAFPHEE015.wav"), recogniser.rate_hz)
    stream = recogniser.stream(bias=MENU)
    partial = [stream.accept(audio.samples[at : at + 320]).text for at in range(0, len(audio.samples), 320)]
    assert partial[0] == ""
    assert "cà phê" in partial
    assert stream.finish() == recogniser.transcribe(audio, bias=MENU)


@pytest.mark.data
def test_a_long_recording_keeps_its_words_to_the_end(recogniser: ConformerRecogniser) -> None:
    once = clip("vieneu-refs", "example_3.wav")
    pause = np.zeros(once.rate_hz, np.float32)
    block = Audio(np.concatenate([once.samples, pause]), once.rate_hz)
    heard_s: list[float] = []
    heard = transcribe_blocks(recogniser, [block] * 20, on_progress=heard_s.append)
    assert heard.text.split().count("thấy") == 20
    assert heard_s == pytest.approx([block.duration_s * (n + 1) for n in range(20)])
    assert heard.words[-1].start_s > 19 * block.duration_s


@pytest.mark.data
def test_streams_side_by_side_do_not_disturb_each_other(recogniser: ConformerRecogniser) -> None:
    first = clip("vivos-mini", "VIVOSDEV01_R055.wav")
    second = clip("vivos-mini", "VIVOSDEV01_R043.wav")
    alone = [recogniser.transcribe(audio).text for audio in (first, second)]
    streams = [recogniser.stream(), recogniser.stream()]
    for at in range(0, len(second.samples), 1_600):
        for stream, audio in zip(streams, (first, second), strict=True):
            stream.accept(audio.samples[at : at + 1_600])
    assert [stream.finish().text for stream in streams] == alone
