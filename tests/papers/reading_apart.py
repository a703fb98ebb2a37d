"""`giong read` with the tests' own reader; run as a program, so that it can be killed."""

from __future__ import annotations

from giong.cli.main import main
from giong.papers import reading
from tests.papers.fakes import WORK

if __name__ == "__main__":
    reading.WORK = WORK
    main()
