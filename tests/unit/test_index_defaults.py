"""What a chain's engine means for its index: receipts where known validators seal, and when blocks are settled."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from govledger.consensus.engine import Engine
from govledger.errors import NodeRefused
from govledger.index import defaults as module
from govledger.index.defaults import Defaults, defaults_of
from govledger.index.model import Trust
from govledger.index.wire import Answer, Header
from tests.simulated_chain import SimulatedChain


class Asked:
    """A node's answer to `clique_getSigners`."""

    name, requests_at_once = "asked", 1

    def __init__(self, answer: list[str] | None) -> None:
        self.answer = answer

    def ask(self, method: str, parameters: Sequence[Any], kind: Any) -> tuple[Any, int]:
        assert (method, kind) == ("clique_getSigners", list[str])
        if self.answer is None:
            raise NodeRefused(method, -32601, "the method does not exist")
        return self.answer, 100


def defaults(engine: Engine | None, signers: list[str] | None, monkeypatch: pytest.MonkeyPatch) -> Defaults:
    chain = SimulatedChain()
    chain.seal()
    monkeypatch.setattr(module, "engine_of", lambda header, block_hash: engine)
    return defaults_of(chain, Asked(signers), 1)  # type: ignore[arg-type]


def test_a_development_chain_is_indexed_by_headers_and_never_settles() -> None:
    chain = SimulatedChain()
    chain.seal()
    assert defaults_of(chain, Asked(None), 1) == Defaults(Trust.HEADERS, None)  # type: ignore[arg-type]


@pytest.mark.parametrize("engine", [Engine.QBFT, Engine.IBFT2, Engine.IBFT1])
def test_blocks_of_a_bft_engine_are_final_at_once(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert defaults(engine, None, monkeypatch) == Defaults(Trust.RECEIPTS, 0)


def test_blocks_of_clique_settle_under_half_of_the_signers_and_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert defaults(Engine.CLIQUE, ["0x1"] * 5, monkeypatch) == Defaults(Trust.RECEIPTS, 3)
    assert defaults(Engine.CLIQUE, None, monkeypatch) == Defaults(Trust.RECEIPTS, None)


@pytest.mark.shared
def test_a_recorded_chain_of_qbft_is_known_by_its_header(shared: Path) -> None:
    blocks = json.loads((shared / "fixtures" / "qbft-goquorum.json").read_text())["blocks"]

    class Recorded(SimulatedChain):
        def headers(self, first: int, last: int) -> Answer[Header]:
            return Answer([msgspec.convert(block, Header) for block in blocks[first : last + 1]], 1)

    assert defaults_of(Recorded(), Asked(None), 60) == Defaults(Trust.RECEIPTS, 0)  # type: ignore[arg-type]
