"""kill -9 of the process that dials, again and again: nobody hears us twice, nobody is missed."""

from __future__ import annotations

from pathlib import Path

from tests.support.campaign_kills import Ordeal, kill_again_and_again

ORDEAL = Ordeal(numbers=40, kills=3, at_once=8, ring_s=0.1, talk_s=0.2, life=8, seed=7)


async def test_nobody_is_called_twice_and_nobody_missed(database_url: str, tmp_path: Path) -> None:
    findings = await kill_again_and_again(database_url, tmp_path / "callees", ORDEAL)
    assert findings.kills == 3
    assert findings.cut_off > 0  # some were being talked to when it died
    assert (findings.called_twice, findings.missed) == (0, 0)
    assert findings.called == findings.reached == 40
