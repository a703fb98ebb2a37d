"""What is kept on the disk is for the server's owner only."""

from __future__ import annotations

from pathlib import Path

import httpx

from tests.support.serving import serving


def test_everything_made_in_an_open_folder_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    with serving(folder) as served:
        upload = {"file": ("giờ mở cửa.md", b"# Gi\xe1\xbb\x9d\nM\xe1\xbb\x9f l\xc3\xbac 8 gi\xe1\xbb\x9d.")}
        httpx.post(f"{served.url}/api/v1/assistants/template/knowledge", files=upload, headers=served.headers)
        made = list(folder.rglob("*"))
        assert {"giong.db", "ticket.secret", "knowledge"} <= {path.name for path in made}
        assert [path for path in made if path.stat().st_mode & 0o077] == []
