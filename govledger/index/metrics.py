"""The state of a running index in Prometheus' format, over HTTP; needs the extra `metrics`."""

from __future__ import annotations

import time
from typing import Self

from govledger.errors import InputError
from govledger.index.model import Reorganisation
from govledger.index.pace import Pace

try:
    from prometheus_client import CollectorRegistry, Counter, Gauge, start_http_server
except ImportError as error:
    raise InputError(
        "metrics need the package prometheus-client: install the extra with pip install 'govledger[metrics]'"
    ) from error

PREFIX = "govledger_index"


class Metrics:
    """An observer that keeps the figures, and the server that gives them to whoever asks."""

    def __init__(self, deployment: str) -> None:
        """Begin with zeros; nothing is served yet.

        Args:
            deployment: what is indexed; the label `deployment` of every figure.
        """
        self.registry = CollectorRegistry()
        self._labels = {"deployment": deployment}
        self._block = self._gauge("block", "The block up to which the index stands.")
        self._chain = self._gauge("chain_block", "The chain's last block, as the node said last.")
        self._followed = self._gauge("followed_block", "Up to where headers were followed whose blocks are not stored.")
        self._lag = self._gauge("lag_blocks", "How many blocks the index lacks.")
        self._waiting = self._gauge("waiting", "1 while the node does not answer as it should, else 0.")
        self._rate = self._gauge("events_per_second", "How many events came in of late.")
        self._caught_up = self._gauge(
            "caught_up_timestamp_seconds", "When the index was last found complete and right, by this machine's clock."
        )
        self._blocks = self._counter("blocks", "Blocks that were stored.")
        self._events = self._counter("events", "Events that were stored.")
        self._reorganisations = self._counter("reorganisations", "How often blocks were replaced.")
        self._replaced = self._counter("replaced_blocks", "Blocks that were taken out again.")
        self._waits = self._counter("waits", "How often the node was asked again later.")
        self._errors = Counter(
            f"{PREFIX}_errors", "Errors by their kind.", ["deployment", "error"], registry=self.registry
        )
        self._pace = Pace(time.monotonic())

    @classmethod
    def served(cls, deployment: str, host: str, port: int) -> Self:
        """Metrics that are given to whoever asks at an address, until the process ends.

        Raises:
            InputError: nothing can listen there.
        """
        metrics = cls(deployment)
        try:
            start_http_server(port, host, metrics.registry)
        except OSError as error:
            raise InputError(
                f"metrics cannot be served at {host}:{port}: {error.strerror or error}; give another --metrics"
            ) from None
        return metrics

    def stored(self, last_block: int, wanted: int, blocks: int, events: int) -> None:
        """A batch was committed."""
        now = time.monotonic()
        self._pace.add(now, blocks, events)
        self._stands_at(last_block, wanted)
        self._blocks.inc(blocks)
        self._events.inc(events)
        self._rate.set(self._pace.events_per_second())

    def followed(self, last_block: int, wanted: int, headers: int) -> None:
        """Headers were followed without their blocks: the index stands where it stood, and the node answers."""
        self._followed.set(last_block)
        self._waiting.set(0)

    def reorganised(self, reorganisation: Reorganisation) -> None:
        """Blocks were taken out."""
        self._reorganisations.inc()
        self._replaced.inc(reorganisation.replaced_blocks)
        self._block.set(reorganisation.fork_block)

    def waiting(self, reason: str, seconds: float) -> None:
        """The node is asked again later."""
        self._waiting.set(1)
        self._waits.inc()

    def caught_up(self, last_block: int) -> None:
        """The index is complete and right."""
        self._pace.add(time.monotonic(), 0, 0)
        self._rate.set(self._pace.events_per_second())
        self._stands_at(last_block, last_block)
        self._caught_up.set_to_current_time()

    def failed(self, error: Exception) -> None:
        """An error; the run goes on, or ends with it."""
        self._errors.labels(**self._labels, error=type(error).__name__).inc()

    def _stands_at(self, last_block: int, wanted: int) -> None:
        self._waiting.set(0)
        self._block.set(last_block)
        self._chain.set(wanted)
        self._lag.set(wanted - last_block)

    def _gauge(self, name: str, documentation: str) -> Gauge:
        return Gauge(f"{PREFIX}_{name}", documentation, ["deployment"], registry=self.registry).labels(**self._labels)

    def _counter(self, name: str, documentation: str) -> Counter:
        return Counter(f"{PREFIX}_{name}", documentation, ["deployment"], registry=self.registry).labels(**self._labels)
