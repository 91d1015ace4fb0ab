"""Contracts and the plain rules of `govledger.rules`, called side by side: same acceptance, refusals, events and state.

Each call is made of the contract on pyrevm and of its rules. What was accepted is made a third time, from its events
alone (`implied_call`), on a second instance of the rules, as the audit does. After each sequence the running hash and
the versions are held against the logs.

What a sequence does is noted as steps. When both sides differ, steps are left out while they still do, and the few that
remain are shown as Python that does them again. The sequences are drawn from seeds, each many times longer than what
hypothesis draws and makes shorter in one example; that is why they have a reduction of their own (`shortest`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from contextlib import AbstractContextManager, suppress
from dataclasses import astuple
from functools import wraps
from itertools import takewhile
from random import Random
from types import ModuleType
from typing import Any, ClassVar, Concatenate, NamedTuple, ParamSpec, TypeVar

from govledger import refusals
from govledger.artifacts import load
from govledger.errors import Refusal
from govledger.events import Event
from govledger.events import types as events
from govledger.events.interface import NEVER_EMITTED
from govledger.model import ContractRole, ListingState, OrganisationStatus, Role
from govledger.rules.answers import Authority, Stage
from tests.contracts.harness import NO_ADDRESS, Chain, Contract, Deployed, Emitted, snake_case
from tests.contracts.world import Organisation, World

LEAST, LEAST_ACCEPTED = 20, 0.4
"""How often everything of an interface is reached at least, and the share of the calls that are accepted."""

REMEMBERED = 15
"""How many steps a failing seed shows if they cannot be made fewer."""


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
    """What all sequences of one contract together reached."""

    def __init__(self, key: str, planned: int = 0, apart: Set[str] = frozenset()) -> None:
        """Of the contract with that key.

        Args:
            key: the contract's.
            planned: so many calls at least there are in a full run.
            apart: names of its interface that are met in tests of their own, or cannot be.
        """
        self.key = key
        self.planned = planned
        self.apart = apart
        self.calls = 0
        self.accepted = 0
        self.functions: Counter[tuple[str, str]] = Counter()
        self.events: Counter[tuple[str, str]] = Counter()
        self.errors: Counter[tuple[str, str]] = Counter()

    @property
    def complete(self) -> bool:
        return self.calls >= self.planned

    @property
    def share(self) -> float:
        """Of the calls, those that were accepted."""
        return self.accepted / self.calls

    def reached(self, kind: str) -> Counter[str]:
        """How often each `function` that changes something, `event` or `error` of the interface was reached."""
        counted = {"function": self.functions, "event": self.events, "error": self.errors}[kind]
        never = {signature.partition("(")[0] for signature in NEVER_EMITTED} | self.apart
        return Counter(
            {
                entry["name"]: counted[self.key, entry["name"]]
                for entry in load(self.key).abi
                if entry["type"] == kind
                and entry.get("stateMutability", "nonpayable") == "nonpayable"
                and entry["name"] not in never
            }
        )

    def check(self) -> None:
        """Prints what was reached, and fails where that is too little."""
        print(f"\n{self.key}: {self.calls:,} calls beside the rules, {self.share:.0%} accepted")
        for kind in KINDS:
            reached = self.reached(kind)
            print(f"  least reached {kind}s: {seldom(reached)}")
            assert {name: times for name, times in reached.items() if times < LEAST} == {}
        assert self.share >= LEAST_ACCEPTED


KINDS = ("function", "event", "error")


def seldom(reached: Counter[str], count: int = 4) -> str:
    """The names that were reached least."""
    return ", ".join(f"{name} {times}" for name, times in reached.most_common()[: -count - 1 : -1])


TALLIES: dict[str, Tally] = {}
"""Of the contracts whose sequences this run makes."""


def tally_of(key: str, planned: int, apart: Set[str]) -> Tally:
    """The tally of a contract's sequences in this run."""
    return TALLIES.setdefault(key, Tally(key, planned, apart))


# --- steps, which can be made again --------------------------------------------------------------------------


