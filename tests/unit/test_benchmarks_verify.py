"""What the program that compares checking rests on: both sides find the same before anything is measured."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from govledger.consensus.engine import Engine
from govledger.errors import HeaderRefused

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Imports a module as the program does, from its own folder."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return lambda name: importlib.import_module(f"verification.{name}")


@pytest.mark.parametrize("engine", [Engine.CLIQUE, Engine.QBFT])
def test_both_sides_find_the_same_hashes_and_sealers(module, engine):
    chain = module("headers").sealed_headers(engine, 9)
    chain.require_equal()
    sealers = [len(found) for _, found in chain.own(chain.headers)]
    assert sealers == ([1] * 9 if engine is Engine.CLIQUE else [4, 3] * 4 + [4])
    assert chain.rate(chain.own) > 0


def test_nothing_is_measured_where_the_sides_differ(module):
    chain = module("headers").sealed_headers(Engine.QBFT, 4)
    other = module("headers").sealed_headers(Engine.CLIQUE, 4)
    with pytest.raises(HeaderRefused):
        replace(chain, headers=other.headers).require_equal()
    strangers = replace(chain.checkpoint, counts=chain.checkpoint.counts[:1])
    tally = replace(strangers.counts[0].tally, validators=(bytes(20),))
    strangers = replace(strangers, counts=(strangers.counts[0]._replace(tally=tally),))
    with pytest.raises(RuntimeError, match="sealed by somebody else"):
        replace(chain, checkpoint=strangers).idiom(chain.headers)


def test_both_sides_find_the_same_receipts_root(module):
    receipts = module("receipts")
    block = receipts.Block(receipts.some_receipts(20))
    block.require_equal()
    assert len({block.own(), block.idiom(), block.own_trie(), block.idiom_trie()}) == 1
    assert receipts.rate(block.own, 2) > 0


def test_no_root_is_measured_where_the_sides_differ(module, monkeypatch):
    receipts = module("receipts")
    monkeypatch.setattr(receipts, "receipts_root", lambda listed: bytes(32))
    with pytest.raises(RuntimeError, match="the same root"):
        receipts.Block(receipts.some_receipts(2)).require_equal()
