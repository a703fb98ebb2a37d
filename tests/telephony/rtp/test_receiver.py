"""What is heard over good and bad networks, in told time."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giong.speech.codecs import alaw, mulaw
from giong.telephony.rtp.dtmf import events
from giong.telephony.rtp.jitter import MOST_PATIENCE_S
from giong.telephony.rtp.lane import Signal
from giong.telephony.rtp.packet import Packet
from giong.telephony.rtp.receiver import MOST_AHEAD_S, Receiver
from tests.telephony.rtp.network import BASE_S, SSRC, Network, Timed, hear, live, speech_packets, voice

VOICE = voice(4)
CODED = alaw().decode(alaw().encode(VOICE))


def _receiver() -> Receiver:
    receiver = Receiver(0.0)
    receiver.agree(8, alaw(), 101)
    return receiver


def _begin(heard: np.ndarray) -> int:
    """Silence comes first, in real time, until the first packet does."""
    return int(np.flatnonzero(heard)[0]) // 160 * 160


def _error(sound: np.ndarray) -> float:
    """Of the whole energy, when the first packets may have been lost."""
    errors = []
    for first in range(0, 640, 160):
        whole = min(len(sound), len(CODED) - first)
        errors.append(np.sum((sound[:whole] - CODED[first : first + whole]) ** 2) / np.sum(CODED**2))
    return float(min(errors))


def test_a_good_network_costs_no_delay_and_no_sample() -> None:
    heard, times = hear(_receiver(), Network(1).deliver(speech_packets(VOICE)), 3.9)
    begin = _begin(heard)
    assert begin == 160  # the 30 ms of the way hold one frame of silence
    sound = heard[begin:]
    assert np.array_equal(sound, CODED[: len(sound)])
    delays = [at_s - BASE_S - 0.02 * number for number, at_s in enumerate(times[begin // 160 :])]
    assert max(delays) < 1e-6


@pytest.mark.parametrize("seed", range(5))
def test_five_percent_loss_with_jitter_and_disorder_leaves_no_gap(seed: int) -> None:
    receiver = _receiver()
    arrivals = Network(seed, loss=0.05, jitter_s=0.06, doubled=0.02).deliver(speech_packets(VOICE))
    heard, times = hear(receiver, arrivals, 4.0)
    sound = heard[_begin(heard) :]
    assert 3.85 < len(sound) / 8000 <= 4.05
    assert _error(sound) < 0.1  # aligned to its end, and mostly the same
    assert max(np.diff(times)) <= 0.2
    assert receiver.reception.lost == pytest.approx(10, abs=9)
    assert receiver.buffer.late <= 8


def test_concealment_is_nearer_to_the_voice_than_silence() -> None:
    receiver = _receiver()
    arrivals = [timed for number, timed in enumerate(Network(1).deliver(speech_packets(VOICE))) if number % 10 != 7]
    heard, _ = hear(receiver, arrivals, 3.9)
    sound = heard[_begin(heard) :]
    gaps = [slice(160 * number, 160 * (number + 1)) for number in range(7, len(sound) // 160, 10)]
    wanted = np.concatenate([CODED[gap] for gap in gaps])
    made = np.concatenate([sound[gap] for gap in gaps])
    assert np.corrcoef(wanted, made)[0, 1] > 0.6
    assert np.sum((wanted - made) ** 2) < 0.7 * np.sum(wanted**2)


def test_a_pause_of_the_sender_is_silence_in_real_time() -> None:
    sent = list(speech_packets(VOICE))
    paused = sent[:50] + sent[150:]  # silence suppression: the numbers go on, the timestamps have a hole
    talk = [(at_s, replace(packet, sequence=(65_000 + n) & 0xFFFF)) for n, (at_s, packet) in enumerate(paused)]
    receiver = _receiver()
    heard, times = hear(receiver, Network(1).deliver(talk), 3.9)
    sound = heard[_begin(heard) :]
    assert np.array_equal(sound[: 50 * 160], CODED[: 50 * 160])
    assert np.sqrt(np.mean(sound[60 * 160 : 150 * 160] ** 2)) < 0.012
    after = sound[151 * 160 : 180 * 160]
    assert np.array_equal(after, CODED[151 * 160 : 180 * 160])
    assert max(np.diff(times)) < 0.061  # silence keeps coming while nothing does


def test_comfort_noise_has_the_level_that_was_told() -> None:
    sent = list(speech_packets(VOICE))[:20]
    last = sent[-1][1]
    noise = Packet(13, (last.sequence + 1) & 0xFFFF, (last.timestamp + 160) & 0xFFFFFFFF, SSRC, bytes([55]))
    receiver = _receiver()
    heard, _ = hear(receiver, Network(1).deliver([*sent, (0.4, noise)]), 2.0)
    level = 20 * np.log10(np.sqrt(np.mean(heard[-8000:] ** 2)))
    assert level == pytest.approx(-55, abs=1)
    assert receiver.filled == 0


@pytest.mark.parametrize(
    "change",
    [{"ssrc": 99, "sequence": 1, "timestamp": 5}, {"sequence": 30_000, "timestamp": 1_000_000}],
    ids=["another source", "the same source begins anew"],
)
def test_a_stream_that_begins_anew_is_heard_at_once(change: dict[str, int]) -> None:
    first, second = list(speech_packets(VOICE[:16_000])), list(speech_packets(VOICE[16_000:], from_s=2.0, **change))
    receiver = _receiver()
    heard, times = hear(receiver, Network(1).deliver(first + second), 3.9)
    tail = CODED[24_000:30_000]
    place = len(heard) - len(CODED[24_000:]) + 160 * 5
    found = np.correlate(heard[place - 2400 :], tail, "valid").max() / np.sum(tail**2)
    assert found == pytest.approx(1, abs=0.01)
    assert max(np.diff(times)) < 0.061


def test_a_way_that_becomes_longer_loses_little_and_is_followed() -> None:
    sent = list(Network(1).deliver(speech_packets(VOICE)))
    detour = [(at_s + (0.15 if at_s > 1 else 0.0), packet) for at_s, packet in sent]
    receiver = _receiver()
    hear(receiver, detour, 4.1)
    assert receiver.buffer.late < 10
    assert receiver.buffer.patience_s < 0.2


@pytest.mark.parametrize("drift", [1 + 200e-6, 1 - 200e-6], ids=["slow", "fast"])
def test_a_clock_that_drifts_is_followed(drift: float) -> None:
    receiver = _receiver()
    payload = alaw().encode(VOICE[:160])
    arrivals = [(0.02 * n * drift, Packet(8, n & 0xFFFF, 160 * n, SSRC, payload)) for n in range(15_000)]
    frames = sum(1 for _ in live(receiver, arrivals, 299.0))
    assert receiver.filled == 0
    assert frames == pytest.approx(299 / 0.02 / drift, abs=2)


def test_other_packet_times_and_a_codec_that_was_not_agreed_are_heard() -> None:
    receiver = _receiver()
    sent = [(0.06 * n, Packet(0, n, 480 * n, SSRC, mulaw().encode(VOICE[480 * n : 480 * (n + 1)]))) for n in range(30)]
    heard, _ = hear(receiver, Network(1).deliver(sent), 1.7)
    sound = heard[_begin(heard) :]
    assert np.array_equal(sound, mulaw().decode(mulaw().encode(VOICE))[: len(sound)])


def test_a_flood_of_strange_timestamps_uses_no_memory() -> None:
    receiver = _receiver()
    for number in range(20_000):
        receiver.put(Packet(8, number & 0xFFFF, (number * 7919 * 160) & 0xFFFFFFFF, SSRC, b"\xd5" * 160), number / 1e4)
        list(receiver.take(number / 1e4))
    assert len(receiver.buffer._waiting) <= 128


def test_sound_faster_than_real_time_is_not_handed_on_for_ever() -> None:
    receiver = _receiver()
    frames = 0
    for number in range(20_000):
        receiver.put(Packet(8, number & 0xFFFF, number * 160, SSRC, b"\x55" * 160), number * 1e-4)
        frames += sum(1 for _ in receiver.take(number * 1e-4))
    assert frames == pytest.approx((MOST_AHEAD_S + 2) / 0.02, abs=3)


def test_a_thousand_keys_are_each_told_once_over_a_bad_network() -> None:
    receiver = _receiver()
    wanted = "".join("0123456789*#"[(n * 7 + n // 12) % 12] for n in range(1000))
    pause = Signal(b"\xd5" * 160, 8)
    sent: list[Timed] = []
    for symbol in wanted:
        for signal in events(symbol, 101, pause=pause):
            n = len(sent)
            timestamp = (160 * n - signal.held) & 0xFFFFFFFF
            packet = Packet(signal.payload_type, n & 0xFFFF, timestamp, SSRC, signal.payload, signal.marker)
            sent.append((0.02 * n, packet))
    arrivals = Network(5, loss=0.05, jitter_s=0.06, doubled=0.05).deliver(sent)
    told = [item for _, item in live(receiver, arrivals, 0.02 * len(sent) + 1) if isinstance(item, str)]
    assert "".join(told) == wanted


FATES = ("sent", "lost", "doubled", "late", "comfort", "key", "odd length", "again", "far ahead", "another source")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(FATES), min_size=20, max_size=120), st.randoms(use_true_random=False))
def test_however_packets_come_time_goes_on_evenly(fates: list[str], chance: random.Random) -> None:
    sequence, timestamp, ssrc = chance.getrandbits(16), chance.getrandbits(32), SSRC
    arrivals: list[Timed] = []
    for number, fate in enumerate(fates):
        sequence, timestamp = sequence + 1, timestamp + 160
        at_s = 0.02 * number + chance.uniform(0, 0.01)
        if fate == "another source":
            ssrc, sequence, timestamp = chance.getrandbits(32), chance.getrandbits(16), chance.getrandbits(32)
        if fate == "far ahead":
            timestamp += chance.getrandbits(31)
        length = chance.randrange(0, 1400) if fate == "odd length" else 160
        kind, payload = {"comfort": (13, b"\x32"), "key": (101, b"\x05\x0a\x00\xa0")}.get(fate, (8, b"\x55" * length))
        packet = Packet(kind, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, ssrc, payload)
        arrivals += [(at_s + (0.15 if fate == "late" else 0.0), packet)] * {"lost": 0, "doubled": 2}.get(fate, 1)
        if fate == "again" and arrivals:
            arrivals.append((at_s, chance.choice(arrivals)[1]))
    whole_s = 0.02 * len(fates) + 1.0
    told = list(live(_receiver(), sorted(arrivals, key=lambda timed: timed[0]), whole_s))
    frames = [(at_s, item) for at_s, item in told if not isinstance(item, str)]
    assert all(item.shape == (160,) and item.dtype == np.float32 and np.isfinite(item).all() for _, item in frames)
    times = [0.0, *(at_s for at_s, _ in frames)]
    assert max(np.diff(times)) <= MOST_PATIENCE_S + 0.2  # never silent for much longer than a packet is waited for
    assert len(frames) * 0.02 <= 1.01 * whole_s + MOST_AHEAD_S + 0.05
