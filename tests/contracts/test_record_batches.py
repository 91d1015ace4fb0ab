"""DataRegistry: records under one root, and the items of a batch that have had their first action."""

from __future__ import annotations

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import RecordStatus, Role, ShreddingReason, WithdrawalReason
from tests.contracts.harness import NO_HASH, Emitted, emitted, refused, word
from tests.contracts.world import NO_OPENING, RecordBatch, RecordOpening, ResourceTerms, World

UNKNOWN = 999
ID_LIMIT = 2**31


@pytest.fixture
def resource(world: World) -> int:
    return world.resource()


@pytest.fixture
def batch(world: World, resource: int) -> RecordBatch:
    return world.records(resource)


def _register(world: World, resource: int, count: int = 3, root: bytes = word("root")) -> Emitted:
    return world.registry.call("registerRecordBatch", resource, count, root, sender=world.tax.registrar)


# --- registration --------------------------------------------------------------------------------------------


def test_batch_of_any_size_takes_one_id_and_one_root(world: World, resource: int) -> None:
    registered = _register(world, resource, 2**32 - 1)
    emitted(
        registered,
        events.RecordBatchRegistered(
            *(1, world.tax.registrar, world.tax.id, Role.REGISTRAR, 1, resource, 2**32 - 1, word("root"))
        ),
    )
    assert registered.returned == 1
    assert world.registry.read("getRecord", 1) == (1, resource, RecordStatus.LIVE, 2**32 - 1, word("root"))
    assert world.record(resource) == 2


def test_batch_has_items_and_a_root(world: World, resource: int) -> None:
    with refused(refusals.RecordBatchEmpty()):
        _register(world, resource, 0)
    with refused(refusals.RecordRootZero()):
        _register(world, resource, 3, NO_HASH)


def test_batch_of_a_resource_that_cannot_take_it_is_refused(world: World, resource: int) -> None:
    with refused(refusals.ResourceUnknown(UNKNOWN)):
        _register(world, UNKNOWN)
    with refused(refusals.ResourceForeign(resource, world.tax.id, world.civil.id)):
        world.registry.call("registerRecordBatch", resource, 3, word("root"), sender=world.civil.registrar)
    world.registry.call("retireResource", resource, 1, 0, sender=world.tax.registrar)
    with refused(refusals.ResourceIsRetired(resource)):
        _register(world, resource)


def test_ids_of_records_stay_below_those_of_items(world: World) -> None:
    successor = world.deploy("data_registry", world.consortium.address, ID_LIMIT - 1)
    world.replace(world.registry, successor.address)
    sender = world.tax.registrar
    resource = successor.call("registerResource", ResourceTerms(), sender=sender).returned
    assert successor.call("registerRecordBatch", resource, 3, word("root"), sender=sender).returned == ID_LIMIT - 1
    for function, rest in (("registerRecord", (word("c"),)), ("registerRecordBatch", (3, word("root")))):
        with refused(refusals.RecordIdsExhausted(ID_LIMIT)):
            successor.call(function, resource, *rest, sender=sender)


# --- items ---------------------------------------------------------------------------------------------------

ACTS = [
    ("supersedeRecord", word("newer")),
    ("withdrawRecord", WithdrawalReason.ERROR),
    ("shredRecord", ShreddingReason.LEGAL_ORDER),
    ("anchorTimestamp", word("token")),
]


def _opened(world: World, batch: RecordBatch, index: int) -> events.RecordOpened:
    return events.RecordOpened(
        *(batch.item(index), world.tax.registrar, world.tax.id, Role.REGISTRAR, 1, 1, batch.commitments[index])
    )


def test_item_is_superseded_alone(world: World, batch: RecordBatch) -> None:
    item = batch.item(2)
    assert world.registry.read("getRecord", item) == (0, 0, 0, 0, NO_HASH)
    emitted(
        world.registry.call("supersedeRecord", item, 0, word("new"), batch.opening(2), sender=world.tax.registrar),
        _opened(world, batch, 2),
        events.RecordSuperseded(item, world.tax.registrar, world.tax.id, Role.REGISTRAR, 2, word("new")),
    )
    assert world.registry.read("getRecord", item) == (2, 1, RecordStatus.LIVE, 0, word("new"))
    assert world.registry.read("getRecord", batch.id).version == 1


