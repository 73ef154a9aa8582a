"""Turns what pydantic finds wrong into a Vietnamese sentence: what is wrong, what is expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel

_EXPECTED = {
    "missing": "thiếu khóa “{key}”",
    "extra_forbidden": "khóa lạ “{key}”{near}; xem các khóa được dùng trong knowledge/README.md",
    "string_type": "“{key}” phải là chữ, không phải {input}",
    "list_type": "“{key}” phải là danh sách (mỗi dòng bắt đầu bằng dấu -)",
    "model_type": "“{key}” phải gồm các khóa con, không phải {input}",
    "date_from_datetime_parsing": "ngày sai ở “{key}”: {input}; viết năm-tháng-ngày có thật, ví dụ 2019-11-30",
    "date_parsing": "ngày sai ở “{key}”: {input}; viết năm-tháng-ngày có thật, ví dụ 2019-11-30",
    "date_type": "ngày sai ở “{key}”: {input}; viết năm-tháng-ngày có thật, ví dụ 2019-11-30",
    "date_from_datetime_inexact": "ngày sai ở “{key}”: {input}; viết đủ năm-tháng-ngày và không ghi giờ, ví dụ 2019-11-30",
    "too_short": "“{key}” không được để trống",
    "string_too_long": "“{key}” quá dài; tối đa {max_length} ký tự",
    "too_long": "“{key}” quá dài; tối đa {max_length} ký tự",
    "enum": "“{key}” có giá trị lạ {input}; chỉ dùng: {expected}",
    "literal_error": "“{key}” có giá trị lạ {input}; chỉ dùng: {expected}",
}
_VALUE = {
    "empty": "“{key}” không được để trống",
    "slug": "“{key}” là {input}; chỉ dùng chữ thường không dấu, số và dấu gạch nối, ví dụ tong-kinh-phi",
    "span": "thời gian sai ở “{key}”: {input}; viết ngày, tháng, quý hoặc năm có thật: 2019-11-30, 2022-10, 2019-Q4, 2025, 2021/2025, P3M",
    "numbers": "câu trả lời phải nêu mọi số điện thoại trong “numbers”",
}


def in_vietnamese(
    where: tuple[str | int, ...], kind: str, context: Mapping[str, Any] | None, given: object, model: type[BaseModel] | None = None
) -> str:
    """One sentence for one pydantic error at the path `where`; with the model, a key that nobody knows gets the nearest one that is known."""
    context = context or {}
    key = next((part for part in reversed(where) if isinstance(part, str)), "tệp")
    if kind == "value_error":
        form = _VALUE.get(str(context.get("error")), "“{key}” có giá trị không dùng được: {input}")
    else:
        form = _EXPECTED.get(kind, "“{key}” có giá trị không dùng được: {input}")
    shown = repr(given) if not isinstance(given, str) else f"“{given[:60]}”"
    expected = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
    near = _near(where, model) if kind == "extra_forbidden" and model else ""
    return form.format(key=key[:60], input=shown[:80], expected=expected, max_length=context.get("max_length", ""), near=near)


def _near(where: tuple[str | int, ...], model: type[BaseModel]) -> str:
    """The key of the model that the last one of the path was meant to be, as a question; empty when none is near."""
    for part in where[:-1]:
        if isinstance(part, str):
            inner = next((field for name, field in model.model_fields.items() if part in (name, field.alias)), None)
            model = next(_models(inner.annotation), model) if inner else model
    known = [field.alias or name for name, field in model.model_fields.items()]
    near = get_close_matches(str(where[-1])[:40], known, n=1, cutoff=0.6)
    return f" (có phải “{near[0]}”?)" if near else ""


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    """The models inside a type such as `list[FigureModel]` or `StatusModel | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
