"""Numbers that are nobody's: days, years, document and dossier numbers, amounts, and the phone numbers that agencies print."""

from __future__ import annotations

import re

YEAR = r"(?:19|20)\d\d"
_DAY_OF = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH_OF = "(?:0?[1-9]|1[0-2])"
_DATE = rf"{_DAY_OF}(?:/{_MONTH_OF}/(?:{YEAR}|\d\d)|-{_MONTH_OF}-{YEAR}|\.{_MONTH_OF}\.{YEAR})"
_MONEY = r"(?: ?(?:d|dong|vnd|usd|phan tram)\b| ?%)"
_SCALE = r" ?(?:trieu|tr|ty|ti|nghin|ngan(?! hang)|k)\b"
_COUNT = r" ?(?:nguoi|ho(?! va| ten| khau)|m2|m|km|ha|tan|kg)\b"
UNTOUCHED = re.compile(
    "|".join(
        [
            rf"(?<![\d.]){_DATE}(?: ?- ?{_DATE})?(?![.-]?\d)",
            rf"(?<!\d){YEAR}([/.-]){_MONTH_OF}\1{_DAY_OF}(?!\d)",
            rf"(?<![\d.-]){YEAR} ?- ?{YEAR}(?![.-]?\d)",
            r"(?<![\d.])\d{1,6}(?:/\d{1,4})?/[a-z][\w&]*(?:-[\w&]+)*",  # 34/2007/PL-UBTVQH11
            # where a citizen's papers are: 000.00.12.H26-230815-0001
            r"(?<![a-z0-9.])(?:\d{3}\.\d{2}\.\d{2,3}\.)?[a-z]\d{2}(?:\.\d{2,3}){0,3}-\d{6}-\d{4,6}",
            r"(?<![\d.])1[89]00[ .-]?\d{2}[ .-]?\d{2}(?:\d{2})?(?![.-]?\d)",  # numbers that agencies print
            r"(?<![\d.])\(?02\d{1,2}\)?[ .-]?1022(?![.-]?\d)",  # and the city's own, called from elsewhere
            rf"(?<![\d.,+])[1-9]\d{{0,2}}(?:[.,]\d{{3}})+(?:,\d+)?(?={_MONEY}|{_SCALE}|{_COUNT})",
            rf"(?<![\d.,+])[1-9](?:\d*{_MONEY}|\d{{0,5}}(?:[.,]\d{{1,2}})?{_SCALE}|\d{{0,7}}(?:[.,]\d{{1,2}})?{_COUNT})",
        ]
    )
)
