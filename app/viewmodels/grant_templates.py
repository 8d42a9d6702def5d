"""Templates of a grant: what is filled in for the commonest wishes, to be changed as one likes."""

from dataclasses import dataclass

from app.domain.person import Role
from app.texts.messages import message


@dataclass(frozen=True, slots=True)
class Template:
    """What a template fills in. `preset` is one of `always`, `stay`, `weekly`, `visit`; hours and days belong to it (1 is Monday).

    `is_reserve`: for each door a code of its own, held by the door and by nobody.
    """

    key: str
    role: Role
    preset: str
    days: frozenset[int] = frozenset()
    from_hour: int = 0
    until_hour: int = 0
    is_closed_on_holidays: bool = False
    is_new_code: bool = False
    is_reserve: bool = False

    @property
    def word(self) -> str:
        """The template as people read it."""
        return message(f"template_{self.key}")


TEMPLATES = (
    Template("cleaner", Role.STAFF, "weekly", frozenset(range(1, 6)), 8, 12, True),
    Template("contractor", Role.GUEST, "visit", is_new_code=True),
    Template("holiday_let", Role.GUEST, "stay", is_new_code=True),
    Template("reserve", Role.MANAGER, "always", is_new_code=True, is_reserve=True),
)


def template_choices() -> list[tuple[str, str]]:
    """The templates to choose from, as key and word; none first."""
    return [("", message("template_none")), *((one.key, one.word) for one in TEMPLATES)]


def template_of(key: str) -> Template | None:
    """The template with this key."""
    return next((one for one in TEMPLATES if one.key == key), None)
