"""Nothing was left out: every function was called, every event compared, every error met with its exact facts.

It looks back on all other tests of this folder, so it runs last, and only when all of them ran.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from govledger.artifacts import CONTRACTS, load
from govledger.events import EVENTS
from govledger.events.interface import NEVER_EMITTED
from tests.contracts.harness import Reached

CANNOT_HAPPEN = {
    ("decisions", "InsufficientBalance"),
    ("consortium", "CheckpointUnorderedInsertion"),
    ("access_grants", "InvalidShortString"),
    ("access_grants", "StringTooLong"),
}
"""OpenZeppelin's Address refuses to send more ether than there is; a decision sends none. Its Checkpoints refuse a key
before the last one; ours are the times of blocks. Its ShortStrings refuses what does not fit 31 bytes; the name and
version under which grants are signed do."""


@pytest.fixture(autouse=True)
def whole_folder_ran(request: pytest.FixtureRequest) -> None:
    here = Path(__file__).parent
    ran = {item.path for item in request.session.items}
    config = request.config.option
    chosen = any("::" in str(argument) for argument in request.config.args) or config.keyword or config.markexpr
    if chosen or not set(here.glob("test_*.py")) <= ran:
        pytest.skip("only a part of tests/contracts runs")


def _names(key: str, kind: str) -> set[str]:
    names = {entry["name"] for entry in load(key).abi if entry["type"] == kind}
    return names - {signature.removesuffix("()") for signature in NEVER_EMITTED}


@pytest.mark.parametrize("key", CONTRACTS)
def test_every_function_was_called(key: str) -> None:
    assert _names(key, "function") - {name for contract, name in Reached.functions if contract == key} == set()


def test_every_event_was_compared_argument_by_argument() -> None:
    assert {event.NAME for event in EVENTS} - Reached.events == set()


@pytest.mark.parametrize("key", CONTRACTS)
def test_every_event_of_the_contract_has_a_type(key: str) -> None:
    assert _names(key, "event") == {event.NAME for event in EVENTS if key == event.CONTRACT}


@pytest.mark.parametrize("key", CONTRACTS)
def test_every_error_was_met_with_its_exact_facts(key: str) -> None:
    met = {name for contract, name in Reached.refusals if contract == key}
    if key == "consortium":
        met |= {name for _, name in Reached.refusals}
    cannot = {name for contract, name in CANNOT_HAPPEN if contract == key}
    assert _names(key, "error") - met == cannot
