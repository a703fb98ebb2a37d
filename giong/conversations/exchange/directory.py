"""Which assistant answers which dialled number. Knows no call and no wire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from giong.errors import BadConfiguration
from giong.text import phones


@dataclass(frozen=True)
class Directory:
    """Dialled number → the id of an assistant; `otherwise` answers the rest ("": nobody does)."""

    numbers: Mapping[str, str]
    otherwise: str = ""

    @classmethod
    def read(cls, numbers: Sequence[str], *, otherwise: str, staff: Sequence[str]) -> Directory:
        """From the settings `phone_numbers` and `phone_assistant`; `staff` are the assistants that there are.

        Where there is only one assistant, it answers everything that no other setting gives away.
        """
        entries: dict[str, str] = {}
        for entry in numbers:
            number, _, assistant = (part.strip() for part in entry.partition("="))
            if not number or not assistant:
                raise BadConfiguration(
                    "settings.bad_value",
                    vi=f"Cấu hình `phone_numbers`: không hiểu “{entry}”. "
                    "Cách viết: SỐ=TRỢ-LÝ, ví dụ 19001234=dien-luc.",
                    en=f"The setting `phone_numbers`: “{entry}” cannot be read. "
                    "It is written NUMBER=ASSISTANT, e.g. 19001234=dien-luc.",
                )
            entries[national(number)] = _known(assistant, "phone_numbers", staff)
        if otherwise:
            _known(otherwise, "phone_assistant", staff)
        return cls(entries, otherwise or (staff[0] if len(staff) == 1 else ""))

    def assistant(self, dialled: str) -> str:
        """The id of the assistant that answers; "" if nobody does."""
        return self.numbers.get(national(dialled), self.otherwise)


def national(dialled: str) -> str:
    """A number or the user of an address as it is compared and shown: +84 903 123 456 → 0903123456.

    What is no number that can exist in Viet Nam (an extension, a name, a foreign number) stays as it is.
    """
    user = dialled.removeprefix("sips:").removeprefix("sip:").removeprefix("tel:").partition("@")[0].partition(";")[0]
    phone = phones.parse(user)
    return phone.number if phone else user.strip()


def _known(assistant: str, setting: str, staff: Sequence[str]) -> str:
    if assistant not in staff:
        known = ", ".join(staff) or "—"
        raise BadConfiguration(
            "settings.bad_value",
            vi=f"Cấu hình `{setting}`: không có trợ lý “{assistant}”. Các trợ lý hiện có: {known}.",
            en=f"The setting `{setting}`: there is no assistant “{assistant}”. There are: {known}.",
        )
    return assistant
