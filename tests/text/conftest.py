"""Property tests of this room have no deadline: the machine may be busy, and speed is measured in `bench/`."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("text", deadline=None)
settings.load_profile("text")
