"""What the API tells of the telephone, and to whom."""

from __future__ import annotations

from pathlib import Path

import httpx

from tests.live.loopback import HOST, free_port
from tests.support.serving import serving


def test_without_a_telephone_there_is_nothing_to_tell(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        state = httpx.get(f"{server.url}/api/v1/telephony", headers=server.headers).json()
        assert (state["open"], state["trunks"], state["listening"]) == (False, [], [])
        assert httpx.get(f"{server.url}/api/v1/health").json()["trunks"] == {}


def test_accounts_are_shown_to_their_organisation_and_no_password_to_anybody(tmp_path: Path) -> None:
    port, away = free_port(), free_port()
    with serving(
        tmp_path,
        sip_listen=f"udp:{HOST}:{port}",
        sip_account=f"sip:200@{HOST}:{away}",
        sip_password="rat-bi-mat",
        sip_users="101=cung-bi-mat",
    ) as server:
        url = f"{server.url}/api/v1/telephony"
        answer = httpx.get(url, headers=server.headers)
        assert answer.json()["listening"] == [f"udp:{HOST}:{port}"]
        [trunk] = answer.json()["trunks"]
        assert (trunk["name"], trunk["user"]) == ("main", "200")
        assert "bi-mat" not in answer.text
        assert set(httpx.get(f"{server.url}/api/v1/health").json()["trunks"]) == {"main"}
        assert httpx.get(url).status_code == 401
        assert httpx.get(url, headers={"Authorization": f"Bearer {server.stranger}"}).status_code == 403
