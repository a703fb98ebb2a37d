"""Every duration and threshold by which a call is heard and spoken, in one place. Knows no audio."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """When a voice begins, when it has ended, what counts as an interruption, how far ahead we speak."""

    # Is it a voice? Probabilities of the activity detector, for each frame of 32 ms.
    voice_on: float = 0.5
    """A frame at least this likely to be speech begins an utterance."""
    voice_off: float = 0.35
    """Within an utterance a frame below this is silence; lower than `voice_on`, so that soft endings count."""
    voice_on_while_speaking: float = 0.6
    """The same as `voice_on` while the assistant speaks, when its own echo may come back."""
    preroll_s: float = 0.3
    """Sound from before the first speech frame that the recogniser also gets; soft first consonants lie there."""
    false_start_s: float = 0.3
    """An utterance that held less voice than `least_voice_s` and then this much silence never was one."""
    least_voice_s: float = 0.09
    """Voice in an utterance below which it is not even recognised: clicks, breath on the microphone."""

    # Has the person begun to speak? (`Began`)
    hold_s: float = 0.09
    """Voice at which the assistant falls silent for the moment; if it was no interruption, it goes on."""
    barge_in_s: float = 0.45
    """Voice needed to stop the assistant for good, if no word has been recognised yet: less may be a cough."""
    backchannel_s: float = 0.7
    """Voice that stops the assistant even if all of it so far sounds like "dạ vâng"."""
    began_s: float = 0.8
    """Voice that is reported while nobody else speaks, if no word has been recognised yet."""

    # Has the person finished? Silence after the last voice that ends a turn. The detector itself lets go of a voice
    # about 0.1 s late, which comes on top. Read sentences of the test sets hold pauses of up to 0.25 s (nine of ten).
    patience: float = 1.0
    """Factor of all these waits but `complete_s`: more for people who think while they speak, less for haste."""
    complete_s: float = 0.2
    """The answer is all that was asked for: one of the expected phrases, all ten digits of a phone number."""
    pause_s: float = 0.35
    """Ordinary speech that sounds finished."""
    closed_s: float = 0.3
    """It ends with a particle that ends sentences: "… được không ạ"."""
    opening_s: float = 0.55
    """No more than "dạ", "em ơi", where more was asked for."""
    digits_s: float = 0.8
    """Numbers are dictated in groups, with pauses between them; until this caller's pauses are known."""
    least_digits_s: float = 0.55
    """The same once they are known, for people who leave hardly any."""
    most_s: float = 1.5
    """No caller is waited for longer than this, however slow, where no slot asks for it."""
    unfinished_s: float = 0.8
    """The last word asks for another one: "số của em là …"."""
    unheard_s: float = 0.6
    """No word could be made out (yet)."""
    look_s: float = 0.12
    """Silence after which the recogniser is asked for the whole text, so that it is there when the turn ends."""
    goes_on_s: float = 1.0
    """Who speaks again so soon after the end of a turn, before anything of the answer was heard, goes on with it."""
    unheard_answer_s: float = 0.6
    """An answer of which only so much was heard counts as not heard then: nobody answers to words so soon, so who
    speaks into them has only gone on.
    """
    longest_s: float = 30.0
    """An utterance is ended here even if the voice goes on."""

    # Feeding the recogniser.
    feed_s: float = 0.16
    """Sound handed over at once; less means more hops between threads, more means later partial texts."""

    # Speaking.
    ahead_s: float = 3.0
    """Sound queued at the port beyond what has been heard; the rest of the answer waits."""
    played_poll_s: float = 0.02
    """How often the port is asked what has been heard."""
    echo_memory_s: float = 1.5
    """Words of the assistant that may still come back as echo after they were played."""

    # Keys.
    key_pause_s: float = 2.5
    """A number typed on the keypad ends with `#` or with this pause."""
