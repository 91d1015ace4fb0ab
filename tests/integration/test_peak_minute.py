"""A minute of a province's peak, replayed call by call as `make bench-province` replays an hour: no bill is overdrawn.

13,800 bills are issued, 4,140 claimed in bulk calls of six payers, some of them again by a payer that comes too late.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from govledger.artifacts import CONTRACTS
from govledger.refusals import ClaimCapacityExceeded, ClaimVersionStale

pytest.importorskip("pyrevm", reason="pyrevm has no wheel for this Python; 3.11 and 3.12 have one")

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def module() -> Iterator[Callable[[str], Any]]:
    """Imports a module as the program does, from its own folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        yield importlib.import_module


@pytest.fixture(scope="module")
def warmth(module: Callable[[str], Any]) -> Any:
    return module("peak.warmth").metered_warmth()


@pytest.fixture(scope="module")
def minute(module: Callable[[str], Any], warmth: Any) -> tuple[Any, Any]:
    """A replay that is over, and what came of it."""
    replay = module("peak.hour").Replay(module("throughput.chain_share").PEAK.times(60), warmth)
    return replay, replay.run()


def short(module: Callable[[str], Any], warmth: Any, seconds: int = 5, seed: str = "short") -> Any:
    return module("peak.hour").Replay(module("throughput.chain_share").PEAK.times(seconds), warmth, seed)


# --- the minute --------------------------------------------------------------------------------------------


def test_every_bill_is_issued_and_every_claim_made_once(minute: tuple[Any, Any]) -> None:
    replay, outcome = minute
    assert (outcome.bills, outcome.batches, outcome.claims) == (13_800, 4, 4_140)
    assert replay.journal.settlements == len(replay.journal.bills) == 4_140
    assert {told.version for told in replay.journal.bills.values()} == {2}


def test_payers_that_come_too_late_are_refused(minute: tuple[Any, Any]) -> None:
    """Every fiftieth claim has a rival, which knows of it or does not; one bulk call has another payer's bill in it."""
    _, outcome = minute
    assert outcome.refused == {"ClaimVersionStale": 41, "ClaimCapacityExceeded": 41, "BulkCallFailed": 1}


def test_gas_of_the_minute_is_near_what_the_acts_cost(module: Callable[[str], Any], minute: tuple[Any, Any]) -> None:
    """Bills of the same batch cost less in a call than the snapshot's, calls of fewer than 64 more: by 4 % together."""
    gas = json.loads((BENCHMARKS / "gas.json").read_text())
    computed = module("throughput.chain_share").PEAK.share(gas)
    _, outcome = minute
    assert outcome.share - outcome.gas_refused / (12 * 60_000_000) == pytest.approx(computed, rel=0.04)
    assert outcome.gas == round(outcome.share * 12 * 60_000_000)


def test_what_is_stored_is_within_what_is_claimable(minute: tuple[Any, Any]) -> None:
    replay, _ = minute
    for bill, told in list(replay.journal.bills.items())[::20]:
        account = replay.town.claim_of(bill)
        assert account.settled_fen == told.settled_fen <= account.claimable_fen == told.claimable_fen
        assert (account.reserved_fen, account.payers) == (0, 1)


# --- the check can fail ------------------------------------------------------------------------------------


def test_log_that_is_lost_is_found_out(module: Callable[[str], Any], warmth: Any) -> None:
    replay = short(module, warmth)
    replay.run()
    replay.journal.heads[replay.town.claims.address] = bytes(32)
    with pytest.raises(module("peak.journal").InvariantBroken, match="the head of bill_claims is not the hash"):
        replay.check()


def test_amount_that_differs_is_found_out(module: Callable[[str], Any], warmth: Any) -> None:
    replay = short(module, warmth)
    replay.run()
    replay.check()
    told = next(iter(replay.journal.bills.values()))
    told.settled_fen += 1
    with pytest.raises(module("peak.journal").InvariantBroken, match="its events tell"):
        replay.check()


def test_settlement_that_nobody_sent_is_found_out(module: Callable[[str], Any], warmth: Any) -> None:
    replay = short(module, warmth)
    replay.run()
    replay._tally.paid.popitem()
    with pytest.raises(module("peak.journal").InvariantBroken, match="other settlements than were sent"):
        replay.check()


def test_number_without_a_bill_is_found_out(module: Callable[[str], Any], warmth: Any) -> None:
    replay = short(module, warmth)
    replay.run()
    replay._numbers[0] -= 1
    with pytest.raises(module("peak.journal").InvariantBroken, match="1151 numbers used"):
        replay.check()


def test_overdrawn_bill_is_found_out(module: Callable[[str], Any]) -> None:
    journal_module = module("peak.journal")
    journal = journal_module.Journal()
    journal.bills[7] = journal_module.Told(claimable_fen=10, settled_fen=8, version=2, settlements=1)
    account = SimpleNamespace(version=2, claimable_fen=10, settled_fen=8, reserved_fen=2)
    standing = SimpleNamespace(head_of=lambda key: bytes(32), claim_of=lambda bill: account)
    addresses = dict.fromkeys(CONTRACTS, b"")
    journal.check(standing, addresses)
    account.reserved_fen = 3
    with pytest.raises(journal_module.InvariantBroken, match="more than is claimable"):
        journal.check(standing, addresses)


