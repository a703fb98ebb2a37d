"""Publishes an assistant's folder, provided that it is valid and its scenarios pass. Knows no server."""

from __future__ import annotations

from pathlib import Path

from giong.conversations.versions import Version, Versions
from giong.errors import BadInput
from giong.evaluation.rehearsal import rehearsal
from giong.evaluation.scenarios import run_scenarios

SHOWN = 5
"""How many failing scenarios the error names."""


def publish(versions: Versions, working: Path, *, organisation_id: str, id: str, note: str = "") -> Version:
    """Copy the folder, try the copy, and let it serve. Runs event loops of its own; takes some seconds.

    What is tried is what is published, whoever edits the working folder meanwhile. Raises `BadFolder` for a folder
    that cannot be used and `BadInput` where a scenario fails or there is none; then nothing has changed.
    """
    staged = versions.stage(organisation_id, id, working)
    try:
        scenarios = _passing(staged.folder)
    except BaseException:
        versions.discard(organisation_id, id, staged)
        raise
    return versions.publish(organisation_id, id, staged, note=note, scenarios=scenarios)


def _passing(folder: Path) -> int:
    """How many scenarios there are, none of which fails."""
    with rehearsal(folder) as ready:
        if not ready.scenarios:
            raise BadInput(
                "version.no_scenarios",
                vi="Trợ lý chưa có kịch bản thử nào nên chưa phát hành được. Hãy tạo bằng “giong test --generate”.",
                en="The assistant has no scenario, so it is not published. Make some with “giong test --generate”.",
            )
        results = list(run_scenarios(ready.mind, ready.scenarios))
    failed = [result.scenario for result in results if not result.passed]
    if failed:
        raise _failing(failed, of=len(results))
    return len(results)


def _failing(failed: list[str], *, of: int) -> BadInput:
    named = "; ".join(f"“{name}”" for name in failed[:SHOWN]) + (" …" if len(failed) > SHOWN else "")
    return BadInput(
        "version.scenarios_fail",
        vi=f"Không phát hành: {len(failed)} trong {of} kịch bản thử bị hỏng: {named}. Xem bằng “giong test”.",
        en=f"Not published: {len(failed)} of {of} scenarios fail: {named}. See “giong test”.",
    )
