"""Nothing was left out: every function was called, every event compared, every error met with its exact facts; and what
the NatSpec says that a function emits and refuses is what was seen of it.

It looks back on all other tests of this folder, so it runs last, and only when all of them ran.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

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
    ("bill_claims", "InvalidShortString"),
    ("bill_claims", "StringTooLong"),
}
"""OpenZeppelin's Address refuses to send more ether than there is; a decision sends none. Its Checkpoints refuse a key
before the last one; ours are the times of blocks. Its ShortStrings refuses what does not fit 31 bytes; the name and
version under which grants and consents are signed do."""


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
    met: set[str] = set()
    for (contract, _), names in Reached.refused_by.items():
        if key in (contract, "consortium"):
            met |= names
    cannot = {name for contract, name in CANNOT_HAPPEN if contract == key}
    assert _names(key, "error") - met == cannot


# --- what the NatSpec of a function says ------------------------------------------------------------------------

KEYS = {name: key for key, name in CONTRACTS.items()}
AUTHORITY = ("consortium", "authorise")
WITHOUT_REASON = {"UnknownRefusal"}
"""What no function takes: bytes that are not arguments as the ABI has them. Solidity refuses them without a word."""
FUNCTIONS = [(key, entry["name"]) for key in CONTRACTS for entry in load(key).abi if entry["type"] == "function"]
Function = tuple[str, str]


@cache
def _said(function: Function) -> Mapping[str, Any]:
    """The tags of a function; one that only reads may have none."""
    key, name = function
    methods = load(key).devdoc["methods"].items()
    return next((said for signature, said in methods if signature.partition("(")[0] == name), {})


@cache
def _words(function: Function, tag: str) -> frozenset[str]:
    listed = frozenset(word.strip() for word in _said(function).get(f"custom:{tag}", "nothing").split(","))
    return listed - {"nothing"}


@cache
def _referred(function: Function) -> frozenset[Function]:
    """The functions whose refusals are a function's too: `authority`, and every `Contract.function`."""
    words = _words(function, "refuses")
    called = {tuple(word.split(".")) for word in words if "." in word}
    return frozenset(
        {(KEYS[contract], name) for contract, name in called} | ({AUTHORITY} if "authority" in words else set())
    )


@cache
def _named(function: Function) -> frozenset[str]:
    """The errors that a function's own NatSpec names."""
    return frozenset(
        word for word in _words(function, "refuses") if word not in ("authority", "target") and "." not in word
    )


@cache
def _refusable(function: Function) -> frozenset[str]:
    """All that a function refuses by its NatSpec."""
    return _named(function).union(*(_refusable(called) for called in _referred(function)))


def _seen(function: Function) -> set[str]:
    """The errors that were seen from a function, or through one that refers to it."""
    through = (_seen(caller) & _named(function) for caller in FUNCTIONS if function in _referred(caller))
    return Reached.refused_by[function].union(*through)


def _refused_by_targets() -> Iterator[str]:
    for key in ("consortium", "decisions"):
        yield from _names(key, "error")


def _name(function: Function) -> str:
    return ".".join(function)


@pytest.mark.parametrize("function", FUNCTIONS, ids=_name)
def test_function_emits_what_its_natspec_says(function: Function) -> None:
    assert _words(function, "emits") - {"target"} == Reached.emitted_by[function]


@pytest.mark.parametrize("function", FUNCTIONS, ids=_name)
def test_function_refuses_nothing_that_its_natspec_does_not_say(function: Function) -> None:
    allowed = _refusable(function).union(_refused_by_targets() if "target" in _words(function, "refuses") else ())
    assert Reached.raised_by[function] | Reached.refused_by[function] <= allowed | WITHOUT_REASON


@pytest.mark.parametrize("function", FUNCTIONS, ids=_name)
def test_function_refuses_all_that_its_natspec_says(function: Function) -> None:
    assert _named(function) - _seen(function) == set()
    for called in _referred(function):
        assert _refusable(called) & Reached.refused_by[function], f"nothing of {_name(called)} was seen"
    if "target" in _words(function, "refuses"):
        assert Reached.refused_by[function] - _named(function), "nothing of a target was seen"
