"""Published versions: whole, unchangeable, switched in one step, and served whatever happens to the working folder."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from giong.conversations.staff import LOOK_AGAIN_S, Staff
from giong.conversations.versions import ABANDONED_S, Version, Versions, changes, contents
from giong.dialogue.line import Expectation
from giong.dialogue.mind import train
from giong.dialogue.nlu.understanding import Understanding
from giong.errors import BadConfiguration, BadInput, NotFound
from giong.evaluation.publishing import publish
from giong.retrieval.index import Index

SAMPLE = Path(__file__).parents[1] / "dialogue" / "assistants" / "cap-nuoc"
OWNER, ID = "org_1", "cap-nuoc"


@pytest.fixture
def working(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(SAMPLE, tmp_path / ID))
    file = folder / "assistant.yaml"
    listed = "knowledge:\n  - {path: knowledge/lap-dat.md, title: Quy định lắp đặt}\n"
    file.write_text(file.read_text(encoding="utf-8").replace(listed, ""), encoding="utf-8")
    return folder


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    return Versions(tmp_path / "versions")


@pytest.fixture
def staff(tmp_path: Path, working: Path, versions: Versions) -> Iterator[Staff]:
    made = staff_of(tmp_path, versions, working)
    yield made
    made.close()


class Deaf:
    """Understands nothing, and learns it at once."""

    async def understand(self, text: str, expecting: Expectation | None = None) -> Understanding:
        return Understanding()


def staff_of(tmp_path: Path, versions: Versions, *folders: Path, drafts: bool = False) -> Staff:
    made = Staff(
        knowledge=tmp_path / "knowledge",
        train=lambda assistant, index: train(assistant, understander=Deaf()),
        open_index=lambda folder: Index.open(folder),
        versions=versions,
        drafts=drafts,
    )
    made.employ(OWNER, folders)
    return made


def put(versions: Versions, working: Path, note: str = "") -> Version:
    """Publish without a test."""
    staged = versions.stage(OWNER, ID, working)
    return versions.publish(OWNER, ID, staged, note=note, scenarios=1)


def rename(working: Path, name: str) -> None:
    file = working / "assistant.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(f"name: {name}" if line.startswith("name:") else line for line in lines))


async def name_served(staff: Staff) -> str:
    staff.look_again(OWNER, ID)
    return (await staff.get(OWNER, ID)).assistant.name


def test_a_version_is_published_only_if_its_scenarios_pass(versions: Versions, working: Path) -> None:
    first = publish(versions, working, organisation_id=OWNER, id=ID, note="đầu tiên")
    assert (first.number, first.note) == (1, "đầu tiên")
    assert first.scenarios >= 15
    answers = working / "answers.yaml"
    answers.write_text(answers.read_text(encoding="utf-8").replace("Cấp nước Suối Trong", "Ai đó"), encoding="utf-8")
    with pytest.raises(BadInput, match="scenarios fail") as failing:
        publish(versions, working, organisation_id=OWNER, id=ID)
    assert failing.value.code == "version.scenarios_fail"
    shutil.rmtree(working / "tests")
    with pytest.raises(BadInput, match="no scenario"):
        publish(versions, working, organisation_id=OWNER, id=ID)
    (working / "slots.yaml").write_text("x: [")
    with pytest.raises(BadConfiguration, match=r"slots\.yaml:2"):
        publish(versions, working, organisation_id=OWNER, id=ID)
    assert versions.serving(OWNER, ID) == first
    assert [one.number for one in versions.history(OWNER, ID)] == [1]
    assert [copy.name for copy in (versions.folder(OWNER, ID, first).parents[1]).iterdir()] == [first.digest]


def test_what_was_discarded_is_not_published_and_what_is_published_is_not_discarded(
    versions: Versions, working: Path
) -> None:
    staged = versions.stage(OWNER, ID, working)
    versions.discard(OWNER, ID, staged)
    with pytest.raises(BadConfiguration):
        versions.publish(OWNER, ID, staged, note="", scenarios=1)
    version = put(versions, working)
    versions.discard(OWNER, ID, versions.stage(OWNER, ID, working))
    assert versions.folder(OWNER, ID, version).is_dir()


def test_what_a_killed_process_left_is_swept_and_what_still_arrives_is_not(versions: Versions, working: Path) -> None:
    copies = versions.stage(OWNER, ID, working).folder.parents[1]
    killed, busy = copies / ".arriving-killed", copies / ".arriving-busy"
    for folder in (killed, busy):
        (folder / "copy").mkdir(parents=True)
        (folder / "copy" / "assistant.yaml").touch(mode=0o400)
    before = time.time() - ABANDONED_S
    os.utime(killed, (before - 60, before - 60))
    os.utime(busy, (before + 60, before + 60))
    digest = versions.stage(OWNER, ID, working).digest
    assert {one.name for one in copies.iterdir()} == {digest, busy.name}


def test_the_same_content_is_one_copy_and_no_second_version(versions: Versions, working: Path) -> None:
    rename(working, "Cấp nước Suối Trong")
    first = put(versions, working)
    (working / ".git").mkdir()
    (working / ".git" / "HEAD").write_text("ref")
    assert put(versions, working) == first
    rename(working, "Khác")
    second = put(versions, working)
    rename(working, "Cấp nước Suối Trong")
    third = put(versions, working)
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert (third.digest, third.files) == (first.digest, first.files)
    assert changes(first.files, second.files).changed == ("assistant.yaml",)
    assert ".git/HEAD" not in third.files


def test_rolling_back_goes_to_the_version_before_or_to_the_one_named(versions: Versions, working: Path) -> None:
    for name in ("Một", "Hai", "Ba"):
        rename(working, name)
        put(versions, working)
    back = versions.serve(OWNER, ID)
    assert back is not None
    assert back.number == 2
    assert versions.serve(OWNER, ID, 3) == versions.get(OWNER, ID, 3)
    assert versions.serve(OWNER, ID, 0) is None
    assert versions.serving(OWNER, ID) is None
    with pytest.raises(NotFound):
        versions.serve(OWNER, ID, 9)
    versions.serve(OWNER, ID, 1)
    with pytest.raises(NotFound, match="before"):
        versions.serve(OWNER, ID)


def test_what_is_different_is_told_by_file(versions: Versions, working: Path) -> None:
    first = put(versions, working)
    rename(working, "Khác")
    (working / "knowledge" / "moi.md").write_text("# Mới")
    (working / "tests" / "khac.yaml").unlink()
    found = changes(first.files, contents(working))
    assert (found.added, found.changed, found.removed) == (
        ("knowledge/moi.md",),
        ("assistant.yaml",),
        ("tests/khac.yaml",),
    )


async def test_the_published_version_serves_while_the_folder_is_edited_broken_and_gone(
    tmp_path: Path, staff: Staff, versions: Versions, working: Path
) -> None:
    rename(working, "Trước")
    assert await name_served(staff) == "Trước"
    put(versions, working)
    rename(working, "Sau")
    assert await name_served(staff) == "Trước"
    (working / "assistant.yaml").write_text("giong: [")
    assert await name_served(staff) == "Trước"
    shutil.rmtree(working)
    assert await name_served(staff) == "Trước"
    restarted = staff_of(tmp_path, versions)
    assert await name_served(restarted) == "Trước"
    with pytest.raises(NotFound, match="working folder"):
        restarted.working_folder(OWNER, ID)
    restarted.close()


async def test_without_a_version_edits_of_the_folder_are_live(staff: Staff, working: Path) -> None:
    rename(working, "Một")
    assert await name_served(staff) == "Một"
    rename(working, "Hai tên")
    assert await name_served(staff) == "Hai tên"


async def test_a_switch_is_noticed_by_itself(staff: Staff, versions: Versions, working: Path) -> None:
    rename(working, "Một")
    put(versions, working)
    assert await name_served(staff) == "Một"
    rename(working, "Hai")
    put(versions, working)
    await asyncio.sleep(LOOK_AGAIN_S + 0.1)
    colleague = await staff.get(OWNER, ID)
    assert (colleague.assistant.name, colleague.version) == ("Hai", 2)


async def test_what_is_known_follows_the_version(staff: Staff, versions: Versions, working: Path) -> None:
    put(versions, working)
    (working / "knowledge" / "moi.md").write_text("# Súc xả\n\nSúc xả đường ống vào ngày 5 hằng tháng.")
    put(versions, working)

    async def known() -> set[str]:
        staff.look_again(OWNER, ID)
        return {source.name for source in (await staff.get(OWNER, ID)).index.sources()}

    assert "knowledge/moi.md" in await known()
    versions.serve(OWNER, ID)
    assert "knowledge/moi.md" not in await known()


async def test_a_draft_is_tried_out_beside_what_is_served(
    tmp_path: Path, staff: Staff, versions: Versions, working: Path
) -> None:
    rename(working, "Đang phục vụ")
    put(versions, working)
    rename(working, "Nháp")
    (working / "knowledge" / "moi.md").write_text("# Mới\n\nChưa công bố.")
    trying = staff_of(tmp_path, versions, working, drafts=True)
    draft = await trying.get(OWNER, ID)
    served = await staff.get(OWNER, ID)
    assert (draft.assistant.name, served.assistant.name) == ("Nháp", "Đang phục vụ")
    assert "knowledge/moi.md" not in {source.name for source in served.index.sources()}
    trying.close()


async def test_a_damaged_version_is_not_served(tmp_path: Path, staff: Staff, versions: Versions, working: Path) -> None:
    rename(working, "Lành")
    version = put(versions, working)
    assert await name_served(staff) == "Lành"
    file = versions.folder(OWNER, ID, version) / "assistant.yaml"
    file.chmod(0o600)
    file.write_text("giong: 1\nname: Bị sửa\n")
    assert await name_served(staff) == "Lành"
    restarted = staff_of(tmp_path, versions, working)
    with pytest.raises(BadConfiguration, match="changed or lost"):
        await restarted.get(OWNER, ID)
    rename(working, "Lành")
    assert put(versions, working) == version
    assert await name_served(restarted) == "Lành"
    restarted.close()


def test_names_that_lead_elsewhere_are_no_assistants(versions: Versions) -> None:
    for id in ("..", "../org_2", ".hidden", ""):
        with pytest.raises(NotFound):
            versions.history(OWNER, id)


def publish_for_ever(root: Path, working: Path) -> None:
    versions = Versions(root)
    for number in range(10_000):
        rename(working, f"Bản {number}")
        put(versions, working)


def test_kill_9_leaves_a_whole_version_serving(tmp_path: Path, working: Path) -> None:
    chance = random.Random(20261122)
    root = tmp_path / "versions"
    versions = Versions(root)
    put(versions, working)
    numbers = [1]
    for _ in range(6):
        child = multiprocessing.get_context("fork").Process(target=publish_for_ever, args=(root, working))
        child.start()
        time.sleep(chance.uniform(0.05, 0.3))
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        serving = versions.serving(OWNER, ID)
        assert serving is not None
        assert contents(versions.folder(OWNER, ID, serving)) == serving.files
        history = [one.number for one in versions.history(OWNER, ID)]
        assert history == list(range(len(history), 0, -1))
        numbers.append(serving.number)
    assert numbers == sorted(numbers)
    assert numbers[-1] > 1
    assert put(versions, working).number >= numbers[-1]


def test_the_record_is_json_for_people(tmp_path: Path, versions: Versions, working: Path) -> None:
    put(versions, working, note="ghi chú")
    record = json.loads((tmp_path / "versions" / OWNER / ID / "record.json").read_text(encoding="utf-8"))
    assert (record["serving"], record["versions"][0]["note"]) == (1, "ghi chú")
