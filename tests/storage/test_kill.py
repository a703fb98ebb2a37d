"""kill -9 in the midst of writing: what was acknowledged is there, once, and everything gets its answer."""

from __future__ import annotations

from tests.support.chatter import drive


async def test_no_acknowledged_message_is_lost_or_doubled(database_url: str) -> None:
    findings = await drive(database_url, kills=5, seed=20261121, longest_s=1.0)
    assert findings.acknowledged > 20
    assert (findings.lost, findings.doubled, findings.gaps) == (0, 0, 0)
    assert (findings.unanswered, findings.wrong_states, findings.integrity) == (0, 0, "ok")