class Differs(AssertionError):
    """The contract and its rules do not say the same."""

    def __init__(self, text: str, kind: tuple[str, ...] = ()) -> None:
        super().__init__(text)
        self.kind = kind
        """What sort of difference it is: fewer steps have to show the same sort."""


class Step(NamedTuple):
    """What a sequence did at a time: a call, a question, or something that happens around them."""

    now: int
    name: str
    args: tuple[Any, ...]
    named: dict[str, Any]
    made: list[tuple[str, int]]
    """The ids that it got, with their types."""

    def shown(self) -> str:
        """As Python that does it again."""
        given = [*map(_as_code, self.args), *(f"{name}={_as_code(value)}" for name, value in self.named.items())]
        return f"sequence.{self.name}({', '.join(given)})"


S = TypeVar("S", bound="Compared")
P = ParamSpec("P")
R = TypeVar("R")


def step(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """A method that compares or changes something. It is noted, so that a failing sequence can be made again.

    What it does depends on its arguments, the chain and the rules alone, not on what a sequence remembers or draws.
    """

    @wraps(method)
    def noted(self: S, /, *args: P.args, **named: P.kwargs) -> R:
        if self.busy:
            return method(self, *args, **named)
        self.steps.append(Step(self.chain.now, method.__name__, args, named, []))
        self.busy = True
        try:
            return method(self, *args, **named)
        finally:
            self.busy = False

    return noted


class Compared:
    """Contracts on a chain, of which each call is also made of their rules."""

    def __init__(self, chain: Chain, seed: int, tally: Tally) -> None:
        self.chain = chain
        self.seed = seed
        self.random = Random(seed)
        self.tally = tally
        self.deployed = Deployed(chain)
        """All contracts whose logs are held against the laws."""
        self.contracts: dict[str, Contract] = {}
        self.rules: dict[str, Any] = {}
        self.replayed: dict[str, Any] = {}
        self.modules: dict[str, ModuleType] = {}
        self.steps: list[Step] = []
        self.busy = False
        """Within a step; what it does is part of it."""
        self.counter = 0

    def add(self, key: str, contract: Contract, module: ModuleType, make: Callable[[dict[str, Any]], Any]) -> None:
        """A contract and its rules, made twice; `make` gets the rules of the contracts before it."""
        self.contracts[key], self.modules[key] = contract, module
        self.rules[key] = make(self.rules)
        self.replayed[key] = make(self.replayed)
        if contract not in self.deployed.contracts:
            self.deployed.contracts.append(contract)

    # --- a sequence ---

    EVERY: ClassVar[int] = 100
    """After so many acts all views are compared."""

    def acts(self) -> Mapping[Callable[[Any], None], float]:
        """What a sequence does, each with its weight."""
        raise NotImplementedError

    def act_out(self, act: Callable[[Any], None]) -> None:
        act(self)

    def between(self, done: float) -> None:
        """What happens after an act, when such a share of the calls is made."""

    def look(self) -> None:
        """A step: all views say the same on both sides."""
        raise NotImplementedError

    def run(self, calls: int) -> None:
        """Acts at random until at least so many calls are made."""
        acts, weights = zip(*self.acts().items(), strict=True)
        first, number = self.tally.calls, 0
        while (made := self.tally.calls - first) < calls:
            self.act_out(self.random.choices(acts, weights)[0])
            self.between(made / calls)
            number += 1
            if number % self.EVERY == 0:
                self.look()
        self.look()

    # --- one call ---

    @step
    def call(self, key: str, function: str, *args: Any, sender: bytes) -> Emitted | None:
        """The events of the call, or None if it was refused, on both sides in the same way.

        The rules are asked first: some of them ask contracts, which answer as they are before the call.
        """
        now, contract = self.chain.now, self.contracts[key]
        found = self._by_rules(self.rules[key], function, sender, now, *args)
        again = self._replay(key, function, found, args, sender, now) if isinstance(found, tuple) else found
        expected: Refusal | Emitted
        try:
            expected = contract.call(function, *args, sender=sender)
        except Refusal as refusal:
            expected = refusal
        self._same("the rules", found, expected)
        self._same("what the events imply", again, expected)
        self._count(key, function, expected)
        if isinstance(expected, Refusal):
            return None
        self._note_ids(contract, function, expected)
        return expected

    @step
    def ask(self, key: str, view: str, *args: Any, sender: bytes | None = None, timed: bool = False) -> Any:
        """A view that may refuse: both sides answer alike.

        Args:
            key: the contract's.
            view: its name.
            args: what it takes.
            sender: who asks, where that matters.
            timed: whether the rules take the time.
        """
        contract, now = self.contracts[key], self.chain.now
        try:
            expected: Any = _plain(contract.read(view, *args, sender=sender or NO_ADDRESS))
        except Refusal as refusal:
            expected = refusal
            self.tally.errors[key, type(refusal).__name__] += 1
        given = ((sender,) if sender is not None else ()) + ((now,) if timed else ()) + args
        for rules in (self.rules[key], self.replayed[key]):
            found = self._by_rules(rules, view, *given)
            if not isinstance(found, Exception):
                found = _plain(found) if contract.functions[view]["outputs"] else None
            self._same("the rules", found, expected)
        return expected

    @step
    def laws(self) -> None:
        """The running hash and the versions of every contract are those of its logs."""
        try:
            self.deployed.check_laws()
        except AssertionError as broken:
            raise Differs(str(broken)) from broken

    def _by_rules(self, rules: Any, function: str, *args: Any) -> Any:
        """What the rules answer. Where they break, that is an answer that no contract gives."""
        try:
            return getattr(rules, snake_case(function))(*args)
        except Exception as problem:
            return problem

    def _replay(
        self, key: str, function: str, emitted: tuple[Event, ...], args: tuple[Any, ...], sender: bytes, now: int
    ) -> Any:
        """The call that the events imply, on the second instance; a silent report as it was made."""
        rules, module = self.replayed[key], self.modules[key]
        if not emitted:
            return self._by_rules(rules, function, sender, now, *args)
        before = tuple(takewhile(lambda event: type(event) in getattr(module, "PRECEDING", ()), emitted))
        known, *after = emitted[len(before) :]
        if strange := [event.NAME for event in after if key == event.CONTRACT and type(event) not in module.FOLLOWING]:
            raise Differs(f"{', '.join(strange)} of {function} does not stand in FOLLOWING")
        name, implied = module.implied_call(known, before) if before else module.implied_call(known)
        return self._by_rules(rules, name, known.actor, now, *implied)  # type: ignore[attr-defined]

    def _same(self, whose: str, found: Any, expected: Any) -> None:
        if _facts(found) != _facts(expected):
            kind = tuple(_kind(outcome) for outcome in (found, expected))
            raise Differs(f"{whose}: {found!r}\nthe contract: {expected!r}", kind)

    def _count(self, key: str, function: str, outcome: Refusal | Emitted) -> None:
        self.tally.calls += 1
        if isinstance(outcome, Refusal):
            self.tally.errors[key, type(outcome).__name__] += 1
        else:
            self.tally.accepted += 1
            self.tally.functions[key, function] += 1
            self.tally.events.update((event.CONTRACT, event.NAME) for event in outcome)

    # --- a sequence again, or a part of it ---

    def _note_ids(self, contract: Contract, function: str, outcome: Emitted) -> None:
        outputs = contract.functions[function]["outputs"]
        if len(outputs) == 1 and _is_id(outputs[0]) and self.steps:
            self.steps[-1].made.append((outputs[0]["internalType"], outcome.returned))

    def redo(self, steps: Sequence[Step]) -> None:
        """Makes steps of another sequence, with the ids that objects have here."""
        ids: dict[tuple[str, int], int] = {}
        for old in steps:
            self.chain.move_to(max(self.chain.now, old.now))
            args = old.args
            if old.name in ("call", "ask"):
                key, function, *given = args
                inputs = self.contracts[key].functions[function]["inputs"]
                args = (key, function, *(_with_ids(ids, *pair) for pair in zip(inputs, given, strict=True)))
            getattr(self, old.name)(*args, **old.named)
            ids |= {was: now for was, (_, now) in zip(old.made, self.steps[-1].made, strict=False)}

    def shown(self) -> str:
        """The steps, as Python that can be pasted behind `with made(seed) as sequence:`."""
        lines, now = [], None
        for one in self.steps:
            if one.now != now:
                lines.append(f"    sequence.chain.move_to({one.now})")
                now = one.now
            lines.append("    " + one.shown())
        return "\n".join(lines)

    # --- the state ---

    def same_state(self, key: str, views: Mapping[str, Iterable[Any]], timed: Set[str] = frozenset()) -> None:
        """Both sides, and what was made of the events, say the same of these objects.

        Args:
            key: the contract's.
            views: for each view, the objects that it is asked for.
            timed: the views of which the rules take the time.
        """
        for view, objects in views.items():
            for one in objects:
                said = self.contracts[key].read(view, one)
                for rules in (self.rules[key], self.replayed[key]):
                    found = getattr(rules, snake_case(view))(*((self.chain.now,) if view in timed else ()), one)
                    if hasattr(found, "__dataclass_fields__") and said._fields != tuple(found.__dataclass_fields__):
                        raise Differs(f"{view} has other members")
                    if _plain(found) != _plain(said):
                        raise Differs(f"{view}({one})\nthe rules: {found}\nthe contract: {said}", (view,))

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


class SideBySide(Compared):
    """A world with contracts of which each call is also made of their rules."""

    def __init__(self, world: World, seed: int, tally: Tally) -> None:
        super().__init__(world.chain, seed, tally)
        self.world = world
        self.deployed = world
        self.consortium = ConsortiumStandIn(world)

    # --- what happens to organisations and contracts, on both sides ---

    @step
    def suspend(self, organisation: Organisation) -> None:
        if self.consortium.status[organisation.id] == OrganisationStatus.ACTIVE:
            self.world.suspend(organisation)
            self.consortium.status[organisation.id] = OrganisationStatus.SUSPENDED

    @step
    def reinstate(self, organisation: Organisation) -> None:
        if self.consortium.status[organisation.id] == OrganisationStatus.SUSPENDED:
            self.world.reinstate(organisation)
            self.consortium.status[organisation.id] = OrganisationStatus.ACTIVE

    @step
    def end(self, organisation: Organisation, heir: Organisation, status: OrganisationStatus) -> None:
        """An organisation merges or dissolves."""
        if self.consortium.status[organisation.id] == OrganisationStatus.ACTIVE:
            (self.world.merge if status == OrganisationStatus.MERGED else self.world.dissolve)(organisation, heir)
            self.consortium.heirs[organisation.id] = heir.id
            self.consortium.status[organisation.id] = status

    @step
    def wind_down(self, key: str) -> None:
        successor = self.world.replace(self.contracts[key])
        self.consortium.list(ContractRole[key.upper()], successor)


# --- a failing sequence, made shorter ------------------------------------------------------------------------

Made = Callable[[], AbstractContextManager[S]]
"""Makes a sequence from its beginning; what it does is undone behind it."""

ATTEMPTS = 400
"""So many times at most a failing sequence is made again."""


def compare(made: Made[S], calls: int) -> None:
    """Runs a sequence. If both sides differ, the failure shows the few steps that lead there."""
    sequence: S | None = None
    try:
        with made() as sequence:
            sequence.steps.clear()
            sequence.run(calls)
            sequence.laws()
    except Differs as found:
        if sequence is None:
            raise
        raise Differs(f"{found}\n{explained(made, sequence, found)}") from None


def explained(made: Made[S], failed: S, found: Differs) -> str:
    """The steps of a sequence that are needed for both sides to differ so."""
    few = shortest(made, failed.steps, found.kind)
    if few is None:
        last = "\n".join(f"    {one.shown()}" for one in failed.steps[-REMEMBERED:])
        return f"The steps alone do not fail again; the last of them in the sequence of seed {failed.seed}:\n{last}"
    with made() as sequence:
        sequence.steps.clear()
        with suppress(Differs):
            sequence.redo(few)
    return (
        f"{len(few)} of the {len(failed.steps)} steps are enough:\n"
        f"with made({failed.seed}) as sequence:\n{sequence.shown()}"
    )


def shortest(made: Made[S], steps: Sequence[Step], kind: tuple[str, ...]) -> list[Step] | None:
    """Steps without those that can be left out, while both sides still differ; None if they do not."""
    attempts = 0

    def up_to_the_failure(some: Sequence[Step]) -> list[Step] | None:
        nonlocal attempts
        attempts += 1
        with made() as sequence:
            sequence.steps.clear()
            try:
                sequence.redo(some)
            except Differs as found:
                return list(some[: len(sequence.steps)]) if found.kind == kind else None
            except Exception:  # steps that lack what they build on cannot be made again: no reproduction
                return None
        return None

    few = up_to_the_failure(steps)
    size = len(few or ()) // 2
    while few and size and attempts < ATTEMPTS:
        shorter, place = False, len(few) - 1 - size
        while place > -size and attempts < ATTEMPTS:
            at = max(place, 0)
            without = up_to_the_failure([*few[:at], *few[at + size :]])
            if without is not None:
                few, shorter = without, True
            place = min(place, len(few) - 1) - size
        size = size if shorter and size == 1 else size // 2
    return few


def _is_id(parameter: Mapping[str, Any]) -> bool:
    internal: str = parameter.get("internalType", "")
    return internal.endswith("Id")


def _with_ids(ids: Mapping[tuple[str, int], int], parameter: Mapping[str, Any], value: Any) -> Any:
    """An argument in which old ids are new ones; that of a batch's item stands above its index."""
    if parameter["type"] == "tuple":
        members = [_with_ids(ids, *pair) for pair in zip(parameter["components"], value, strict=True)]
        return type(value)(*members) if hasattr(value, "_fields") else tuple(members)
    if parameter["type"].endswith("]") and parameter["internalType"].partition("[")[0].endswith("Id"):
        kind = parameter["internalType"].partition("[")[0]
        return tuple(ids.get((kind, one), one) for one in value)
    if not _is_id(parameter):
        return value
    kind = parameter["internalType"]
    if kind == "RecordId" and value >> 32:
        return ids.get((kind, value >> 32), value >> 32) << 32 | value & (1 << 32) - 1
    return ids.get((kind, value), value)


def _as_code(value: Any) -> str:
    """A value as Python that can be pasted."""
    if isinstance(value, bool | str | None):
        return repr(value)
    if isinstance(value, int):
        return repr(int(value))
    if isinstance(value, bytes):
        return f'bytes.fromhex("{value.hex()}")' if any(value) else f"bytes({len(value)})"
    if isinstance(value, Organisation):
        return f"Organisation({value.id}, {value.name!r}, {{}})"
    if hasattr(value, "_fields"):
        members = (f"{name}={_as_code(getattr(value, name))}" for name in value._fields)
        return f"{type(value).__name__}({', '.join(members)})"
    items = ", ".join(map(_as_code, value))
    return f"({items},)" if len(value) == 1 else f"({items})"


def _plain(value: Any) -> Any:
    """An answer without the names of its members."""
    if hasattr(value, "__dataclass_fields__"):
        return astuple(value)
    return tuple(map(_plain, value)) if isinstance(value, tuple | list) else value


def _kind(outcome: Any) -> str:
    """A refusal's name, or the events'."""
    if isinstance(outcome, tuple):
        return " ".join(getattr(event, "NAME", "?") for event in outcome)
    return type(outcome).__name__


def _facts(outcome: Any) -> Any:
    """What is compared of an outcome: a refusal's kind and facts, or the events."""
    return (type(outcome), outcome.args) if isinstance(outcome, Exception) else outcome
