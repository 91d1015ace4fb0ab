"""`govledger index`: its options, what it prints, and what it opens; nodes and signals are in the integration tests."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from govledger.cli import index as command
from govledger.cli import main
from govledger.cli.index import ListeningAddress
from govledger.cli.index_watch import Watch, watched
from govledger.errors import ConnectionFailed, InputError
from govledger.index.follow import Stopped
from govledger.index.model import Reorganisation, SyncReport
from tests.unit.test_index_follow import Told


class Shown(Told):
    """A progress that remembers."""

    def say(self, sentence: str) -> None:
        self.all.append(("said", sentence))

    def failed(self, error: Exception) -> None:
        self.all.append(("failed", error))

    def close(self) -> None:
        self.all.append(("closed",))


def test_an_address_to_listen_on_is_a_port_of_this_host_or_host_and_port() -> None:
    convert = ListeningAddress().convert
    assert convert("9101", None, None) == ("127.0.0.1", 9101)
    assert convert("0.0.0.0:80", None, None) == ("0.0.0.0", 80)
    for wrong in ("port", "0", "65536", "host:", ":"):
        with pytest.raises(click.BadParameter, match="is no address to listen on; write a port, or HOST:PORT"):
            convert(wrong, None, None)


def test_a_report_is_printed_in_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    command._show(SyncReport(1, 9, 5, 12, (Reorganisation(4, 2),), 3, {}))
    assert capsys.readouterr().out.splitlines() == [
        "the chain changed after block 4: 2 blocks were replaced",
        "the node is 3 blocks behind the index",
        "12 new events in 5 new blocks; the index stands at block 9",
    ]
    command._show(SyncReport(1, 9, 0, 0, (), 0, {"access_grants": bytes(32)}))
    assert "the running hashes of all 1 contracts are those of their events" in capsys.readouterr().out


def test_a_chain_is_needed(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["index", str(tmp_path), "--store", "x"])
    assert result.exit_code == 2 and "give the chain: --rpc URL, or --network DIR" in result.output


def test_a_watch_tells_both_and_counts_errors() -> None:
    stopping = threading.Event()
    progress, metrics = Shown(), Shown()
    watch = Watch(stopping, progress, metrics)  # type: ignore[arg-type]
    watch.say("hello")
    watch.observer.stored(1, 2, 3, 4)
    error = ConnectionFailed("away")
    watch.failed(error)
    watch.pause(0.0)
    assert progress.all == [("said", "hello"), ("stored", 1, 2, 3, 4), ("failed", error)]
    assert metrics.all == [("stored", 1, 2, 3, 4), ("failed", error)]
    stopping.set()
    with pytest.raises(Stopped):
        watch.pause(60.0)
    with pytest.raises(Stopped):
        watch.observer.stored(1, 2, 3, 4)


def test_the_first_signal_stops_the_run_and_the_next_one_the_process() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with watched("demo", "text", None) as watch:
        signal.raise_signal(signal.SIGTERM)
        assert watch.stopping.is_set()
        assert signal.getsignal(signal.SIGTERM) is before
        assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_metrics_that_cannot_be_served_leave_the_signals_as_they_were() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(InputError, match="metrics cannot be served"), watched("demo", "json", ("256.0.0.1", 9)):
        pass
    assert signal.getsignal(signal.SIGTERM) is before
