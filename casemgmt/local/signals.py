"""Ctrl-C, a termination, a closing terminal and the end of `make` all unwind the program in order, once."""

import ctypes
import os
import signal
import sys
from types import FrameType

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def listen() -> None:
    """From now on each of them raises SystemExit, with the exit status that shells use: 128 and the signal's number."""
    for number in STOPS:
        if number == signal.SIGINT or signal.getsignal(number) != signal.SIG_IGN:  # nohup ignores SIGHUP
            signal.signal(number, _stop)
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def ignore() -> None:
    """From now on none of them counts: for the clearing up at the end, which must not be interrupted."""
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)


def _stop(number: int, frame: FrameType | None) -> None:
    ignore()
    if number == signal.SIGHUP:  # the terminal is gone: whatever is still printed has nowhere to go
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, sys.stdout.fileno())
        os.dup2(nowhere, sys.stderr.fileno())
    raise SystemExit(128 + number)
