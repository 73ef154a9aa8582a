"""Ports for what must be told its port before it starts."""

from __future__ import annotations

import socket


def free_port() -> int:
    """A port nobody listens at now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
