"""What is sealed opens with its key in its place only, and keys are changed over without losing anything."""

from __future__ import annotations

import base64
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from giong.errors import BadConfiguration, NotFound
from giong.papers.keyring import Keyring, Master, rotate
from giong.papers.seal import Seal, SealBrokenError, new_key
from giong.papers.vault import Vault
from giong.storage.replacing import replace


def vault(folder: Path, secret: Path) -> Vault:
    return Vault(folder, Keyring(folder, Master.from_file(secret)))


def test_neither_changed_nor_moved_nor_opened_with_another_key() -> None:
    seal = Seal(new_key())
    sealed = seal.close("căn cước".encode(), about="a/b/result")
    assert seal.open(sealed, about="a/b/result") == "căn cước".encode()
    assert seal.close(b"x", about="y") != seal.close(b"x", about="y")
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for broken, about in ((changed, "a/b/result"), (sealed, "a/c/result"), (b"", "a/b/result"), (b"\x02", "")):
        with pytest.raises(SealBrokenError):
            seal.open(broken, about=about)
    with pytest.raises(SealBrokenError):
        Seal(new_key()).open(sealed, about="a/b/result")


def test_parts_of_papers_cannot_be_exchanged_between_papers_or_organisations(tmp_path: Path) -> None:
    here = vault(tmp_path / "papers", tmp_path / "secret")
    here.put("org_a", "paper_1", "result", b"one")
    here.put("org_a", "paper_2", "result", b"two")
    here.put("org_b", "paper_1", "result", b"three")
    assert here.get("org_a", "paper_1", "result") == b"one"
    stolen = (tmp_path / "papers/org_b/paper_1/result").read_bytes()
    for organisation, paper in (("org_a", "paper_1"), ("org_b", "paper_2")):
        path = tmp_path / "papers" / organisation / paper
        path.mkdir(exist_ok=True)
        (path / "result").write_bytes(stolen)
        with pytest.raises(NotFound) as error:
            here.get(organisation, paper, "result")
        assert error.value.code == "paper.seal_broken"


@pytest.mark.parametrize("name", ["..", "../x", "a/b", ".key", "", "a\0"])
def test_names_never_lead_out_of_the_vault(tmp_path: Path, name: str) -> None:
    here = vault(tmp_path / "papers", tmp_path / "secret")
    for names in ((name, "p", "x"), ("o", name, "x"), ("o", "p", name)):
        with pytest.raises(NotFound):
            here.put(*names, b"x")


def test_the_master_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    vault(tmp_path / "papers", secret).put("org_a", "p", "x", b"one")
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert vault(tmp_path / "papers", secret).get("org_a", "p", "x") == b"one"


def test_one_key_comes_to_be_however_many_ask_for_it_first(tmp_path: Path) -> None:
    """Each as another process would, with a keyring of its own."""
    start = threading.Barrier(8)

    def seal(_: int) -> str:
        start.wait()
        return Keyring(tmp_path / "papers", Master.from_file(tmp_path / "secret")).seal("reading").name

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(seal, range(8)))) == 1


def test_rotation_opens_everything_with_the_new_key_and_nothing_with_the_old(tmp_path: Path) -> None:
    folder, secret = tmp_path / "papers", tmp_path / "secret"
    for organisation in ("org_a", "org_b"):
        vault(folder, secret).put(organisation, "p", "x", organisation.encode())
    old = secret.read_bytes()
    running = vault(folder, secret)
    assert rotate(secret, Keyring(folder, Master.from_file(secret))) == 2
    running.put("org_c", "p", "x", b"org_c")  # by a server that was not told
    assert running.get("org_b", "p", "x") == b"org_b"
    for organisation in ("org_a", "org_c"):
        assert vault(folder, secret).get(organisation, "p", "x") == organisation.encode()
    (tmp_path / "old").write_bytes(old)
    with pytest.raises(BadConfiguration) as error:
        vault(folder, tmp_path / "old").get("org_b", "p", "x")
    assert error.value.code == "papers.other_master_key"


def test_a_rotation_that_is_cut_short_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, secret = tmp_path / "papers", tmp_path / "secret"
    for organisation in ("org_a", "org_b"):
        vault(folder, secret).put(organisation, "p", "x", organisation.encode())
    written = 0

    def dying(path: Path, data: bytes, *, mode: int = 0o600) -> None:
        nonlocal written
        written += 1
        if written == 3:  # the file of both keys, then the first organisation's
            raise KeyboardInterrupt
        replace(path, data, mode=mode)

    monkeypatch.setattr("giong.papers.keyring.replace", dying)
    with pytest.raises(KeyboardInterrupt):
        rotate(secret, Keyring(folder, Master.from_file(secret)))
    monkeypatch.undo()
    for organisation in ("org_a", "org_b"):
        assert vault(folder, secret).get(organisation, "p", "x") == organisation.encode()
    assert rotate(secret, Keyring(folder, Master.from_file(secret))) == 2
    assert len(secret.read_text().split()) == 1
    assert vault(folder, secret).get("org_b", "p", "x") == b"org_b"


def test_a_key_of_the_settings_and_a_bad_one(tmp_path: Path) -> None:
    key = new_key()
    folder = tmp_path / "papers"
    Vault(folder, Keyring(folder, Master.from_text(key.hex()))).put("o", "p", "x", b"one")
    changed = Keyring(folder, Master.from_text(base64.b64encode(new_key()).decode(), key.hex()))
    assert changed.rewrap() == 1
    assert Vault(folder, changed).get("o", "p", "x") == b"one"
    for bad in ("mật khẩu", "ab" * 31, ""):
        with pytest.raises(BadConfiguration) as error:
            Master.from_text(bad)
        assert bad not in error.value.vi or not bad
