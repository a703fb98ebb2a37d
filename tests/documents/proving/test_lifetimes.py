from __future__ import annotations

from giong.documents.document import Candidate
from giong.documents.proving.lifetimes import possible, today


def test_what_cannot_be_is_not_given() -> None:
    year = today().year
    days = {
        "dob": [f"01/01/{year + 1}", f"01/01/{year - 10}", f"01/01/{year - 40}", f"29/02/{year - year % 4 - 200}"],
        "date": [f"01/01/{year + 1}", f"01/01/{year - 3}"],
        "doe": [f"01/01/{year - 31}", f"01/01/{year + 9}", "Không thời hạn"],
    }
    found = {name: [Candidate(value, value, 0.9) for value in several] for name, several in days.items()}
    left = possible(found, birth="dob", issue="date", expiry="doe", least_age=16)
    assert {name: [one.value for one in several] for name, several in left.items()} == {
        "dob": [f"01/01/{year - 40}"],
        "date": [f"01/01/{year - 3}"],
        "doe": [f"01/01/{year + 9}", "Không thời hạn"],
    }


def test_a_field_without_candidates_falls_away() -> None:
    future = Candidate(f"01/01/{today().year + 1}", "", 0.9)
    assert possible({"dob": [future]}, birth="dob") == {}
