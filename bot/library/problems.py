"""Turns what pydantic finds wrong into a Vietnamese sentence: what is wrong, what is expected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_EXPECTED = {
    "missing": "thiếu khóa “{key}”",
    "extra_forbidden": "khóa lạ “{key}”; xem các khóa được dùng trong knowledge/README.md",
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


def in_vietnamese(where: tuple[str | int, ...], kind: str, context: Mapping[str, Any] | None, given: object) -> str:
    """One sentence for one pydantic error at the path `where`."""
    context = context or {}
    key = next((part for part in reversed(where) if isinstance(part, str)), "tệp")
    if kind == "value_error":
        form = _VALUE.get(str(context.get("error")), "“{key}” có giá trị không dùng được: {input}")
    else:
        form = _EXPECTED.get(kind, "“{key}” có giá trị không dùng được: {input}")
    shown = repr(given) if not isinstance(given, str) else f"“{given[:60]}”"
    expected = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
    return form.format(key=key, input=shown[:80], expected=expected, max_length=context.get("max_length", ""))
