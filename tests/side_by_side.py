"""Contracts and the plain rules of `govledger.rules`, called side by side: same acceptance, refusals, events and state.

Each call is made of the contract on pyrevm and of its rules. What was accepted is made a third time, from its events
alone (`implied_call`), on a second instance of the rules, as the audit does.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple
from random import Random
from types import ModuleType
from typing import Any, ClassVar

from govledger import refusals
from govledger.artifacts import load
from govledger.errors import Refusal
from govledger.events import Event
from govledger.events import types as events
from govledger.events.interface import NEVER_EMITTED
from govledger.model import ContractRole, ListingState, OrganisationStatus, Role
from govledger.rules.answers import Authority, Stage
from tests.contracts.harness import Contract, snake_case
from tests.contracts.world import Organisation, World

REMEMBERED = 15
"""How many calls a failing seed shows."""


class ConsortiumStandIn:
    """What the rules ask of Consortium, answered for a world: who there is, from its events; what changes, as told."""

    def __init__(self, world: World) -> None:
        self.status: dict[int, OrganisationStatus] = {}
        self.heirs: dict[int, int] = {}
        self.officers: dict[bytes, tuple[int, int, int, int, int, int]] = {}
        self.listings: dict[bytes, tuple[ContractRole, ListingState]] = {}
        for _, _, event in world.kept():
            if isinstance(event, events.OrganisationAdmitted):
                self.status[event.organisation] = OrganisationStatus.ACTIVE
            elif isinstance(event, events.OfficerAppointed):
                terms = (event.organisation, event.roles, event.unit, event.valid_from, event.valid_until)
                self.officers[event.account] = (event.officer, *terms)
            elif isinstance(event, events.ContractListed):
                self.list(event.contract_role, event.listing)

    def list(self, role: int, address: bytes) -> None:
        """A contract fills a place; the one before it winds down."""
        for other, (place, _) in list(self.listings.items()):
            if place == role:
                self.listings[other] = (place, ListingState.WINDING_DOWN)
        self.listings[address] = (ContractRole(role), ListingState.CURRENT)

    # --- what the rules ask ---

    def authorise(self, sender: bytes, now: int, account: bytes, role: Role, stage: Stage) -> Authority:
        place, state = self.listings[sender]
        if state != ListingState.CURRENT and stage == Stage.BEGIN:
            raise refusals.ContractWindingDown(sender, place)
        if account not in self.officers:
            raise refusals.AccountUnknown(account)
        officer, organisation, roles, unit, valid_from, valid_until = self.officers[account]
        if not valid_from <= now < valid_until:
            raise refusals.OfficerNotInOffice(officer, valid_from, valid_until, now)
        if not roles >> role & 1:
            raise refusals.OfficerRoleMissing(officer, role, roles)
        self._require_active(organisation)
        return Authority(organisation, officer, unit)

    def require_reporter(self, sender: bytes, account: bytes, role: ContractRole) -> None:
        if self.listings.get(account, (ContractRole.NONE, ListingState.NONE))[0] != role:
            raise refusals.ReporterNotListed(account, role)

    def require_active(self, organisation: int) -> None:
        self._require_active(self.successor_of(organisation))

    def heir_of(self, organisation: int) -> int:
        return self._follow(organisation, {OrganisationStatus.MERGED, OrganisationStatus.DISSOLVED})

    def successor_of(self, organisation: int) -> int:
        return self._follow(organisation, {OrganisationStatus.MERGED})

    def _follow(self, organisation: int, ended: set[OrganisationStatus]) -> int:
        while self.status.get(organisation) in ended:
            organisation = self.heirs[organisation]
        return organisation

    def _require_active(self, organisation: int) -> None:
        status = self.status.get(organisation, OrganisationStatus.NONE)
        if status == OrganisationStatus.NONE:
            raise refusals.OrganisationUnknown(organisation)
        if status != OrganisationStatus.ACTIVE:
            raise refusals.OrganisationNotActive(organisation, status)


class Tally:
    """What all seeds together reached."""

    calls = 0
    accepted = 0

    def __init__(self) -> None:
        self.functions: Counter[tuple[str, str]] = Counter()
        self.events: Counter[tuple[str, str]] = Counter()
        self.errors: Counter[tuple[str, str]] = Counter()

    def report(self, key: str, least: int, seldom: Mapping[str, int], apart: set[str]) -> None:
        """Prints what was reached of a contract's interface, and fails where that is too little.

        Args:
            key: the contract's.
            least: how often each function that changes something, event and error is reached.
            seldom: names that are reached less often, and how often at least.
            apart: names that are met in tests of their own, or cannot be.
        """
        never = {signature.partition("(")[0] for signature in NEVER_EMITTED} | apart
        share = self.accepted / self.calls
        print(f"\n{key}: {self.calls:,} calls beside the rules, {share:.0%} accepted")
        found: dict[str, int] = {}
        for kind, counter in (("function", self.functions), ("event", self.events), ("error", self.errors)):
            names = {
                entry["name"]
                for entry in load(key).abi
                if entry["type"] == kind and entry.get("stateMutability", "nonpayable") == "nonpayable"
            } - never
            reached = {name: counter[key, name] for name in names}
            few = sorted(reached.items(), key=lambda item: item[1])[:4]
            print(f"  least reached {kind}s: {', '.join(f'{name} {times}' for name, times in few)}")
            found |= reached
        assert {name: times for name, times in found.items() if times < seldom.get(name, least)} == {}
        assert share >= 0.4


class SideBySide:
    """A world with contracts of which each call is also made of their rules."""

    MODULES: ClassVar[dict[str, ModuleType]] = {}
    """The rules' modules by the contract's key."""

    def __init__(self, world: World, seed: int, tally: Tally, watched: str) -> None:
        self.world = world
        self.random = Random(seed)
        self.tally = tally
        self.watched = watched
        """The key of the contract whose calls are counted."""
        self.consortium = ConsortiumStandIn(world)
        self.contracts: dict[str, Contract] = {}
        self.rules: dict[str, Any] = {}
        self.replayed: dict[str, Any] = {}
        self.calls: deque[str] = deque(maxlen=REMEMBERED)
        self.counter = 0

    def add(self, key: str, contract: Contract, make: Callable[[dict[str, Any]], Any]) -> None:
        """A contract and its rules, made twice; `make` gets the rules of the contracts before it."""
        self.contracts[key] = contract
        self.rules[key] = make(self.rules)
        self.replayed[key] = make(self.replayed)

    # --- one call ---

    def call(self, key: str, function: str, *args: Any, sender: bytes) -> Any:
        """What the call returned, or None if it was refused, on both sides in the same way."""
        now, contract = self.world.chain.now, self.contracts[key]
        self.calls.append(f"{now}: {function}{args} by 0x{sender.hex()[:8]}")
        expected, returned = self._on_chain(contract, function, args, sender)
        method = getattr(self.rules[key], snake_case(function))
        found = self._by_rules(lambda: method(sender, now, *args))
        self._count(key, function, expected)
        assert _facts(found) == _facts(expected), self.shown()
        if isinstance(expected, tuple):
            self._replay(key, function, expected, args, sender, now)
        return returned

    def ask(self, key: str, function: str, *args: Any, timed: bool = False) -> None:
        """A view that may refuse: both sides answer alike."""
        contract, now = self.contracts[key], self.world.chain.now
        self.calls.append(f"{now}: {function}{args}?")
        try:
            contract.read(function, *args)
            expected: Refusal | tuple[Event, ...] = ()
        except Refusal as refusal:
            expected = refusal
            self.tally.errors[key, type(refusal).__name__] += 1
        method = getattr(self.rules[key], snake_case(function))
        found = self._by_rules(lambda: method(now, *args) if timed else method(*args))
        assert _facts(found or ()) == _facts(expected), self.shown()

    def _on_chain(
        self, contract: Contract, function: str, args: tuple[Any, ...], sender: bytes
    ) -> tuple[Refusal | tuple[Event, ...], Any]:
        try:
            emitted = contract.call(function, *args, sender=sender)
        except Refusal as refusal:
            return refusal, None
        return tuple(emitted), emitted.returned if emitted.returned is not None else True

    def _by_rules(self, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except Refusal as refusal:
            return refusal

    def _replay(
        self, key: str, function: str, emitted: tuple[Event, ...], args: tuple[Any, ...], sender: bytes, now: int
    ) -> None:
        """The call that the events imply, on the second instance; a silent report as it was made."""
        rules, module = self.replayed[key], self.MODULES[key]
        if not emitted:
            assert getattr(rules, snake_case(function))(sender, now, *args) == ()
            return
        known = next(event for event in emitted if type(event) not in module.PRECEDING)
        assert all(type(event) in module.FOLLOWING for event in emitted[emitted.index(known) + 1 :])
        name, implied = module.implied_call(known, emitted[: emitted.index(known)])
        assert getattr(rules, name)(known.actor, now, *implied) == emitted, self.shown()  # type: ignore[attr-defined]

    def _count(self, key: str, function: str, outcome: Refusal | tuple[Event, ...]) -> None:
        if key == self.watched:
            self.tally.calls += 1
            self.tally.accepted += isinstance(outcome, tuple)
        if isinstance(outcome, tuple):
            self.tally.functions[key, function] += 1
            self.tally.events.update((key, event.NAME) for event in outcome)
        else:
            self.tally.errors[key, type(outcome).__name__] += 1

    def shown(self) -> str:
        """The last calls, the failing one at the end."""
        return "\n".join(["", *self.calls])

    # --- the state ---

    def same_state(self, key: str, views: Mapping[str, Sequence[Any]]) -> None:
        """Both sides, and what was made of the events, say the same of these objects.

        Args:
            key: the contract's.
            views: for each view, the objects that it is asked for.
        """
        for view, objects in views.items():
            for one in objects:
                said = self.contracts[key].read(view, one)
                for rules in (self.rules[key], self.replayed[key]):
                    found = getattr(rules, snake_case(view))(one)
                    if hasattr(found, "__dataclass_fields__"):
                        names = tuple(found.__dataclass_fields__)
                        assert said._fields == names
                        found = astuple(found)
                    assert found == said, f"{view}({one}): {found} != {said}{self.shown()}"

    # --- choices ---

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def new(self) -> int:
        self.counter += 1
        return self.counter

    def choice(self, items: Sequence[Any]) -> Any:
        return self.random.choice(items)

    def seen(self, version: int) -> int:
        """A version, or at times another one."""
        return max(0, version + self.choice([-1, 1])) if self.maybe(0.06) else version

    # --- what happens to organisations and contracts, on both sides ---

    def suspend(self, organisation: Organisation) -> None:
        if self.consortium.status[organisation.id] == OrganisationStatus.ACTIVE:
            self.calls.append(f"{organisation.name} is suspended")
            self.world.suspend(organisation)
            self.consortium.status[organisation.id] = OrganisationStatus.SUSPENDED

    def reinstate(self, organisation: Organisation) -> None:
        if self.consortium.status[organisation.id] == OrganisationStatus.SUSPENDED:
            self.calls.append(f"{organisation.name} is reinstated")
            self.world.reinstate(organisation)
            self.consortium.status[organisation.id] = OrganisationStatus.ACTIVE

    def end(self, organisation: Organisation, heir: Organisation, status: OrganisationStatus) -> None:
        """An organisation merges or dissolves."""
        if self.consortium.status[organisation.id] == OrganisationStatus.ACTIVE:
            self.calls.append(f"{organisation.name} is {status.name}, its heir is {heir.name}")
            (self.world.merge if status == OrganisationStatus.MERGED else self.world.dissolve)(organisation, heir)
            self.consortium.heirs[organisation.id] = heir.id
            self.consortium.status[organisation.id] = status

    def wind_down(self, key: str) -> None:
        self.calls.append(f"{key} winds down")
        successor = self.world.replace(self.contracts[key])
        self.consortium.list(ContractRole[key.upper()], successor)


def _facts(outcome: Any) -> Any:
    """What is compared of an outcome: a refusal's kind and facts, or the events."""
    return (type(outcome), outcome.args) if isinstance(outcome, Refusal) else outcome
