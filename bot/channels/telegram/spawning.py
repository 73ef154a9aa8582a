"""Starts processes that hear neither Ctrl-C nor SIGTERM, which a terminal or a supervisor sends to all of us: they end when we end them."""

from __future__ import annotations

import multiprocessing
import signal
from multiprocessing.process import BaseProcess

SPAWNING = multiprocessing.get_context("spawn")  # a fork would take the loop, the journal's thread and their locks along


def start_unheeding(process: BaseProcess) -> None:
    """Start a process whose mask of signals is ours at this moment."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