def test_item_is_withdrawn_alone_and_the_others_stay_live(world: World, batch: RecordBatch) -> None:
    item = batch.item(4)
    emitted(
        world.registry.call("withdrawRecord", item, 0, 2, batch.opening(4), sender=world.tax.registrar),
        _opened(world, batch, 4),
        events.RecordWithdrawn(item, world.tax.registrar, world.tax.id, Role.REGISTRAR, 2, 2),
    )
    assert world.registry.read("getRecord", item) == (2, 1, RecordStatus.WITHDRAWN, 0, batch.commitments[4])
    assert world.registry.read("requireLiveRecord", batch.id, 3, 1) is None
    with refused(refusals.RecordIsWithdrawn(item)):
        world.registry.read("requireLiveRecord", batch.id, 4, 1)


def test_item_is_shredded_alone(world: World, batch: RecordBatch) -> None:
    item = batch.item(0)
    emitted(
        world.registry.call("shredRecord", item, 0, 1, batch.opening(0), sender=world.tax.registrar),
        _opened(world, batch, 0),
        events.RecordShredded(item, world.tax.registrar, world.tax.id, Role.REGISTRAR, 2, 1),
    )
    with refused(refusals.RecordIsShredded(item)):
        world.registry.read("requireLiveRecord", batch.id, 0, 1)


def test_timestamp_is_anchored_beside_an_item(world: World, batch: RecordBatch) -> None:
    item = batch.item(1)
    emitted(
        world.registry.call("anchorTimestamp", item, 0, word("token"), batch.opening(1), sender=world.tax.registrar),
        _opened(world, batch, 1),
        events.TimestampAnchored(item, world.tax.registrar, world.tax.id, Role.REGISTRAR, 2, word("token")),
    )
    assert world.registry.read("requireLiveRecord", batch.id, 1, 1) is None


@pytest.mark.parametrize(("function", "given"), ACTS)
class TestEveryActOnAnItem:
    def test_needs_the_proof_at_the_first_one_alone(
        self, world: World, batch: RecordBatch, function: str, given: object
    ) -> None:
        item = batch.item(3)
        world.registry.call("anchorTimestamp", item, 0, word("t"), batch.opening(3), sender=world.tax.registrar)
        done = world.registry.call(function, item, 2, given, NO_OPENING, sender=world.tax.registrar)
        assert [event.record_version for event in done] == [3]

    def test_is_refused_with_another_items_commitment_or_proof(
        self, world: World, batch: RecordBatch, function: str, given: object
    ) -> None:
        right = batch.opening(3)
        wrong = [
            batch.opening(2),
            RecordOpening(word("other"), right.proof),
            RecordOpening(right.commitment, right.proof[:-1]),
            RecordOpening(right.commitment, [*right.proof, NO_HASH]),
            NO_OPENING,
        ]
        for opening in wrong:
            with refused(refusals.RecordProofInvalid(batch.item(3))):
                world.registry.call(function, batch.item(3), 0, given, opening, sender=world.tax.registrar)

    def test_names_an_item_that_there_is(self, world: World, batch: RecordBatch, function: str, given: object) -> None:
        alone = world.record(1)
        for record, refusal in (
            (UNKNOWN << 32, refusals.RecordUnknown(UNKNOWN)),
            (batch.item(5), refusals.RecordIndexInvalid(batch.id, 5, 5)),
            (batch.item(2**32 - 1), refusals.RecordIndexInvalid(batch.id, 2**32 - 1, 5)),
            (alone << 32, refusals.RecordIndexInvalid(alone, 0, 1)),
        ):
            with refused(refusal):
                world.registry.call(function, record, 0, given, batch.opening(0), sender=world.tax.registrar)

    def test_is_the_owners(self, world: World, batch: RecordBatch, function: str, given: object) -> None:
        with refused(refusals.ResourceForeign(1, world.tax.id, world.civil.id)):
            world.registry.call(function, batch.item(0), 0, given, batch.opening(0), sender=world.civil.registrar)

    def test_loser_of_a_race_is_refused_with_the_current_version(
        self, world: World, batch: RecordBatch, function: str, given: object
    ) -> None:
        item, opening, sender = batch.item(0), batch.opening(0), world.tax.registrar
        with refused(refusals.RecordVersionStale(item, 1, 0)):
            world.registry.call(function, item, 1, given, opening, sender=sender)
        world.registry.call("supersedeRecord", item, 0, word("new"), opening, sender=sender)
        with refused(refusals.RecordVersionStale(item, 0, 2)):
            world.registry.call(function, item, 0, given, opening, sender=sender)

    def test_follows_the_whole_batch(self, world: World, batch: RecordBatch, function: str, given: object) -> None:
        sender, item, opening = world.tax.registrar, batch.item(0), batch.opening(0)
        world.registry.call("withdrawRecord", batch.id, 1, 0, NO_OPENING, sender=sender)
        if function in ("supersedeRecord", "withdrawRecord"):
            with refused(refusals.RecordIsWithdrawn(batch.id)):
                world.registry.call(function, item, 0, given, opening, sender=sender)
        world.registry.call("shredRecord", batch.id, 2, 0, NO_OPENING, sender=sender)
        with refused(refusals.RecordIsShredded(batch.id)):
            world.registry.call(function, item, 0, given, opening, sender=sender)


