"""DataRegistry and its rules, side by side on random calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest

from govledger.errors import InputError
from govledger.events import types as events
from govledger.model import Mode, OrganisationStatus, RecordStatus, Role, Sensitivity, to_bits
from govledger.rules import data_registry
from govledger.rules.data_registry import (
    NO_OPENING,
    RECORD_ID_LIMIT,
    DataRegistryRules,
    RecordOpening,
    ResourceTerms,
    implied_call,
)
from tests.contracts.harness import DAY, NO_ADDRESS, word
from tests.contracts.world import STRANGER, Organisation, RecordBatch, World, undone
from tests.side_by_side import Differs, SideBySide, Tally, explore, machine, step, tally_of

SEQUENCES, ACTS_EACH = 66, 400
FEW_IDS_LEFT = 60
"""So many ids of records there are left at first in every second sequence."""


@cache
def _world() -> World:
    world = World()
    for heir in (world.finance, world.insurer):
        world.appoint(heir.id, heir.registrar, {Role.REGISTRAR})
    return world


class Sequence(SideBySide):
    def __init__(self, world: World, variant: int, tally: Tally) -> None:
        super().__init__(world, variant, tally)
        self.first = RECORD_ID_LIMIT - FEW_IDS_LEFT if variant % 2 else 1
        contract = world.registry
        if self.first != 1:
            contract = world.deploy("data_registry", world.consortium.address, self.first)
            world.replace(world.registry, contract.address)
            self.consortium = type(self.consortium)(world)
        self.add(
            "data_registry",
            contract,
            data_registry,
            lambda _: DataRegistryRules(self.consortium, self.first, address=contract.address),
        )
        self.owners = [world.tax, world.civil]
        self.heir: dict[int, Organisation] = {}
        self.batches: list[RecordBatch] = []

    @property
    def registry(self) -> DataRegistryRules:
        rules: DataRegistryRules = self.rules["data_registry"]
        return rules

    def new_rules(self, key: str, address: bytes, *args: Any) -> DataRegistryRules:
        consortium, first_id = args
        return DataRegistryRules(self.consortium if any(consortium) else None, first_id, address=address)

    @step
    def look(self) -> None:
        known = self.registry.records.items()
        items = {one << 32 | index for one, entry in known if one < 1 << 32 for index in range(min(entry.count, 6))}
        records = [*self.registry.records, 0, 999, *sorted(items - set(self.registry.records))]
        self.same_state("data_registry", {"getResource": [*self.registry.resources, 0, 999], "getRecord": records})

    def act(self, function: str, *args: Any, sender: bytes) -> Any:
        if self.maybe(0.02):
            sender = self.choice([STRANGER, self.world.tax.grantor])
        return self.call("data_registry", function, *args, sender=sender)

    # --- choices ---

    def resource(self) -> int:
        known = list(self.registry.resources)
        open_ones = [one for one in known if self.registry.resources[one].status == 1]
        if open_ones and self.maybe(0.93):
            return int(self.choice(open_ones))
        return int(self.choice([*known, 0, 999]))

    def registrar(self, resource: int) -> bytes:
        """Who may keep a resource now, or at times another one."""
        owner = self.registry.get_resource(resource).owner
        right = self.heir.get(owner) or next((one for one in self.owners if one.id == owner), self.owners[0])
        registrar: bytes = (right if self.maybe(0.96) else self.choice([*self.owners, self.world.finance])).registrar
        return registrar

    def terms(self, owner: int) -> ResourceTerms:
        world = self.world
        others = [one.id for one in (world.finance, world.hospital, world.clinic, world.insurer, world.charity)]
        named = self.random.sample(others, self.random.randint(0, 4))
        detail = self.random.randint(0, len(named))
        terms = ResourceTerms(
            word(self.choice(["a", "b"])),
            self.random.randint(0, 3),
            self.random.randint(0, 3) if detail else self.random.randint(0, 1),
            to_bits(self.random.sample(list(Mode), self.random.randint(1, 4))),
            (*named, *(0,) * (4 - len(named))),
            self.random.randint(0, detail),
            detail,
        )
        return self.spoilt(terms, owner) if self.maybe(0.25) else terms

    def spoilt(self, terms: ResourceTerms, owner: int) -> ResourceTerms:
        """Terms with one part broken."""
        changes: list[dict[str, Any]] = [
            {"schema": bytes(32)},
            {"modes": self.choice([0, 16, 255])},
            {"approvers": (owner, 0, 0, 0)},
            {"approvers": (0, *terms.approvers[:3])},
            {"approvers": (4, 4, 0, 0)},
            {"approvers": (777, 0, 0, 0)},
            {"approvals": terms.detail_approvals + 1},
            {"detail_approvals": 5},
            {"sensitivity": Sensitivity.CORE, "approvals": 0, "detail_approvals": 0},
        ]
        return terms._replace(**self.choice(changes))

    def record(self) -> tuple[int, int, RecordOpening, bytes]:
        """A record, batch or item; the version to name, the opening, and who acts."""
        alone = [one for one, entry in self.registry.records.items() if one < 1 << 32 and entry.count == 0]
        if self.batches and self.maybe(0.6):
            batch = self.choice(self.batches)
            index = self.random.randrange(len(batch))
            record, opening = batch.item(index), RecordOpening(*batch.opening(index))
            if self.maybe(0.05):
                opening = RecordOpening(word("other"), opening.proof)
            if self.maybe(0.04):
                record = batch.id << 32 | len(batch)
            resource = self.registry.get_record(batch.id).resource
        else:
            whole = [batch.id for batch in self.batches]
            record = self.choice([*alone[-20:], *whole[-4:], *alone[-20:]] or [999])
            record = record if self.maybe(0.96) else self.choice([0, 999, 999 << 32, record << 32])
            opening, resource = NO_OPENING, self.registry.get_record(record).resource
        version = self.registry.get_record(record).version
        return record, self.seen(version), opening, self.registrar(resource)

    # --- acts ---

    def create_another(self) -> None:
        at = self.world.consortium.address
        self.create("data_registry", self.choice([at, at, NO_ADDRESS]), self.choice([1, 7, 0]))

    def time_passes(self) -> None:
        self.chain.move(self.choice([1, 60, DAY]))

    def wind_down_at_last(self) -> None:
        if self.maybe(0.05):
            self.wind_down("data_registry")

    def register_resource(self) -> None:
        owner = self.choice(self.owners)
        self.act("registerResource", self.terms(owner.id), sender=owner.registrar)

    def amend_resource(self) -> None:
        resource = self.resource()
        entry = self.registry.get_resource(resource)
        terms = self.terms(entry.owner) if self.maybe(0.9) else entry.terms
        sender = self.registrar(resource)
        self.act("amendResource", resource, self.seen(entry.version), terms, sender=sender)

    def retire_resource(self) -> None:
        resource = self.resource()
        seen = self.seen(self.registry.get_resource(resource).version)
        self.act("retireResource", resource, seen, self.random.randint(0, 2), sender=self.registrar(resource))

    def register_record(self) -> None:
        resource = self.resource()
        commitment = word(self.new()) if self.maybe(0.95) else bytes(32)
        self.act("registerRecord", resource, commitment, sender=self.registrar(resource))

    def register_batch(self) -> None:
        resource = self.resource()
        batch = RecordBatch([word(self.new()) for _ in range(self.random.randint(1, 6))])
        count, root = (len(batch), batch.root) if self.maybe(0.85) else self.choice([(0, batch.root), (3, bytes(32))])
        made = self.act("registerRecordBatch", resource, count, root, sender=self.registrar(resource))
        if made:
            batch.id = made.returned
            self.batches.append(batch)

    def supersede(self) -> None:
        record, seen, opening, sender = self.record()
        present = self.registry.get_record(record).commitment if seen else opening.commitment
        commitment = word(self.new()) if self.maybe(0.9) else self.choice([present, bytes(32)])
        self.act("supersedeRecord", record, seen, commitment, opening, sender=sender)

    def withdraw(self) -> None:
        record, seen, opening, sender = self.record()
        self.act("withdrawRecord", record, seen, self.random.randint(0, 4), opening, sender=sender)

    def shred(self) -> None:
        record, seen, opening, sender = self.record()
        self.act("shredRecord", record, seen, self.random.randint(0, 3), opening, sender=sender)

    def anchor(self) -> None:
        record, seen, opening, sender = self.record()
        token = word(self.new()) if self.maybe(0.93) else bytes(32)
        self.act("anchorTimestamp", record, seen, token, opening, sender=sender)

    def ask_for_a_record(self) -> None:
        record, *_ = self.record()
        index = 0
        if record >> 32 and self.maybe(0.9):
            record, index = divmod(record, 1 << 32)
        resource = self.registry.get_record(record).resource if self.maybe(0.9) else self.resource()
        self.ask("data_registry", "requireLiveRecord", record, index if self.maybe(0.9) else 3, resource)

    def something_happens_to_an_organisation(self) -> None:
        one = self.choice([*self.owners, self.world.hospital, self.world.clinic])
        if one.id in self.heir:
            return
        if self.maybe(0.1) and one in (self.world.tax, self.world.civil):
            heir = self.world.finance if one is self.world.tax else self.world.insurer
            status = self.choice([OrganisationStatus.MERGED, OrganisationStatus.DISSOLVED])
            self.end(one, heir, status)
            if self.consortium.status[one.id] == status:
                self.heir[one.id] = heir
                self.owners = [other if other is not one else heir for other in self.owners]
        elif self.maybe(0.3):
            self.suspend(one)
        else:
            self.reinstate(one)


ACTS: dict[Callable[[Sequence], None], float] = {
    Sequence.time_passes: 4,
    Sequence.create_another: 0.5,
    Sequence.wind_down_at_last: 0.5,
    Sequence.register_resource: 3,
    Sequence.amend_resource: 2.5,
    Sequence.retire_resource: 0.5,
    Sequence.register_record: 4,
    Sequence.register_batch: 3,
    Sequence.supersede: 5,
    Sequence.withdraw: 2,
    Sequence.shred: 1.5,
    Sequence.anchor: 3,
    Sequence.ask_for_a_record: 4,
    Sequence.something_happens_to_an_organisation: 0.7,
}


TALLY = tally_of("data_registry")


@contextmanager
def made(variant: int, tally: Tally = TALLY) -> Iterator[Sequence]:
    """A sequence before its first call."""
    with undone(_world()) as world:
        yield Sequence(world, variant, tally)


def test_contract_and_rules_agree_on_every_call() -> None:
    explore(machine("DataRegistryCalls", made, ACTS), SEQUENCES, ACTS_EACH, TALLY)


def test_the_calls_reached_all_of_the_interface(capsys: pytest.CaptureFixture[str]) -> None:
    if not TALLY.complete:
        pytest.skip("only a part of the sequences ran")
    with capsys.disabled():
        TALLY.check()


def test_call_of_an_event_that_only_comes_before_another_is_not_known_by_it() -> None:
    opened = events.RecordOpened(1 << 32, STRANGER, 1, Role.REGISTRAR, 1, 1, word("c"))
    with pytest.raises(InputError, match="RecordOpened"):
        implied_call(opened)


def test_a_difference_is_seen() -> None:
    """Rules that forget a withdrawal are found out."""
    with made(0, Tally("data_registry")) as sequence:
        tax = sequence.world.tax.registrar
        sequence.call("data_registry", "registerResource", world_terms(), sender=tax)
        [resource] = sequence.registry.resources
        sequence.call("data_registry", "registerRecord", resource, word("c"), sender=tax)
        [record] = sequence.registry.records
        sequence.registry.records[record] = data_registry.Record(2, resource, RecordStatus.LIVE)
        with pytest.raises(Differs, match="getRecord"):
            sequence.look()
        with pytest.raises(Differs, match="RecordVersionStale"):
            sequence.call("data_registry", "withdrawRecord", record, 1, 0, NO_OPENING, sender=tax)


def test_a_difference_at_the_creation_is_seen() -> None:
    """Rules that take any first id are found out."""

    class Careless(Sequence):
        def new_rules(self, key: str, address: bytes, *args: Any) -> DataRegistryRules:
            return super().new_rules(key, address, args[0], 1)

    with undone(_world()) as world, pytest.raises(Differs, match="FirstIdZero"):
        Careless(world, 0, Tally("data_registry")).create("data_registry", world.consortium.address, 0)


def test_log_that_the_running_hash_does_not_hold_is_seen() -> None:
    """The laws are asked after every sequence: a contract that loses a log fails it."""

    class Losing(Sequence):
        def act_out(self, act: Callable[[Any], None]) -> None:
            before = len(self.chain.logs)
            super().act_out(act)
            del self.chain.logs[before:]

    @contextmanager
    def losing(variant: int) -> Iterator[Losing]:
        with undone(_world()) as world:
            yield Losing(world, variant, Tally("data_registry"))

    with pytest.raises(Differs, match="is not that of its logs") as found:
        explore(machine("LogsAreLost", losing, ACTS), 10, 20)
    assert str(found.value).count("sequence.call(") == 1


def world_terms() -> ResourceTerms:
    return ResourceTerms(word("schema"), 1, Sensitivity.INTERNAL, 15, (0, 0, 0, 0), 0, 0)
