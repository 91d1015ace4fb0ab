"""What acts cost: a machine that meters whole transactions, and figures that change with their snapshot only."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.small_contracts import creation

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
PROMISED = {
    *("record", "batch_root", "grant", "grant_delegated", "grant_signed", "access_receipt"),
    *("access_receipt_windowed", "bill_batch", "first_reservation", "reserve", "reserve_each_further"),
    *("settle", "settle_bulk_each", "first_reserve_and_settle_bulk_each"),
}
SENDER, NOBODY = b"\x11" * 20, b"\x22" * 20


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Imports a module as the program does, from its own folder."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module


@pytest.fixture
def machine(module: Callable[[str], ModuleType]) -> Any:
    return module("metering.machine").Machine()


def test_transaction_costs_itself_and_its_calldata(machine: Any) -> None:
    assert machine.send(SENDER, NOBODY, b"").gas == 21_000
    assert machine.send(SENDER, NOBODY, b"\x01\xff\x00\x00\x00").gas == 21_000 + 2 * 16 + 3 * 4


def test_every_transaction_finds_words_cold(machine: Any) -> None:
    reads = machine.create(SENDER, creation(bytes.fromhex("60005450")))  # PUSH1 0, SLOAD, POP
    costs = [machine.send(SENDER, reads, b"").gas for _ in range(3)]
    assert costs == [21_000 + 3 + 2_100 + 2] * 3


def test_first_write_of_a_word_costs_more_than_later_ones_and_refunds_hide_nothing(machine: Any) -> None:
    writes = machine.create(SENDER, creation(bytes.fromhex("600035600055")))  # SSTORE(0, the first word of calldata)
    words = [number.to_bytes(32, "big") for number in (1, 2, 0)]
    costs = [machine.send(SENDER, writes, word).gas for word in words]
    fixed = 21_000 + 31 * 4 + 16 + 3 * 3
    assert costs == [fixed + 22_100, fixed + 5_000, fixed + 5_000 - 12]


def test_refused_transaction_is_no_figure(module: Callable[[str], ModuleType], machine: Any) -> None:
    reverts = machine.create(SENDER, creation(bytes.fromhex("60006000fd")))
    with pytest.raises(module("metering.machine").Refused):
        machine.send(SENDER, reverts, b"")


def test_words_of_acts_have_no_zero_byte(module: Callable[[str], ModuleType]) -> None:
    town = module("metering.town")
    assert not any(0 in town.word(number) for number in range(1_000))


def test_figures_change_with_their_snapshot_only(module: Callable[[str], ModuleType]) -> None:
    """Each holds its limit too, or says why not."""
    acts, program = module("metering.acts"), module("gas")
    figures = acts.measured(acts.FIGURES)
    assert figures == json.loads(program.SNAPSHOT.read_text()), "run python benchmarks/gas.py --write"
    assert set(figures) >= PROMISED
    for figure in acts.FIGURES:
        within = figure.limit is None or figures[figure.key] <= figure.limit
        assert within == (figure.missed == ""), f"{figure.key} costs {figures[figure.key]:,}: {figure.limit=}"


def test_figures_are_the_same_in_another_order(module: Callable[[str], ModuleType]) -> None:
    """They are those of steady state: no act leaves a first write to another one."""
    acts = module("metering.acts")
    assert acts.measured(acts.FIGURES[::-1]) == acts.measured(acts.FIGURES)


def test_last_line_is_the_figures(
    module: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program = module("gas")
    monkeypatch.setattr("sys.argv", ["gas.py"])
    program.main()
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == json.loads(program.SNAPSHOT.read_text())


def test_snapshot_is_written_on_request(
    module: Callable[[str], ModuleType],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    program, other = module("gas"), tmp_path / "gas.json"
    monkeypatch.setattr(program, "measured", lambda _: {figure.key: 7 for figure in program.FIGURES})
    monkeypatch.setattr(program, "SNAPSHOT", other)
    monkeypatch.setattr("sys.argv", ["gas.py"])
    program.main()
    assert not other.exists()
    assert "new" in capsys.readouterr().out
    monkeypatch.setattr("sys.argv", ["gas.py", "--write"])
    program.main()
    assert set(json.loads(other.read_text()).values()) == {7}


def test_document_quotes_the_figures_and_what_they_are_compared_with(module: Callable[[str], ModuleType]) -> None:
    acts, program = module("metering.acts"), module("gas")
    document = (BENCHMARKS.parent / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    quoted = document.partition("### What is measured\n\n- Steady state")[2].partition("### Figures")[2]
    rows = dict(re.findall(r"^\| .* \| ([\d,]+) \| ([\d,]*) \|$", quoted, re.MULTILINE))
    snapshot = json.loads(program.SNAPSHOT.read_text())
    assert rows == {
        f"{snapshot[figure.key]:,}": "" if figure.limit is None else f"{figure.limit:,}" for figure in acts.FIGURES
    }
    for _, gas in module("metering.references").REFERENCES:
        assert f"{gas:,}" in document


def test_batch_of_bills_costs_the_same_whatever_its_size_but_for_its_calldata(
    module: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    town = module("metering.billing").BillingTown()
    sent: list[bytes] = []
    send = town.machine.send
    monkeypatch.setattr(town.machine, "send", lambda *call: (sent.append(call[2]), send(*call))[1])
    town.issue_batch(1)
    costs = [town.issue_batch(size).gas - sum(16 if byte else 4 for byte in sent[-1]) for size in (1, 4_096, 100_000)]
    assert len(set(costs)) == 1
