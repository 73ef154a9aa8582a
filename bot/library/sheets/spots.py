"""Where in a spreadsheet the parts of a knowledge file stand, by the same paths by which text files know their lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.library.files import Spot
from bot.library.yaml_reading import Where


@dataclass(frozen=True, slots=True)
class RowPlace:
    """The row of a record: in which file and sheet, and under which head each of its keys stands."""

    file: str
    sheet: str
    row: int
    heads: Mapping[Where, str]


@dataclass(slots=True)
class Spots(Mapping[Where, Spot]):
    """The spot of every part of the records whose rows are known; worked out when somebody asks, for most parts have no problem."""

    rows: dict[Where, RowPlace] = field(default_factory=dict)

    def __getitem__(self, where: Where) -> Spot:
        for cut in range(len(where), -1, -1):
            place = self.rows.get(where[:cut])
            if place is not None:
                return _spot(place, where[cut:])
        raise KeyError(where)

    def __iter__(self) -> Iterator[Where]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def _spot(place: RowPlace, inner: Where) -> Spot:
    """The cell that holds a part of a record, and the item in the cell; KeyError when it is no part of it."""
    if not inner:
        return Spot(place.file, place.sheet, place.row)
    for cut in (2, 1):
        head = place.heads.get(inner[:cut])
        if head is not None:
            item = inner[cut] if len(inner) > cut else None
            return Spot(place.file, place.sheet, place.row, head, item + 1 if isinstance(item, int) else 0)
    raise KeyError(inner)
