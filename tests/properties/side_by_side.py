"""A contract on an EVM and its rules in Python, called side by side: whatever one of them does, the other does."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping
from typing import Any

from govledger.artifacts import load
from govledger.errors import Refusal
from govledger.events import Event
from tests.contracts.harness import Contract, snake_case

Implied = Callable[[Event], tuple[str, tuple[Any, ...]]]


class Sides:
    """One contract and two copies of its rules: one is called like the contract, the other as its events imply."""

    def __init__(
        self,
        contract: Contract,
        rules: Any,
        replayed: Any,
        implied_call: Implied,
        reached: Counter[tuple[str, str]],
        last: deque[str],
    ) -> None:
        self.contract, self.rules, self.replayed = contract, rules, replayed
        self._implied_call, self._reached, self._last = implied_call, reached, last

    def call(self, function: str, *args: Any, sender: bytes) -> tuple[Event, ...] | None:
        """The events of a call, or None if it was refused: the same on all sides, with the same facts."""
        now = self.contract.chain.now
        try:
            found: Any = self.contract.call(function, *args, sender=sender)
        except Refusal as refusal:
            found = refusal
        try:
            expected: Any = getattr(self.rules, snake_case(function))(sender, now, *args)
        except Refusal as refusal:
            expected = refusal
        outcome = _shown(found)
        self._last.append(f"{now}: 0x{sender.hex()[:8]} {self.contract.key}.{function}{args} -> {outcome}")
        same = outcome == _shown(expected)
        assert same, f"the contract: {outcome}\nthe rules: {_shown(expected)}\n" + "\n".join(self._last)
        self._reached["call", "refused" if isinstance(found, Refusal) else "accepted"] += 1
        if isinstance(found, Refusal):
            self._reached["error", type(found).__name__] += 1
            return None
        self._reached["function", f"{self.contract.key}.{function}"] += 1
        for event in found:
            self._reached["event", event.NAME] += 1
        self._replay(tuple(found), now)
        return tuple(found)

    def _replay(self, events: tuple[Event, ...], now: int) -> None:
        method, args = self._implied_call(events[0])
        again = getattr(self.replayed, method)(events[0].actor, now, *args)  # type: ignore[attr-defined]
        assert _shown(again) == _shown(events), "the events imply another call\n" + "\n".join(self._last)


def _shown(outcome: Any) -> Any:
    """Refusals and events as plain values, in which closed lists are numbers."""
    if isinstance(outcome, Refusal):
        return type(outcome).__name__, tuple(_plain(fact) for fact in outcome.args)
    return [
        (type(event).__name__, tuple(_plain(getattr(event, field.name)) for field in event.FIELDS)) for event in outcome
    ]


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, int) else value


def report(reached: Mapping[tuple[str, str], int], name: str) -> str:
    """How many calls, how many accepted, and what was reached least."""
    accepted, refused = reached["call", "accepted"], reached["call", "refused"]
    lines = [f"{name}: {accepted + refused} calls, {accepted / (accepted + refused):.0%} accepted"]
    for kind in ("function", "event", "error"):
        counts = sorted((count, what) for (its, what), count in reached.items() if its == kind)
        lines.append(f"least {kind}s: " + ", ".join(f"{what} {count}" for count, what in counts[:6]))
    return "\n".join(lines)


def missing(reached: Mapping[tuple[str, str], int], key: str, least: int, without: set[str] = frozenset()) -> set[str]:  # type: ignore[assignment]
    """The functions, events and errors of a contract that were not reached often enough."""
    short = set()
    for entry in load(key).abi:
        kind, name = entry["type"], entry.get("name", "")
        if kind == "function" and entry["stateMutability"] == "nonpayable":
            count = reached["function", f"{key}.{name}"]
        elif kind in ("event", "error"):
            count = reached[kind, name]
        else:
            continue
        if count < least and name not in without:
            short.add(f"{kind} {name}: {count}")
    return short
