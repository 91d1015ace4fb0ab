"""DataRequests: windows for small accesses in number, counted at once and closed by a root."""

from __future__ import annotations

import pytest

from govledger import refusals
from govledger.events import types as events
from govledger.model import Mode, OrganisationStatus, Role, WindowStatus
from govledger.privacy.merkle import MerkleTree
from govledger.registry.access import SmallReceipt, access_leaf
from tests.contracts.harness import DAY, NO_HASH, START, emitted, refused, word
from tests.contracts.world import GrantTerms, WindowTerms, World

UNKNOWN = 999
USES_LIMIT = 65_536
WINDOW_LIMIT = 7 * DAY


@pytest.fixture
def terms(world: World) -> WindowTerms:
    return world.window_terms()


def receipts(count: int) -> list[bytes]:
    """The hashes of so many small receipts."""
    return [SmallReceipt(1, word(f"answer {place}"), START + place).hashed for place in range(count)]


def tree(accesses: list[bytes]) -> MerkleTree:
    return MerkleTree([access_leaf(index, access) for index, access in enumerate(accesses)])


# --- opening -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [Mode.VERIFY, Mode.EVALUATE])
@pytest.mark.parametrize("uses", [1, 3, USES_LIMIT])
def test_window_counts_all_its_uses_when_it_is_opened(world: World, mode: Mode, uses: int) -> None:
    terms = world.window_terms(mode, uses)
    opened = world.requests.call("openWindow", terms, sender=world.tax.responder)
    emitted(opened, events.WindowOpened(1, world.tax.responder, world.tax.id, Role.RESPONDER, 1, *terms))
    assert opened.returned == 1
    assert world.requests.read("getWindow", 1) == (
        *(1, world.tax.id, WindowStatus.OPEN, uses, 0, terms.close_by, NO_HASH),
    )
    assert world.requests.read("getWindow", 2) == (0, 0, 0, 0, 0, 0, NO_HASH)
    assert world.grants.read("usesOf", terms.grant) == (uses, 0)
    assert world.grants.read("getGrant", terms.grant).version == 1


@pytest.mark.parametrize("mode", [Mode.DETAIL, Mode.SUBMIT])
def test_window_is_neither_for_detail_nor_for_submissions(world: World, terms: WindowTerms, mode: Mode) -> None:
    with refused(refusals.WindowModeInvalid(mode)):
        world.window(terms._replace(mode=mode))


@pytest.mark.parametrize("uses", [0, USES_LIMIT + 1, 2**32 - 1])
def test_window_is_for_one_access_up_to_65536(world: World, terms: WindowTerms, uses: int) -> None:
    with refused(refusals.WindowUsesInvalid(uses, USES_LIMIT)):
        world.window(terms._replace(uses=uses))


@pytest.mark.parametrize("ahead", [1, WINDOW_LIMIT])
def test_window_is_to_be_closed_within_seven_days(world: World, terms: WindowTerms, ahead: int) -> None:
    window, _ = world.window(terms._replace(close_by=START + ahead))
    assert world.requests.read("getWindow", window).close_by == START + ahead


@pytest.mark.parametrize("ahead", [-1, 0, WINDOW_LIMIT + 1])
def test_window_to_be_closed_at_another_time_is_refused(world: World, terms: WindowTerms, ahead: int) -> None:
    with refused(refusals.WindowTimeInvalid(START + ahead, START, WINDOW_LIMIT)):
        world.window(terms._replace(close_by=START + ahead))


def test_grantee_opens_no_window(world: World, terms: WindowTerms) -> None:
    with refused(refusals.WindowOwnerMismatch(world.tax.id, world.civil.id)):
        world.requests.call("openWindow", terms, sender=world.civil.responder)


def test_window_is_within_its_grant(world: World, terms: WindowTerms) -> None:
    with refused(refusals.GrantFieldsNotGranted(terms.grant, 0b1111, 1 << 9)):
        world.window(terms._replace(fields=1 << 9))
    with refused(refusals.GrantPurposeMismatch(terms.grant, 7, 8)):
        world.window(terms._replace(purpose=8))
    with refused(refusals.GrantUnknown(UNKNOWN)):
        world.window(terms._replace(grant=UNKNOWN))
    world.suspend(world.civil)
    with refused(refusals.OrganisationNotActive(world.civil.id, OrganisationStatus.SUSPENDED)):
        world.window(terms)


def test_window_needs_as_many_uses_as_the_grant_has_left(world: World) -> None:
    grant, granted = world.grant(GrantTerms(world.resource(), world.civil.id, max_uses=5))
    terms = WindowTerms(grant, granted.resource, world.tax.id, world.civil.id)
    world.window(terms._replace(uses=3))
    with refused(refusals.GrantUsesExhausted(grant, 5, 2, 3)):
        world.window(terms._replace(uses=3))
    world.window(terms._replace(uses=2))
    assert world.grants.read("usesOf", grant) == (5, 0)


