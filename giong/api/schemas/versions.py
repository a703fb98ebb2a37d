"""Published versions of assistants, as they travel."""

from __future__ import annotations

from pydantic import BaseModel, Field

from giong.api.schemas.values import Text
from giong.conversations import versions


class Note(BaseModel):
    note: Text = Field("", max_length=500, description="What is new in this version", examples=["Lệ phí mới"])


class Version(BaseModel):
    """`digest` names the content: two versions with the same one are alike. `scenarios` is how many passed."""

    number: int = Field(examples=[3])
    digest: str = Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])
    note: str = Field(examples=["Lệ phí mới"])
    at: str = Field(examples=["2026-11-21T08:30:00+07:00"])
    scenarios: int = Field(examples=[54])
    files: int = Field(examples=[18])

    @classmethod
    def of(cls, version: versions.Version) -> Version:
        return cls(
            number=version.number,
            digest=version.digest,
            note=version.note,
            at=version.at.isoformat(),
            scenarios=version.scenarios,
            files=len(version.files),
        )


class Versions(BaseModel):
    items: list[Version]
    serving: int = Field(description="0: the folder itself", examples=[3])


class Changes(BaseModel):
    """Files of the assistant's folder."""

    added: list[str] = Field(examples=[["knowledge/le-phi-moi.csv"]])
    changed: list[str] = Field(examples=[["flows/dat_lich_hen.yaml"]])
    removed: list[str] = Field(examples=[[]])

    @classmethod
    def of(cls, found: versions.Changes) -> Changes:
        return cls(added=list(found.added), changed=list(found.changed), removed=list(found.removed))