def test_version_that_is_skipped_is_found_out(module: Callable[[str], Any], minute: tuple[Any, Any]) -> None:
    journal_module = module("peak.journal")
    journal = deepcopy(minute[0].journal)
    bill, told = next(iter(journal.bills.items()))
    with pytest.raises(journal_module.InvariantBroken, match=f"makes version 2 of bill {bill}, which is at 2"):
        journal._follows(bill, told.version)


def test_claim_that_is_not_refused_ends_the_replay(module: Callable[[str], Any], warmth: Any) -> None:
    """A rival for a bill that nobody claimed is taken, alone and in a bulk call; and another error is not the one."""
    hour, bills, town = module("peak.hour"), module("peak.bills"), module("peak.town")
    replay = short(module, warmth)
    drawn = bills.drawn_batch(Random(1), 0, 20)
    issued, _ = replay.town.issue(0, drawn.batch)
    first, second = (town.Claim(issued, holding, 0, 1, bytes([9, holding.index]) * 16) for holding in drawn.claimed[:2])
    with pytest.raises(hour.UnexpectedOutcome, match="was claimed again, in a bulk call"):
        replay._fail([first], 0)
    with pytest.raises(hour.UnexpectedOutcome, match="was claimed again"):
        replay._lose(hour.Rival(second, ClaimVersionStale(second.bill, 0, 2), 0))
    with pytest.raises(hour.UnexpectedOutcome, match="refused with ClaimVersionStale"):
        replay._lose(hour.Rival(second, ClaimCapacityExceeded(second.bill, 1, 0, 2), 0))
    with pytest.raises(hour.UnexpectedOutcome, match="refused with BulkCallFailed"):
        replay._fail([first, second], 1)


# --- blocks ------------------------------------------------------------------------------------------------


def test_what_does_not_fit_into_a_block_waits(
    module: Callable[[str], Any], warmth: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks of 20 million take one call of 57 claims each; the share counts them against the time's."""
    monkeypatch.setattr(module("peak.hour"), "BLOCK_GAS", 20_000_000)
    outcome = short(module, warmth, 10).run()
    assert outcome.claims == 690
    assert outcome.blocks > 2 / outcome.share
    assert 0 < outcome.waited < outcome.blocks
    assert outcome.share == pytest.approx(outcome.gas / 40_000_000)


def test_block_that_is_too_full_ends_the_replay(
    module: Callable[[str], Any], warmth: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module("peak.hour"), "BLOCK_GAS", 100_000)
    with pytest.raises(module("peak.hour").UnexpectedOutcome, match="block 0 holds"):
        short(module, warmth).run()


def test_same_seed_replays_the_same(module: Callable[[str], Any], warmth: Any) -> None:
    first, again, other = (short(module, warmth, seed=seed).run() for seed in ("a", "a", "b"))
    assert first.gas == again.gas != other.gas


# --- the machines ------------------------------------------------------------------------------------------


def test_engine_with_what_is_warm_costs_what_a_chain_does(module: Callable[[str], Any], warmth: Any) -> None:
    """Metered whole: a batch, then a call with claims of three batches, after others of the same."""
    metering, engine, town, bills = map(module, ("metering.machine", "peak.engine", "peak.town", "peak.bills"))

    def costs(machine: Any) -> tuple[int, int]:
        place, chance = town.PeakTown(machine, 100), Random(5)
        drawn = [bills.drawn_batch(chance, 0, 20) for _ in range(4)]
        issued = [place.issue(0, batch.batch) for batch in drawn]
        for at in (0, 1, 2):
            claims = [
                town.Claim(issued[batch][0], drawn[batch].claimed[at], 0, 1, chance.randbytes(32)) for batch in range(3)
            ]
            used = place.claim_in_bulk(claims)
        return issued[-1][1].gas, used.gas

    issue, claims = costs(engine.Engine(lambda *_: None))
    assert (issue + warmth.issue, claims + warmth.of_claims(3)) == costs(metering.Machine())


def test_machines_that_differ_otherwise_are_found_out(
    module: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = module("peak.warmth")
    costs = {"issue": 1, "of all": 80, "of one": 10, "more of one": 10, "stale": 1, "exceeding": 1}

    def differ(**changed: int) -> None:
        answers = iter([{**costs, **changed}, dict.fromkeys(costs, 0)])
        monkeypatch.setattr(found, "_Sample", lambda _: SimpleNamespace(costs=next(answers)))

    differ()
    assert found.metered_warmth() == found.Warmth(issue=1, claims=0, batch=10, stale=1, exceeding=1)
    differ(**{"more of one": 11})
    with pytest.raises(found.MachinesDiffer, match="how many claims a call has"):
        found.metered_warmth()
    differ(**{"of all": 81})
    with pytest.raises(found.MachinesDiffer, match="more than the batches"):
        found.metered_warmth()


# --- the program -------------------------------------------------------------------------------------------


def test_program_says_what_was_replayed(
    module: Callable[[str], Any], warmth: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module("peak.warmth"), "metered_warmth", lambda: warmth)
    figures = module("province")._replayed(10)
    said = capsys.readouterr().out
    assert "2,300 bills in 1 batches, 690 claimed once" in said
    assert "refused: 6 ClaimCapacityExceeded, 7 ClaimVersionStale" in said
    assert (figures["peak_hour_bills"], figures["peak_hour_claims"], figures["peak_hour_refused"]) == (2_300, 690, 13)
    assert figures["peak_hour_gas_share"] == pytest.approx(figures["peak_hour_gas_per_s"] / 12_000_000, abs=0.001)
    assert figures["peak_hour_replayed_s"] == 10
