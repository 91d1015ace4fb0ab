"""Who watches `govledger index`: the terminal or log, Prometheus, and the signals that tell it to stop."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from govledger.cli.index_progress import Progress, progress_on
from govledger.index.follow import Stopped, Stopping, Together
from govledger.index.observer import Observer

if TYPE_CHECKING:
    from govledger.index.metrics import Metrics


class Watch:
    """All that a run tells, and that it is told."""

    def __init__(self, stopping: threading.Event, progress: Progress, metrics: Metrics | None) -> None:
        """Take the event that signals set, and whoever is told."""
        self.stopping = stopping
        self._progress = progress
        self._metrics = metrics
        watching: list[Observer] = [progress, *([metrics] if metrics else []), Stopping(stopping)]
        self.observer = Together(watching)

    def say(self, sentence: str) -> None:
        """Show a sentence."""
        self._progress.say(sentence)

    def failed(self, error: Exception) -> None:
        """Show and count an error after which the run goes on."""
        self._progress.failed(error)
        if self._metrics:
            self._metrics.failed(error)

    def pause(self, seconds: float) -> None:
        """Wait so many seconds.

        Raises:
            Stopped: told to meanwhile.
        """
        if self.stopping.wait(seconds):
            raise Stopped


@contextmanager
def watched(deployment: str, log_form: str, metrics_at: tuple[str, int] | None) -> Iterator[Watch]:
    """A watch over a run: SIGTERM and SIGINT tell it to stop, and end the process when they come again.

    Raises:
        InputError: metrics cannot be served at that host and port.
    """
    stopping = threading.Event()
    metrics = None
    if metrics_at is not None:
        from govledger.index.metrics import Metrics

        metrics = Metrics.served(deployment, *metrics_at)
    progress = progress_on(sys.stderr, log_form)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()
        signal.signal(number, before[signal.Signals(number)])

    for number in before:
        signal.signal(number, stop)
    try:
        yield Watch(stopping, progress, metrics)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        progress.close()
