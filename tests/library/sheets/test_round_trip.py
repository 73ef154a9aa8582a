"""Out into a workbook and in again: nothing is lost, and nothing changes that nobody changed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.domain.errors import KnowledgeInvalid
from bot.library import schema
from bot.library.files import SINGLE, Source
from bot.library.schema import Model
from bot.library.sheets import apply, cells, export, read_changes
from bot.library.sheets.book import plans, value_at
from bot.library.yaml_writing import plain
from tests.library.sheets.workbooks import EXAMPLE, KNOWLEDGE, contents, edited, folder_of

TEXTS = st.one_of(
    st.sampled_from(["0123", "43.90", "TRUE", "=1+1", "+84", "@a", "-b", "a | b", "\\", "a\\|b", "\\\\|", '"', '""', "'", "_x0041_", "#N/A", "1/2", "x|", "|", "a\\"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30).filter(lambda text: bool(text.split())),
)  # fmt: skip
SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,5})?", fullmatch=True)
SPANS = st.sampled_from(["2019-11-30", "2022-10", "2019-Q4", "2025", "2021/2025", "P3M"])
DATES = st.dates(min_value=date(1990, 1, 1)).map(date.isoformat)
BY_FORM: dict[str, Any] = {
    "id": SLUGS,
    "value": SPANS,
    "period": SPANS,
    "issued": DATES,
    "since": DATES,
    "ended": DATES,
    "short": TEXTS.map(lambda text: text[:40]),
}


@st.composite
def records(draw: Any, model: type[Model]) -> dict[str, Any]:
    """Plain data of a record, with any of its optional keys."""
    data: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        if field.is_required() or draw(st.booleans()):
            data[field.alias or name] = draw(values(name, field.annotation))
    return data


def values(name: str, annotation: Any) -> Any:
    parts = get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return records(annotation)
    if getattr(annotation, "__origin__", None) is list:
        return st.lists(values("", parts[0]), min_size=1, max_size=3)
    if name in BY_FORM:
        return BY_FORM[name]
    if hasattr(annotation, "__members__"):
        return st.sampled_from([member.value for member in annotation])
    if parts and all(isinstance(part, str) for part in parts):
        return st.sampled_from(parts)
    if parts and annotation.__class__.__name__ != "_AnnotatedAlias":
        return values(name, next(part for part in parts if part is not type(None)))
    return TEXTS


MODELS: dict[str, type[Model]] = {
    "directive": schema.DirectiveModel, "facts": schema.FactModel, **{key: get_args(model.model_fields[key].annotation)[0] for key, model in SINGLE.items()},
}  # fmt: skip


@pytest.mark.parametrize("key", MODELS)
@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_every_record_is_read_from_its_cells_as_it_was(key: str, data: st.DataObject):
    drawn = data.draw(records(MODELS[key]))
    if key == "emergencies":
        drawn["reply"] = " ".join([drawn["reply"], *drawn["numbers"]])
    if key == "topics":
        drawn["name"] = drawn["name"][:60]
    model = MODELS[key].model_validate(drawn)

    back: dict[str, Any] = {}
    for column in plans()[key].columns:
        value = cells.read(cells.written(value_at(plain(model), column), column), column)
        if value is not None:
            inner = back if len(column.path) == 1 else back.setdefault(str(column.path[0]), {})
            inner[str(column.path[-1])] = value

    assert model == MODELS[key].model_validate(back)


@pytest.mark.parametrize("path", [EXAMPLE, pytest.param(KNOWLEDGE, marks=pytest.mark.slow)], ids=["example", "shipped"])
def test_exported_and_imported_nothing_differs(path: Path, tmp_path: Path):
    folder = folder_of(tmp_path, path)
    before = contents(folder)

    exported = export(folder, tmp_path / "bang.xlsx")
    changes = read_changes(tmp_path / "bang.xlsx", folder)
    apply(changes.files, folder)

    assert exported.rows > 15
    assert ((), before) == (changes.files, contents(folder))


@pytest.mark.slow
def test_a_workbook_saved_by_another_program_still_says_the_same(tmp_path: Path):
    folder = folder_of(tmp_path, KNOWLEDGE)
    export(folder, tmp_path / "bang.xlsx")

    assert () == read_changes(edited(tmp_path / "bang.xlsx", lambda book: None), folder).files


def test_a_workbook_builds_the_whole_knowledge_where_there_is_little(tmp_path: Path):
    export(EXAMPLE, tmp_path / "bang.xlsx")
    folder = tmp_path / "moi"
    (folder / "directives").mkdir(parents=True)
    (folder / "directives" / "a.jsonl").write_text('{"id": "a", "says": "Một đoạn."}\n', encoding="utf-8")

    book = edited(tmp_path / "bang.xlsx", lambda book: book.remove(book["Dấu vết"]))
    apply(read_changes(book, folder).files, folder)
    (folder / "directives" / "a.jsonl").unlink()
    export(folder, tmp_path / "lai.xlsx")

    rows = [
        [[cell.value for cell in row] for row in load_workbook(tmp_path / name)["Mục tri thức"].iter_rows()]
        for name in ("bang.xlsx", "lai.xlsx")
    ]
    assert sorted(map(str, rows[0])) == sorted(map(str, rows[1]))


STRANGE = ["=1+1", "+84", "-5", "@a", "0123", "43.90", "TRUE", "2019-11-30", "1E5", "#N/A", "_x0041_", "'a", "1/2"]


def test_no_text_becomes_a_formula_a_number_or_a_day(tmp_path: Path):
    folder = folder_of(tmp_path)
    facts = [{"id": f"m{place}", "says": text, "phrasings": [f"câu {place}"]} for place, text in enumerate(STRANGE)]
    (folder / "directives/la.jsonl").write_text("".join(f"{json.dumps(fact)}\n" for fact in facts), encoding="utf-8")
    export(folder, tmp_path / "bang.xlsx")

    sheet = load_workbook(tmp_path / "bang.xlsx")["Mục tri thức"]
    cellsthere = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {"s"} == {cell.data_type for cell in cellsthere}
    assert {"@"} == {cell.number_format for cell in cellsthere}
    assert () == read_changes(tmp_path / "bang.xlsx", folder).files


def test_what_no_cell_can_hold_is_named_with_its_line(tmp_path: Path):
    folder = folder_of(tmp_path)
    long = {"id": "dai", "says": "a" * 33_000}
    (folder / "directives/dai.jsonl").write_text(json.dumps(long) + "\n" + json.dumps({"id": "la", "says": "a\u0001b"}), encoding="utf-8")

    with pytest.raises(KnowledgeInvalid) as refused:
        export(folder, tmp_path / "bang.xlsx")

    assert [("directives/dai.jsonl", 1), ("directives/dai.jsonl", 2)] == [
        (problem.file, problem.line) for problem in refused.value.problems
    ]
    assert "33000 ký tự" in refused.value.problems[0].message
    assert not (tmp_path / "bang.xlsx").exists()


def test_the_workbook_is_comfortable(tmp_path: Path):
    export(EXAMPLE, tmp_path / "bang.xlsx")
    book = load_workbook(tmp_path / "bang.xlsx")

    assert ["Văn bản", "Mục tri thức", "Cơ quan", "Chủ đề", "Văn bản được nhắc", "Điều chung của tệp"] == [
        sheet.title for sheet in book if sheet.sheet_state == "visible"
    ]
    facts = book["Mục tri thức"]
    assert "C2" == facts.freeze_panes
    assert '"statement,overview,absence"' in [validation.formula1 for validation in facts.data_validations.dataValidation]
    assert all(facts.column_dimensions[letter].width > 10 for letter in "ABCDEF")
    assert all(cell.alignment.wrap_text for cell in facts[2] if cell.value)


def test_a_source_knows_the_places_of_text_files_still():
    source = Source("a.yaml", "a", None, {("facts", 0): 3})

    assert ("a.yaml:3", 3) == (source.place("facts", 0, "says"), source.line("facts", 0, "says"))
