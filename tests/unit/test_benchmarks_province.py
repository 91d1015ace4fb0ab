"""What the program about a province's bills rests on: bills of one shape, trees beside another library's, shares."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from govledger.bills.commitment import seal_all
from govledger.bills.number import bill_key
from govledger.bills.rules import validate

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
GAS = {
    "bill_batch": 120_000,
    "first_reserve_and_settle_bulk_each": 150_000,
    "first_reservation": 200_000,
    "settle": 100_000,
}


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Imports a module as the program does, from its own folder."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module


# --- bills -------------------------------------------------------------------------------------------------


def test_bills_have_sixty_leaves_keep_the_rules_and_differ(module: Callable[[str], Any]) -> None:
    shape = module("throughput.shape")
    assert shape.LEAVES == 60
    orders = [shape.order(number) for number in range(1, 200)]
    bills = [one.numbered(bill_key(shape.CODE, 1), bytes([1]) * 32, shape.ISSUED_AT) for one in orders]
    for bill in bills:
        validate(bill.document)
        assert len(bill.document.committed_fields()) == 60
    assert (
        len({sealed.inner for sealed in seal_all(bills)}) == len({one.draft.header.total_fen for one in orders}) == 199
    )


def test_a_batch_is_built_anew_each_time_and_measured(module: Callable[[str], Any]) -> None:
    shape, building = module("throughput.shape"), module("throughput.building")
    builder = building.Builder([shape.order(number) for number in range(1, 40)])
    built = builder.build()
    assert [bill.document.key % 10**10 for bill in built.sealed] == list(range(1, 40))
    assert [bill.document.key % 10**10 for bill in builder.build().sealed] == list(range(40, 79))
    assert (len(built.documents.splitlines()), len(built.manifest), built.root) == (39, 39 * 96, built.batch.root)
    with ThreadPoolExecutor(1) as pool:
        building.require_sound(built, pool)
        assert builder.rate() > 0 and builder.rate(pool) > 0
    assert len(builder.cpu_rates) == 1
    assert building.proof_rate(built) > 0
    assert min(builder.steps().values()) >= 0


def test_two_processes_build_batches_of_their_own(module: Callable[[str], Any]) -> None:
    with closing(module("throughput.building").Pair(10)) as pair:
        assert pair.rate() > 0
    assert len(pair.cpu_rates) == 1 and pair.cpu_rates[0] > 0


def test_nothing_is_measured_of_bills_that_do_not_prove(module: Callable[[str], Any]) -> None:
    shape, building = module("throughput.shape"), module("throughput.building")
    first, second = (building.Builder([shape.order(number) for number in range(1, 4)]).build() for _ in range(2))
    with ThreadPoolExecutor(1) as pool, pytest.raises(RuntimeError, match="does not prove against its batch's root"):
        building.require_sound(building.Built(first.sealed, b"", first.batch, second.root, b""), pool)


# --- trees -------------------------------------------------------------------------------------------------


def test_trees_of_many_bills_are_openzeppelins(module: Callable[[str], Any]) -> None:
    """`make bench-province` does the same with a million bills, which takes the other library a minute."""
    module("throughput.openzeppelin").require_equal(2**16 + 3, 4_096)


def test_trees_that_differ_are_found_out(module: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    openzeppelin = module("throughput.openzeppelin")
    assert openzeppelin.compare(10, 4, [0, 9]) == []
    theirs = openzeppelin.openzeppelins

    def altered(leaves: list[bytes], *rest: Any) -> Any:
        return theirs([*leaves[:5], bytes(32), *leaves[6:]], *rest)

    monkeypatch.setattr(openzeppelin, "openzeppelins", altered)
    assert openzeppelin.compare(10, 4, [0, 9]) == ["roots", "nodes"]
    assert openzeppelin.compare(10, 4, [4]) == ["roots", "nodes", "proofs"]
    with pytest.raises(openzeppelin.TreesDiffer, match="roots, nodes, proofs of 10 bills, 10 in a tree"):
        openzeppelin.require_equal(10, 4)


def test_proofs_that_are_compared_are_the_same_every_time(module: Callable[[str], Any]) -> None:
    openzeppelin = module("throughput.openzeppelin")
    chosen = openzeppelin.chosen(1_000_000)
    assert chosen == openzeppelin.chosen(1_000_000) == sorted(set(chosen))
    assert (chosen[0], chosen[-1]) == (0, 999_999)
    assert 512 <= len(chosen) <= 514
    assert openzeppelin.chosen(3) == [0, 1, 2]


# --- shares of a chain -------------------------------------------------------------------------------------


def test_share_is_gas_needed_over_gas_of_the_blocks(module: Callable[[str], Any]) -> None:
    shares = module("throughput.chain_share")
    demand = shares.Demand(seconds=10, bills=8_192, claims=100)  # two blocks of 60 million
    assert demand.share(GAS) == pytest.approx((2 * 120_000 + 100 * 150_000) / 120_000_000)
    assert demand.share(GAS, shares.ALONE) == pytest.approx((2 * 120_000 + 100 * 300_000) / 120_000_000)
    assert demand.share(GAS, batch_bills=1_024) == pytest.approx((8 * 120_000 + 100 * 150_000) / 120_000_000)


def test_province_is_the_one_of_the_issue(module: Callable[[str], Any]) -> None:
    shares = module("throughput.chain_share")
    assert (shares.DAY.seconds, shares.DAY.bills, shares.DAY.claims) == (86_400, 1_640_000, 492_000)
    assert (shares.PEAK.seconds, shares.PEAK.bills, shares.PEAK.claims) == (1, 230, 69)
    assert shares.DAY.claims == shares.DAY.bills * 3 // 10
    assert shares.PEAK.share(GAS) == pytest.approx(69 * 150_000 / 12_000_000, rel=0.001)


def test_longer_demand_has_the_same_share(module: Callable[[str], Any]) -> None:
    hour = module("throughput.chain_share").PEAK.times(3_600)
    assert (hour.seconds, hour.bills, hour.claims) == (3_600, 828_000, 248_400)
    assert hour.share(GAS) == pytest.approx(module("throughput.chain_share").PEAK.share(GAS))


def test_act_without_figure_is_named(module: Callable[[str], Any]) -> None:
    shares = module("throughput.chain_share")
    with pytest.raises(shares.GasUnknown, match="has no bill_batch, settle; run python"):
        shares.DAY.share({"first_reservation": 1}, shares.ALONE)


# --- the program -------------------------------------------------------------------------------------------


@pytest.fixture
def program(module: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The program, for a few bills, with gas that does not change and no replay: tests/integration has one."""
    found: ModuleType = module("province")
    gas = tmp_path / "gas.json"
    gas.write_text(json.dumps(GAS))
    monkeypatch.setattr(found, "GAS", gas)
    monkeypatch.setattr(found, "_pool", lambda: ThreadPoolExecutor(1))
    monkeypatch.setattr(
        "sys.argv", ["province.py", "--rounds", "2", "--batch", "30", "--bills", "70", "--peak-seconds", "0"]
    )
    return found


def test_last_line_has_the_figures_that_are_quoted(program: Any, capsys: pytest.CaptureFixture[str]) -> None:
    program.main()
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    for name in ("build_bills_per_s", "build_ratio_two", "build_ratio_pool", "verify_proofs_per_s"):
        least, most = figures[f"range_{name}"]
        assert 0 < least <= figures[name] <= most
    assert figures["peak_share"] == 0.863
    assert figures["day_share"] == 0.071
    assert figures["peak_share_alone"] > 2 * figures["peak_share"] - 0.01
    assert figures["peak_share_spread"] > figures["peak_share"]


def test_gas_that_is_unknown_ends_the_program_before_the_long_work(program: Any) -> None:
    program.GAS.write_text("{}")
    with pytest.raises(SystemExit, match="has no bill_batch"):
        program.main()


def test_part_of_a_block_is_not_replayed(
    program: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["province.py", "--peak-seconds", "12"])
    with pytest.raises(SystemExit):
        program.main()
    assert "--peak-seconds is 12; it takes whole blocks of 5" in capsys.readouterr().err
