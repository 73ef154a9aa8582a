"""The learned weights: data in `weights.json`, written by `hoidap learn`, read here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

import numpy as np

from bot.matching.columns import NAMES
from bot.matching.ranking import Vector
from bot.matching.verdict import EVIDENCE, VAGUENESS


@dataclass(frozen=True, slots=True)
class Weights:
    """`ranking` has one weight for each feature; `verdict` and `vague` those of the calibrated decisions (see `verdict`), the last one constant."""

    ranking: Vector
    verdict: Vector
    vague: Vector


def shipped_weights() -> Weights:
    """The weights that come with the program."""
    return weights_from(json.loads(resources.files("bot.matching").joinpath("weights.json").read_text(encoding="utf-8")))


def unlearned() -> Weights:
    """Weights that say nothing, to begin learning with."""
    return weights_from({})


def weights_from(plain: Mapping[str, Mapping[str, float]]) -> Weights:
    """Weights by name; what is not named weighs nothing."""
    return Weights(
        np.array([plain.get("ranking", {}).get(name, 0.0) for name in NAMES]),
        np.array([plain.get("verdict", {}).get(name, 0.0) for name in (*EVIDENCE, "constant")]),
        np.array([plain.get("vague", {}).get(name, 0.0) for name in (*VAGUENESS, "constant")]),
    )
