"""What the program that compares writing rests on: rounds in turn, and sides that do the same."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from govledger.tx.signing import PrivateKeySigner

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Imports a module as the program does, from its own folder."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return lambda name: importlib.import_module(f"submission.{name}")


def test_sides_are_measured_in_turn_after_a_round_that_does_not_count(module):
    order: list[str] = []

    def side(name: str, rates: list[float]) -> Callable[[], float]:
        return lambda: order.append(name) or rates.pop(0)

    rounds = module("rounds")
    found = rounds.compare(rounds.Rounds(3, 60), side("idiom", [99, 1, 2, 4]), side("ours", [99, 10, 40, 20]))
    assert order == ["idiom", "ours", "idiom", "ours", "ours", "idiom", "idiom", "ours"]
    assert (found.idiom.least, found.idiom.median, found.idiom.most) == (1, 2, 4)
    assert (found.ours.least, found.ours.median, found.ours.most) == (10, 20, 40)
    assert (found.ratio.least, found.ratio.median, found.ratio.most) == (5, 10, 20)


def test_rounds_end_when_their_time_is_up_but_one_is_measured(module):
    rounds = module("rounds")
    found = rounds.compare(rounds.Rounds(5, 0), lambda: 2, lambda: 8)
    assert (found.rounds, found.ratio.median) == (1, 4)


def test_signing_is_compared_for_both_kinds_of_transactions(module):
    found = module("signing").compare_signing(module("rounds").Rounds(1, 60), 6)
    assert set(found) == {"legacy", "dynamic"}
    assert all(one.idiom.least > 0 and one.ours.least > 0 for one in found.values())


def test_nothing_is_measured_where_the_signed_bytes_differ(module, monkeypatch):
    signing, sign = module("signing"), PrivateKeySigner.sign
    monkeypatch.setattr(PrivateKeySigner, "sign", lambda self, transaction: sign(self, transaction)[:-1] + b"\x00")
    monkeypatch.setattr(signing, "compare", lambda *_: pytest.fail("it was measured"))
    with pytest.raises(RuntimeError, match="other bytes"):
        signing.compare_signing(module("rounds").Rounds(1, 60), 6)
