"""The plan of the workbook that holds a whole knowledge folder: which sheet holds which records, which file a row belongs to.

Văn bản               a row for each file in directives/, with its `directive`
Mục tri thức          a row for each fact of these files
Cơ quan, Chủ đề, …    a row for each record of agencies.yaml, topics.yaml, …
Điều chung của tệp    what a file holds beside its records (`unless`, `note`, …), a row for each text
Dấu vết               hidden: what each file was when the workbook was written, to see later who changed what
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

from bot.library import schema
from bot.library.files import SINGLE
from bot.library.schema import Model
from bot.library.sheets import words
from bot.library.sheets.columns import Column, columns_of
from bot.library.yaml_writing import plain


@dataclass(frozen=True, slots=True)
class Plan:
    """One sheet of records. `key` names the list that they are in a file; rows of `by_file` sheets begin with the name of their file."""

    key: str
    title: str
    columns: tuple[Column, ...]
    by_file: bool = False

    @property
    def heads(self) -> tuple[str, ...]:
        own = tuple(column.head for column in self.columns)
        return (words.FILE, *own) if self.by_file else own


@lru_cache(maxsize=1)
def plans() -> dict[str, Plan]:
    """The sheets of records, by the key of their list."""
    found = {
        "directive": Plan("directive", words.DIRECTIVES, columns_of(schema.DirectiveModel, "directive"), by_file=True),
        "facts": Plan("facts", words.FACTS, columns_of(schema.FactModel, "facts"), by_file=True),
    }
    for key, model in SINGLE.items():
        record = get_args(model.model_fields[key].annotation)[0]
        found[key] = Plan(key, words.SHEETS[key], columns_of(record, key))
    return found


def common_keys(key: str) -> tuple[str, ...]:
    """What the file of these records holds beside them."""
    return tuple(name for name in SINGLE[key].model_fields if name != key)


def file_of(key: str) -> str:
    return f"{key}.yaml"


def content_digest(model: Model) -> str:
    """What a file says, however it is written."""
    return hashlib.sha256(json.dumps(plain(model), ensure_ascii=False).encode()).hexdigest()


def value_at(record: Any, column: Column) -> Any:
    """The value of a column in a record as plain data; None where the record does not say."""
    for key in column.path:
        record = record.get(key) if isinstance(record, dict) else None
    return record