def test_item_gets_other_content_than_it_has(world: World, batch: RecordBatch) -> None:
    item, sender = batch.item(0), world.tax.registrar
    with refused(refusals.RecordCommitmentUnchanged(item, batch.commitments[0])):
        world.registry.call("supersedeRecord", item, 0, batch.commitments[0], batch.opening(0), sender=sender)
    world.registry.call("supersedeRecord", item, 0, word("new"), batch.opening(0), sender=sender)
    with refused(refusals.RecordCommitmentUnchanged(item, word("new"))):
        world.registry.call("supersedeRecord", item, 2, word("new"), NO_OPENING, sender=sender)


def test_batch_of_one_is_proved_without_siblings(world: World, resource: int) -> None:
    batch = world.records(resource, 1)
    assert batch.opening(0).proof == ()
    world.registry.call("withdrawRecord", batch.item(0), 0, 0, batch.opening(0), sender=world.tax.registrar)


# --- a batch as a whole --------------------------------------------------------------------------------------


def test_batch_is_not_superseded_as_a_whole(world: World, batch: RecordBatch) -> None:
    with refused(refusals.RecordIsBatch(batch.id, 5)):
        world.registry.call("supersedeRecord", batch.id, 1, word("root"), NO_OPENING, sender=world.tax.registrar)


def test_timestamp_is_anchored_beside_a_batch(world: World, batch: RecordBatch) -> None:
    emitted(
        world.registry.call("anchorTimestamp", batch.id, 1, word("t"), NO_OPENING, sender=world.tax.registrar),
        events.TimestampAnchored(batch.id, world.tax.registrar, world.tax.id, Role.REGISTRAR, 2, word("t")),
    )
    assert world.registry.read("getRecord", batch.id) == (2, 1, RecordStatus.LIVE, 5, batch.root)


def test_items_of_a_batch_that_was_withdrawn_are_not_live(world: World, batch: RecordBatch) -> None:
    sender = world.tax.registrar
    world.registry.call("anchorTimestamp", batch.item(1), 0, word("t"), batch.opening(1), sender=sender)
    world.registry.call("withdrawRecord", batch.id, 1, 0, NO_OPENING, sender=sender)
    for index in (0, 1):
        with refused(refusals.RecordIsWithdrawn(batch.id)):
            world.registry.read("requireLiveRecord", batch.id, index, 1)


# --- what others ask -----------------------------------------------------------------------------------------


def test_live_item_of_the_resource_is_told_from_any_other(world: World, batch: RecordBatch) -> None:
    other = world.resource()
    for index in range(5):
        assert world.registry.read("requireLiveRecord", batch.id, index, 1) is None
    with refused(refusals.RecordIndexInvalid(batch.id, 5, 5)):
        world.registry.read("requireLiveRecord", batch.id, 5, 1)
    with refused(refusals.RecordResourceMismatch(batch.id, 1, other)):
        world.registry.read("requireLiveRecord", batch.id, 0, other)


def test_item_is_asked_for_by_its_batch_and_place_alone(world: World, batch: RecordBatch) -> None:
    """Its own id would pass by what became of the batch."""
    item = batch.item(1)
    world.registry.call("anchorTimestamp", item, 0, word("t"), batch.opening(1), sender=world.tax.registrar)
    with refused(refusals.RecordUnknown(item)):
        world.registry.read("requireLiveRecord", item, 0, 1)
