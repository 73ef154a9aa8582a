"""Every row of the shipped knowledge is a test case: it is found by its own words, and what is said about it has grounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.answering.assistant import Assistant
from bot.answering.conversation import NEW
from bot.channels.console import MOST, render
from bot.domain.reply import Answered, Reply
from bot.evaluation.cases import read_cases
from bot.library.checks import check
from bot.library.reader import Library
from bot.matching.similarity import sorted_ratios
from bot.text.normalize import comparable, fold
from tests.knowledge import rows as r

DEV = Path(__file__).resolve().parents[3] / "shared" / "eval" / "dev"
USUAL, USUAL_SHARE = 900, 0.9
TOO_NEAR = 0.9