# --- closing -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [0, DAY - 1, DAY, 365 * DAY])
@pytest.mark.parametrize("count", [1, 3])
def test_owner_closes_a_window_with_its_root_in_time_or_late(world: World, after: int, count: int) -> None:
    window, terms = world.window()
    world.chain.move(after)
    expected = WindowStatus.OVERDUE if after >= DAY else WindowStatus.OPEN
    assert world.requests.read("getWindow", window)[:3] == (1, world.tax.id, expected)
    emitted(
        world.requests.call("closeWindow", window, 1, count, word("root"), sender=world.tax.responder),
        events.WindowClosed(
            *(window, world.tax.responder, world.tax.id, Role.RESPONDER, 2), count=count, root=word("root")
        ),
    )
    assert world.requests.read("getWindow", window) == (
        *(2, world.tax.id, WindowStatus.CLOSED, terms.uses, count, terms.close_by, word("root")),
    )
    assert world.grants.read("usesOf", terms.grant) == (terms.uses, 0), "uses that were not made are not given back"


def test_window_of_which_no_use_was_made_has_no_root(world: World) -> None:
    window, terms = world.window()
    with refused(refusals.WindowRootMismatch(window, 0, word("root"))):
        world.requests.call("closeWindow", window, 1, 0, word("root"), sender=world.tax.responder)
    with refused(refusals.WindowRootMismatch(window, 1, NO_HASH)):
        world.requests.call("closeWindow", window, 1, 1, NO_HASH, sender=world.tax.responder)
    world.requests.call("closeWindow", window, 1, 0, NO_HASH, sender=world.tax.responder)
    assert world.requests.read("getWindow", window) == (
        *(2, world.tax.id, WindowStatus.CLOSED, terms.uses, 0, terms.close_by, NO_HASH),
    )
    assert not world.requests.read("verifyWindowAccess", window, 0, word("access"), [])


def test_window_is_closed_once_by_its_owner_with_no_more_accesses_than_it_is_for(world: World) -> None:
    window, terms = world.window()
    closing = (1, 2, word("root"))
    for unknown in (0, UNKNOWN):
        with refused(refusals.WindowUnknown(unknown)):
            world.requests.call("closeWindow", unknown, *closing, sender=world.tax.responder)
    for seen in (0, 2):
        with refused(refusals.WindowVersionStale(window, seen, 1)):
            world.requests.call("closeWindow", window, seen, 2, word("root"), sender=world.tax.responder)
    with refused(refusals.WindowOwnerMismatch(world.tax.id, world.civil.id)):
        world.requests.call("closeWindow", window, *closing, sender=world.civil.responder)
    with refused(refusals.WindowCountExceeded(window, terms.uses, terms.uses + 1)):
        world.requests.call("closeWindow", window, 1, terms.uses + 1, word("root"), sender=world.tax.responder)
    world.requests.call("closeWindow", window, *closing, sender=world.tax.responder)
    with refused(refusals.WindowIsClosed(window)):
        world.requests.call("closeWindow", window, 2, 2, word("root"), sender=world.tax.responder)


# --- showing an access ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2, 5, 8])
def test_each_access_of_a_closed_window_is_proved_alone(world: World, count: int) -> None:
    accesses = receipts(count)
    root = tree(accesses)
    window, _ = world.window(world.window_terms(uses=count))
    proofs = [root.proof(index) for index in range(count)]
    assert not world.requests.read("verifyWindowAccess", window, 0, accesses[0], proofs[0]), "it is still open"
    world.requests.call("closeWindow", window, 1, count, root.root, sender=world.tax.responder)
    for index in range(count):
        assert world.requests.read("verifyWindowAccess", window, index, accesses[index], proofs[index])
        assert not world.requests.read("verifyWindowAccess", window, index, word("another"), proofs[index])
        assert not world.requests.read("verifyWindowAccess", window, index + 1, accesses[index], proofs[index])
        assert not world.requests.read("verifyWindowAccess", window + 1, index, accesses[index], proofs[index])


def test_access_beyond_the_count_is_not_one_of_the_window(world: World) -> None:
    """Whoever closes a window with fewer than it has leaves cannot show the rest."""
    accesses = receipts(3)
    root = tree(accesses)
    window, _ = world.window()
    world.requests.call("closeWindow", window, 1, 2, root.root, sender=world.tax.responder)
    assert world.requests.read("verifyWindowAccess", window, 1, accesses[1], root.proof(1))
    assert not world.requests.read("verifyWindowAccess", window, 2, accesses[2], root.proof(2))
