"""The demo shows a refusal only if there was one, and stops where something does not hold."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from govledger.demo.inspecting import _transactions
from govledger.demo.refusing import refuse, require
from govledger.demo.results import Refused
from govledger.errors import DemonstrationFailed, NodeRefused
from govledger.refusals import GrantExpired, GrantIsRevoked


def failing(error: Exception) -> Any:
    def act() -> None:
        raise error

    return act


def test_refusal_is_shown_and_returned_as_the_exception_that_it_is() -> None:
    shown: list[Any] = []
    error = GrantIsRevoked(3)
    assert refuse(shown.append, "a use", GrantIsRevoked, failing(error)) is error
    assert shown == [Refused("a use", error)]
    assert shown[0].name == "GrantIsRevoked"


def test_attempt_that_succeeds_stops_the_demo() -> None:
    with pytest.raises(DemonstrationFailed, match="a use: nothing refused it, GrantIsRevoked should have"):
        refuse(pytest.fail, "a use", GrantIsRevoked, lambda: None)


def test_another_refusal_than_the_expected_one_stops_the_demo() -> None:
    with pytest.raises(GrantExpired):
        refuse(pytest.fail, "a use", GrantIsRevoked, failing(GrantExpired(5, 1, 2)))


def test_what_does_not_hold_stops_the_demo_and_says_what_it_was() -> None:
    require(True, "two and two are four")
    with pytest.raises(DemonstrationFailed, match="two and two are five: this should hold"):
        require(False, "two and two are five")


def test_block_that_the_chain_does_not_give_stops_the_search() -> None:
    refusal = NodeRefused("eth_getBlockByNumber", None, "no")
    chain: Any = SimpleNamespace(request_batch=lambda requests: [refusal for _ in requests])
    with pytest.raises(NodeRefused):
        _transactions(chain, 1, 3)
