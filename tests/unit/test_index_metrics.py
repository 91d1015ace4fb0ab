"""The figures that a running index serves are those that it was told."""

from __future__ import annotations

import socket
import sys
import time
import urllib.request
from contextlib import closing

import pytest
from prometheus_client import generate_latest

from govledger.errors import ConnectionFailed, InputError
from govledger.index.metrics import PREFIX, Metrics
from govledger.index.model import Reorganisation


def figures(metrics: Metrics) -> dict[str, float]:
    return read(generate_latest(metrics.registry).decode())


def read(text: str) -> dict[str, float]:
    lines = (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#") and "_created" not in line)
    return {name.removeprefix(f"{PREFIX}_").replace('{deployment="demo"}', ""): float(value) for name, value in lines}


def test_figures_are_those_that_were_told() -> None:
    metrics = Metrics("demo")
    metrics.stored(30, 100, 30, 900)
    metrics.stored(40, 100, 10, 100)
    found = figures(metrics)
    assert (found["block"], found["chain_block"], found["lag_blocks"]) == (40, 100, 60)
    assert (found["blocks_total"], found["events_total"], found["waiting"]) == (40, 1000, 0)
    assert found["events_per_second"] > 0 and found["caught_up_timestamp_seconds"] == 0


def test_headers_that_are_followed_are_no_blocks_of_the_index() -> None:
    metrics = Metrics("demo")
    metrics.waiting("slow", 2.0)
    metrics.followed(5_000, 90_000, 5_000)
    found = figures(metrics)
    assert (found["followed_block"], found["block"], found["blocks_total"], found["waiting"]) == (5_000, 0, 0, 0)


def test_a_reorganisation_is_counted_with_its_blocks() -> None:
    metrics = Metrics("demo")
    metrics.reorganised(Reorganisation(37, 3))
    metrics.reorganised(Reorganisation(35, 5))
    found = figures(metrics)
    assert (found["reorganisations_total"], found["replaced_blocks_total"], found["block"]) == (2, 8, 35)


def test_waiting_lasts_until_something_comes_in() -> None:
    metrics = Metrics("demo")
    metrics.waiting("slow", 2.0)
    metrics.waiting("slow", 4.0)
    found = figures(metrics)
    assert (found["waiting"], found["waits_total"]) == (1, 2)
    metrics.caught_up(50)
    found = figures(metrics)
    assert (found["waiting"], found["block"], found["lag_blocks"]) == (0, 50, 0)
    assert abs(found["caught_up_timestamp_seconds"] - time.time()) < 60


def test_errors_are_counted_by_their_kind() -> None:
    metrics = Metrics("demo")
    for error in (ConnectionFailed("a"), ConnectionFailed("b"), InputError("c")):
        metrics.failed(error)
    found = figures(metrics)
    assert found['errors_total{deployment="demo",error="ConnectionFailed"}'] == 2
    assert found['errors_total{deployment="demo",error="InputError"}'] == 1


def test_figures_are_served_over_http_and_a_taken_port_is_refused() -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        taken.listen()
        with pytest.raises(InputError, match=f"metrics cannot be served at 127.0.0.1:{port}: .*give another --metrics"):
            Metrics.served("demo", "127.0.0.1", port)
    metrics = Metrics.served("demo", "127.0.0.1", port)
    metrics.stored(5, 9, 5, 7)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        assert read(answer.read().decode())["lag_blocks"] == 4


def test_metrics_say_which_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "govledger.index.metrics")
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with pytest.raises(InputError, match=r"pip install 'govledger\[metrics\]'"):
        import govledger.index.metrics  # noqa: F401
