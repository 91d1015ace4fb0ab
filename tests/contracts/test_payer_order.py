"""BillRanges: in which order the payers of a code's bills take their turns; and the sets of classes that say so."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, combinations

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import OrganisationKind, OrganisationStatus, PayerClass, Role, to_bits
from tests.contracts.harness import Emitted, emitted, refused
from tests.contracts.world import CODE, Organisation, World, draft

UNKNOWN = 999
OTHER_CODE = CODE + 1
WAITED_FOR = [PayerClass.BASIC, PayerClass.SUPPLEMENTARY]
TURNS = to_bits(WAITED_FOR)


@pytest.fixture(autouse=True)
def granted(world: World) -> int:
    """A range of the code, so that it belongs to the finance department."""
    return world.range()


@pytest.fixture
def other_finance(world: World) -> Organisation:
    return world.admit("other finance", {OrganisationKind.FINANCE}, Role.FINANCE)


def _set(world: World, seen: int, turns: int, code: int = CODE) -> Emitted:
    return world.ranges.call("setPayerOrder", code, seen, turns, sender=world.finance.finance)


def _classify(world: World, seen: int, payer: int, payer_class: PayerClass, code: int = CODE) -> Emitted:
    return world.ranges.call("classifyPayer", code, seen, payer, payer_class, sender=world.finance.finance)


# --- the order -----------------------------------------------------------------------------------------------


def test_finance_department_sets_for_which_classes_later_ones_wait(world: World) -> None:
    finance = world.finance
    assert world.ranges.read("getPayerOrder", CODE) == (0, 0)
    emitted(
        _set(world, 0, TURNS),
        events.PayerOrderSet(CODE, finance.finance, finance.id, Role.FINANCE, code_version=1, turns=TURNS),
    )
    assert world.ranges.read("getPayerOrder", CODE) == (1, TURNS)
    emitted(
        _set(world, 1, 0),
        events.PayerOrderSet(CODE, finance.finance, finance.id, Role.FINANCE, code_version=2, turns=0),
    )
    assert world.ranges.read("getPayerOrder", CODE) == (2, 0)


def test_finance_department_says_of_which_class_a_payer_is(world: World) -> None:
    finance, insurer = world.finance, world.insurer
    assert world.ranges.read("payerClassOf", CODE, insurer.id) == PayerClass.UNCLASSIFIED
    emitted(
        _classify(world, 0, insurer.id, PayerClass.COMMERCIAL),
        events.PayerClassified(
            CODE,
            finance.finance,
            finance.id,
            Role.FINANCE,
            code_version=1,
            payer=insurer.id,
            payer_class=PayerClass.COMMERCIAL,
        ),
    )
    assert world.ranges.read("payerClassOf", CODE, insurer.id) == PayerClass.COMMERCIAL
    assert world.ranges.read("payerClassOf", CODE, world.charity.id) == PayerClass.UNCLASSIFIED
    assert world.ranges.read("getPayerOrder", CODE) == (1, 0)


def test_order_and_classes_of_a_code_have_one_version(world: World) -> None:
    _set(world, 0, TURNS)
    _classify(world, 1, world.insurer.id, PayerClass.BASIC)
    _set(world, 2, 0)
    _classify(world, 3, world.insurer.id, PayerClass.UNCLASSIFIED)
    assert world.ranges.read("getPayerOrder", CODE).version == 4
    assert world.ranges.read("payerClassOf", CODE, world.insurer.id) == PayerClass.UNCLASSIFIED


def test_codes_have_orders_of_their_own(world: World) -> None:
    world.range(code=OTHER_CODE)
    _set(world, 0, TURNS)
    _classify(world, 1, world.insurer.id, PayerClass.BASIC)
    assert world.ranges.read("getPayerOrder", OTHER_CODE) == (0, 0)
    assert world.ranges.read("payerClassOf", OTHER_CODE, world.insurer.id) == PayerClass.UNCLASSIFIED
    _set(world, 0, to_bits({PayerClass.AID}), OTHER_CODE)
    assert world.ranges.read("getPayerOrder", CODE).turns == TURNS


def test_order_is_changed_by_who_knows_its_version(world: World) -> None:
    _set(world, 0, TURNS)
    for seen in (0, 2, 2**64 - 1):
        with refused(refusals.PayerOrderStale(CODE, seen, 1)):
            _set(world, seen, 0)
        with refused(refusals.PayerOrderStale(CODE, seen, 1)):
            _classify(world, seen, world.insurer.id, PayerClass.BASIC)


@pytest.mark.parametrize("turns", [1, TURNS | 1, 1 << 6, 1 << 7, 0b0111_1110, 255])
def test_order_waits_for_known_classes_alone(world: World, turns: int) -> None:
    with refused(refusals.PayerOrderInvalid(turns)):
        _set(world, 0, turns)


def test_order_may_wait_for_every_class_but_the_unclassified(world: World) -> None:
    every = to_bits(set(PayerClass) - {PayerClass.UNCLASSIFIED})
    _set(world, 0, every)
    assert world.ranges.read("getPayerOrder", CODE).turns == every


def test_order_that_is_there_already_is_no_change(world: World) -> None:
    with refused(refusals.PayerOrderUnchanged(CODE, 0)):
        _set(world, 0, 0)
    _set(world, 0, TURNS)
    with refused(refusals.PayerOrderUnchanged(CODE, TURNS)):
        _set(world, 1, TURNS)
    insurer = world.insurer.id
    with refused(refusals.PayerClassUnchanged(CODE, insurer, PayerClass.UNCLASSIFIED)):
        _classify(world, 1, insurer, PayerClass.UNCLASSIFIED)
    _classify(world, 1, insurer, PayerClass.AID)
    with refused(refusals.PayerClassUnchanged(CODE, insurer, PayerClass.AID)):
        _classify(world, 2, insurer, PayerClass.AID)


def test_classified_payer_is_an_active_organisation(world: World) -> None:
    for unknown in (0, UNKNOWN):
        with refused(refusals.OrganisationUnknown(unknown)):
            _classify(world, 0, unknown, PayerClass.BASIC)
    world.suspend(world.insurer)
    with refused(refusals.OrganisationNotActive(world.insurer.id, OrganisationStatus.SUSPENDED)):
        _classify(world, 0, world.insurer.id, PayerClass.BASIC)


def test_order_is_the_word_of_the_department_that_the_code_belongs_to(
    world: World, other_finance: Organisation
) -> None:
    payer = world.insurer.id
    refusal = refusals.RangeCodeForeign(CODE, world.finance.id, other_finance.id)
    with refused(refusal):
        world.ranges.call("setPayerOrder", CODE, 0, TURNS, sender=other_finance.finance)
    with refused(refusal):
        world.ranges.call("classifyPayer", CODE, 0, payer, PayerClass.BASIC, sender=other_finance.finance)


@pytest.mark.parametrize("code", [OTHER_CODE, 10**8, 2**32 - 1])
def test_code_that_belongs_to_nobody_has_no_order(world: World, code: int) -> None:
    with refused(refusals.RangeCodeForeign(code, 0, world.finance.id)):
        _set(world, 0, TURNS, code)
    with refused(refusals.RangeCodeForeign(code, 0, world.finance.id)):
        _classify(world, 0, world.insurer.id, PayerClass.BASIC, code)


# --- whose turn it is ----------------------------------------------------------------------------------------


def _sets(classes: Iterable[PayerClass]) -> Iterable[tuple[PayerClass, ...]]:
    """Every set of these classes."""
    known = list(classes)
    return chain.from_iterable(combinations(known, size) for size in range(len(known) + 1))


def _waits_for(own: PayerClass, turns: Iterable[PayerClass]) -> PayerClass | None:
    """Written down once more: the first class of the order that comes before the payer's own."""
    before = [item for item in sorted(turns) if own is PayerClass.UNCLASSIFIED or item < own]
    return before[0] if before else None


@pytest.mark.parametrize("own", list(PayerClass))
def test_payer_waits_for_the_first_class_before_its_own(world: World, granted: int, own: PayerClass) -> None:
    """In every order; on a bill that nobody claimed yet."""
    if own is not PayerClass.UNCLASSIFIED:
        _classify(world, 0, world.insurer.id, own)
    for turns in _sets(set(PayerClass) - {PayerClass.UNCLASSIFIED}):
        checkpoint = world.chain.checkpoint()
        if turns:
            _set(world, world.ranges.read("getPayerOrder", CODE).version, to_bits(turns))
        bill = world.issue(draft("ordered", consented=False), granted)
        waited_for = _waits_for(own, turns)
        if waited_for is None:
            assert world.open_claim(bill)
        else:
            with refused(refusals.ClaimTurnPending(bill.key, waited_for, own)):
                world.open_claim(bill)
        world.chain.go_back(checkpoint)
