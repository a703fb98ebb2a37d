"""kill -9 of the whole server while customers chat over WebSockets. The long run is `python -m bench kill`."""

from __future__ import annotations

from pathlib import Path

from tests.support.kills import Plan, kill_again_and_again
from tests.support.process import ServerProcess
from tests.support.serving import TEMPLATE

TEXTS = ("thư viện mở cửa mấy giờ", "đặt bàn ở phòng đọc", "thôi", "mỗi thẻ được mượn mấy cuốn sách?")


async def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path / "data", assistants=TEMPLATE, embedding="hashing")
    plan = Plan(chats=8, lives=2, life_s=1.5, seed=20261121)
    findings = await kill_again_and_again(server, plan, assistant="template", texts=TEXTS)
    assert findings.acknowledged > 8
    assert (findings.lost, findings.doubled, findings.gaps) == (0, 0, 0)
    assert (findings.unanswered, findings.failed, findings.integrity) == (0, 0, "ok")
