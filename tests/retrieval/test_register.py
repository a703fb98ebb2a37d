"""Which sources hold on a day, by themselves and by what replaced them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from giong.retrieval.index import Index
from giong.retrieval.passages import Passage
from giong.retrieval.register import Force, Register, Standing
from giong.retrieval.sources import Source
from giong.retrieval.validity import Validity

OLD = Source("old", "quy-dinh-cho-meo.md", "Quy định cũ", "", "", "", Validity(number="03/2019/QĐ-UBND"))
NEW = Source(
    "new", "moi.md", "Quy định mới", "", "", "", Validity(since=date(2025, 2, 1), replaces=("03/2019/qđ-ubnd",))
)


def passage(source: str, since: date | None = None, until: date | None = None) -> Passage:
    return Passage("p", source, "", "x", (), None, 0, 1, since=since, until=until)


def test_what_is_replaced_ends_the_day_before_the_other_begins() -> None:
    register = Register([OLD, NEW])
    assert register.standing(passage("old"), date(2025, 1, 31)) == Standing()
    ended = register.standing(passage("old"), date(2025, 2, 1))
    assert ended == Standing(Force.ENDED, date(2025, 1, 31), "Quy định mới")
    assert register.standing(passage("new"), date(2025, 1, 31)).force is Force.COMING
    assert register.standing(passage("new"), date(2025, 2, 1)).force is Force.PRESENT


def test_a_row_may_hold_for_other_days_than_its_source() -> None:
    register = Register([NEW])
    row = passage("new", since=date(2026, 1, 1), until=date(2026, 1, 31))
    assert register.standing(row, date(2025, 12, 31)).force is Force.COMING
    assert register.standing(row, date(2026, 1, 31)).force is Force.PRESENT
    assert register.standing(row, date(2026, 2, 1)) == Standing(Force.ENDED, date(2026, 1, 31))


def test_a_change_in_part_ends_nothing_but_is_told() -> None:
    change = Source("change", "c.md", "Sửa đổi", "", "", "", Validity(amends=("quy-dinh-cho-meo.md",)))
    assert Register([OLD, change]).standing(passage("old"), date(2026, 1, 1)) == Standing(by="Sửa đổi")


def test_which_is_newer_is_said_only_where_both_tell_their_day() -> None:
    register = Register([OLD, NEW, Source("x", "x", "x", "", "", "", Validity(issued=date(2024, 1, 1), vague=True))])
    assert register.newer("new", "x") is True
    assert register.newer("x", "new") is False
    assert register.newer("old", "new") is None


def test_an_index_knows_the_days_and_takes_up_a_changed_statement(tmp_path: Path) -> None:
    with Index.open(tmp_path) as index:
        source = index.add("gia.md", "Giá vé là 5.000 đồng.".encode()).source
        stated = Validity(until=date(2025, 12, 31))
        assert not index.add("gia.md", "Giá vé là 5.000 đồng.".encode(), stated=stated).unchanged
        assert index.register().validity(source.id) == stated
        assert index.add("gia.md", "Giá vé là 5.000 đồng.".encode(), stated=stated).unchanged
    with Index.open(tmp_path) as index:
        index.add("gia.md", "Giá vé là 5.000 đồng.".encode())
        assert index.register().validity(source.id) == Validity()
