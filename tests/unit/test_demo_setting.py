"""How time passes where the demo is played."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from govledger.demo import setting as place
from govledger.demo.setting import Setting, inside_this_process
from govledger.demo.voting import _delay
from govledger.errors import DemonstrationFailed
from govledger.model import PolicyTerms
from govledger.plan import POLICIES


class Clock:
    """A chain whose blocks come by themselves, one each time somebody sleeps."""

    def __init__(self, *, seconds_a_block: int) -> None:
        self.at, self.step = 1_000, seconds_a_block

    def setting(self) -> Setting:
        chain: Any = SimpleNamespace(embedded=False, now=lambda: self.at)
        return Setting(chain, bytes(32), sleep=self.sleep)

    def sleep(self, _seconds: float) -> None:
        self.at += self.step


def test_time_on_a_chain_that_lives_by_the_clock_is_waited_for_until_it_is_later() -> None:
    clock = Clock(seconds_a_block=4)
    assert clock.setting().let_pass(8) == "12 seconds"
    assert clock.at == 1_012


def test_chain_whose_time_stands_still_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "PATIENCE_SECONDS", -8.0)
    with pytest.raises(DemonstrationFailed, match="time stands at 1000 and was to reach 1009"):
        Clock(seconds_a_block=0).setting().let_pass(8)


def test_decisions_wait_as_long_as_in_any_deployment_unless_the_setting_says_otherwise() -> None:
    chain: Any = SimpleNamespace(embedded=False)
    assert Setting(chain, bytes(32)).policies == POLICIES
    short = Setting(chain, bytes(32), delay_seconds=5).policies
    assert {terms.delay_seconds for terms in short.values()} == {5}
    assert {kind: terms.threshold for kind, terms in short.items()} == {
        kind: terms.threshold for kind, terms in POLICIES.items()
    }


def test_delay_that_is_shorter_than_in_other_deployments_is_said_to_be() -> None:
    usual = PolicyTerms(6667, 3 * 86_400, 30 * 86_400)
    assert _delay(usual, usual) == "3 days"
    assert _delay(PolicyTerms(6667, 5, 30 * 86_400), usual) == (
        "5 seconds, which are 3 days in a deployment that says nothing else"
    )


def test_time_on_the_embedded_chain_is_moved_on() -> None:
    with inside_this_process() as setting:
        before = setting.chain.now()
        assert setting.let_pass(setting.grant_seconds) == "25 hours"
        assert setting.chain.now() - before >= 25 * 3600
