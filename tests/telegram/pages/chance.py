"""How patient tests with random values are: the machine may be busy, and no test asserts a time."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
