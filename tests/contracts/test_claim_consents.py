"""BillClaims: what the subject of a bill agrees to by the bill's one-time key, and revokes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from govledger import refusals
from govledger.bills.consent import Domain, consent_digest, give_consent, revocation_digest, sign_revocation
from govledger.events import types as events
from govledger.model import ClaimPurpose, Role
from tests.contracts.harness import DAY, NO_ADDRESS, START, emitted, refused, word
from tests.contracts.world import (
    CONSENT_MEMBERS,
    NO_CONSENT,
    STRANGER,
    Bill,
    Consent,
    World,
    compact,
    consent_secret,
    draft,
    signed,
)


@pytest.fixture
def bill(world: World) -> Bill:
    """A bill of a batch, with 10,000 fen claimable."""
    return world.batch(3).bill(1)


def domain_of(world: World) -> Domain:
    return Domain(1, world.claims.address)


def invalid(world: World, bill: Bill, consent: Consent) -> refusals.ConsentSignatureInvalid:
    """The refusal that says what the one-time key should have signed for the insurer."""
    given = (bill.key, world.insurer.id, ClaimPurpose(consent.purpose), consent.until, consent.serial)
    return refusals.ConsentSignatureInvalid(bill.key, bill.inner.consent_key, consent_digest(domain_of(world), *given))


def reserve(world: World, bill: Bill, consent: Consent) -> None:
    terms = (world.access(bill, world.insurer, consent=consent), 1, word("tag"), world.chain.now + DAY)
    world.claims.call("reserve", *terms, sender=world.insurer.claims)


# --- who signs, and what -------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", ClaimPurpose)
def test_librarys_consent_is_a_wallets_and_the_contract_takes_it(
    world: World, bill: Bill, purpose: ClaimPurpose
) -> None:
    wallet = world.consent(bill, world.insurer, purpose=purpose, serial=7)
    secret, domain = consent_secret(bill.name), domain_of(world)
    ours = give_consent(secret, domain, bill.key, world.insurer.id, purpose=purpose, until_at=wallet.until, serial=7)
    assert compact(ours.signature) == wallet.signature
    reserve(world, bill, Consent(purpose, ours.until_at, 7, compact(ours.signature)))


@pytest.mark.parametrize(
    "change", [{"purpose": 1}, {"until": START + 366 * DAY}, {"serial": 2}], ids=["purpose", "until", "serial"]
)
def test_consent_is_used_as_it_was_signed(world: World, bill: Bill, change: dict[str, int]) -> None:
    consent = world.consent(bill, world.insurer)._replace(**change)
    with refused(invalid(world, bill, consent)):
        reserve(world, bill, consent)


def test_consent_is_to_one_payer(world: World, bill: Bill) -> None:
    consent = world.consent(bill, world.employer)
    with refused(invalid(world, bill, consent)):
        reserve(world, bill, consent)


def test_consent_is_for_one_bill(world: World, bill: Bill) -> None:
    """Even if, against the rule, two bills had the same key."""
    consent = world.consent(replace(bill, key=bill.key + 1), world.insurer)
    with refused(invalid(world, bill, consent)):
        reserve(world, bill, consent)


def test_consent_is_of_the_bills_own_key(world: World, bill: Bill) -> None:
    consent = world.consent(replace(bill, name="bill 0"), world.insurer)
    with refused(invalid(world, bill, consent)):
        reserve(world, bill, consent)


def test_consent_is_for_one_contract_of_one_chain(world: World, bill: Bill) -> None:
    consent = world.consent(bill, world.insurer)
    values = (bill.key, world.insurer.id, consent.purpose, consent.until, consent.serial)
    elsewhere = signed(consent_secret(bill.name), world.bills.address, "Consent", CONSENT_MEMBERS, values)
    with refused(invalid(world, bill, consent)):
        reserve(world, bill, consent._replace(signature=compact(elsewhere)))
    other_chain = give_consent(
        *(consent_secret(bill.name), Domain(2, world.claims.address), bill.key, world.insurer.id),
        purpose=ClaimPurpose.REIMBURSEMENT,
        until_at=consent.until,
    )
    with refused(invalid(world, bill, consent)):
        reserve(world, bill, consent._replace(signature=compact(other_chain.signature)))


@pytest.mark.parametrize("wrong", ["empty", "other parity", "high s", "no r"])
def test_signature_is_the_only_one_of_its_kind(world: World, bill: Bill, wrong: str) -> None:
    consent = world.consent(bill, world.insurer)
    r, vs = consent.signature
    order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    s, odd = int.from_bytes(vs) % 2**255, int.from_bytes(vs) >> 255
    signatures = {
        "empty": (bytes(32), bytes(32)),
        "other parity": (r, (s | (1 - odd) << 255).to_bytes(32)),
        "high s": (r, ((order - s) % 2**255 | (1 - odd) << 255).to_bytes(32)),
        "no r": (bytes(32), vs),
    }
    with refused(invalid(world, bill, consent)):
        reserve(world, bill, consent._replace(signature=signatures[wrong]))


def test_consent_holds_until_the_second_in_which_it_ends(world: World, bill: Bill) -> None:
    consent = world.consent(bill, world.insurer, days=1)
    world.chain.move_to(START + DAY - 1)
    checkpoint = world.chain.checkpoint()
    reserve(world, bill, consent)
    world.chain.go_back(checkpoint)
    world.chain.move_to(START + DAY)
    with refused(refusals.ConsentExpired(bill.key, START + DAY, START + DAY)):
        reserve(world, bill, consent)


def test_serials_begin_at_one(world: World, bill: Bill) -> None:
    consent = world.consent(bill, world.insurer, serial=0)
    with refused(refusals.ConsentIsRevoked(bill.key, world.insurer.id, 0, 0)):
        reserve(world, bill, consent)


def come(world: World, act: str, bill: Bill, consent: Consent, seen: int | None = None) -> None:
    """Has the insurer come to a bill, or renew its reservation there."""
    access = world.access(bill, world.insurer, consent=consent, seen=seen)
    if act == "renew":
        args: tuple[object, ...] = (bill.key, access.seen_version, 2, START + 20 * DAY, consent)
    else:
        rest = {"reserve": (1, word("tag"), START + DAY), "reserveAndSettle": (1, word("tag")), "decline": ()}
        args = (access, *rest[act])
    world.claims.call(act, *args, sender=world.insurer.claims)


@pytest.mark.parametrize("act", ["reserve", "reserveAndSettle", "decline", "renew"])
class TestWhoTakesOrRenews:
    """Whatever way a payer comes, it needs a consent that holds, and to know the bill as it is."""

    @pytest.fixture
    def bill(self, world: World, act: str) -> Bill:
        bill = world.batch(3).bill(1)
        if act == "renew":
            world.open_claim(bill)
        return bill

    def test_needs_consent_to_itself(self, world: World, bill: Bill, act: str) -> None:
        consent = world.consent(bill, world.employer)
        with refused(invalid(world, bill, consent)):
            come(world, act, bill, consent)

    def test_needs_consent_that_was_not_revoked(self, world: World, bill: Bill, act: str) -> None:
        world.claims.call("revokeConsent", *world.revocation(bill, world.insurer), sender=STRANGER)
        with refused(refusals.ConsentIsRevoked(bill.key, world.insurer.id, 1, 1)):
            come(world, act, bill, world.consent(bill, world.insurer))

    def test_needs_consent_that_has_not_ended(self, world: World, bill: Bill, act: str) -> None:
        with refused(refusals.ConsentExpired(bill.key, START, START)):
            come(world, act, bill, world.consent(bill, world.insurer, days=0))

    def test_gives_none_where_none_is_asked(self, world: World, act: str) -> None:
        bill = world.issue(draft("plain", consented=False))
        if act == "renew":
            world.open_claim(bill)
        with refused(refusals.ConsentNotAsked(bill.key)):
            come(world, act, bill, NO_CONSENT._replace(serial=1))

    def test_has_seen_the_bill_as_it_is(self, world: World, bill: Bill, act: str) -> None:
        current = world.claim(bill).version
        with refused(refusals.ClaimVersionStale(bill.key, current + 1, current)):
            come(world, act, bill, world.consent(bill, world.insurer), seen=current + 1)


def test_domain_of_signatures_can_be_read(world: World) -> None:
    found = world.claims.read("eip712Domain")
    assert found[:5] == (b"\x0f", "govledger BillClaims", "1", 1, world.claims.address)
    assert found[5:] == (bytes(32), ())


# --- bills without a key -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [{"until": 1}, {"serial": 1}, {"signature": (word("r"), bytes(32))}, {"signature": (bytes(32), word("vs"))}],
)
def test_bill_that_asks_nobody_takes_no_consent(world: World, given: dict[str, object]) -> None:
    bill = world.issue(draft("plain", consented=False))
    with refused(refusals.ConsentNotAsked(bill.key)):
        reserve(world, bill, NO_CONSENT._replace(**given))


def test_bill_that_asks_nobody_is_claimed_for_a_stated_purpose(world: World) -> None:
    bill = world.issue(draft("plain", consented=False))
    by = (world.insurer.claims, world.insurer.id, Role.CLAIMS)
    access = world.access(bill, world.insurer, consent=NO_CONSENT._replace(purpose=ClaimPurpose.AID))
    emitted(
        world.claims.call("reserveAndSettle", access, 5, word("tag"), sender=world.insurer.claims),
        events.ClaimOpened(bill.key, *by, 1, 0, *bill.leaf, 10_000, NO_ADDRESS),
        events.DirectSettlementMade(bill.key, *by, 2, 5, word("tag"), ClaimPurpose.AID, 0, 0),
    )


# --- revoking ------------------------------------------------------------------------------------------------


def test_anyone_delivers_the_revocation_that_the_key_signed(world: World, bill: Bill) -> None:
    key, payer, serial, signature = world.revocation(bill, world.insurer, 3)
    assert signature == compact(sign_revocation(consent_secret(bill.name), domain_of(world), payer, serial))
    emitted(
        world.claims.call("revokeConsent", key, payer, serial, signature, sender=STRANGER),
        events.ConsentRevoked(key, STRANGER, 0, Role.NONE, 1, payer, 3),
    )
    assert world.claims.read("revocationsOf", key) == 1
    assert world.claims.read("revokedSerial", key, payer) == 3
    assert world.claims.read("revokedSerial", key, world.employer.id) == 0


def test_revocation_ends_the_consents_to_one_payer_up_to_its_serial(world: World, bill: Bill) -> None:
    world.claims.call("revokeConsent", *world.revocation(bill, world.insurer, 2), sender=STRANGER)
    for serial in (1, 2):
        with refused(refusals.ConsentIsRevoked(bill.key, world.insurer.id, serial, 2)):
            reserve(world, bill, world.consent(bill, world.insurer, serial=serial))
    reserve(world, bill, world.consent(bill, world.insurer, serial=3))
    world.reserve(bill, 1, world.employer, "second")


def test_revocation_goes_up(world: World, bill: Bill) -> None:
    world.claims.call("revokeConsent", *world.revocation(bill, world.insurer, 2), sender=STRANGER)
    for serial in (0, 1, 2):
        key, payer, _, signature = world.revocation(bill, world.insurer, serial)
        with refused(refusals.RevocationSerialStale(key, payer, serial, 2)):
            world.claims.call("revokeConsent", key, payer, serial, signature, sender=STRANGER)
    emitted(
        world.claims.call("revokeConsent", *world.revocation(bill, world.insurer, 2**32 - 1), sender=STRANGER),
        events.ConsentRevoked(bill.inner.consent_key, STRANGER, 0, Role.NONE, 2, world.insurer.id, 2**32 - 1),
    )


def test_revocation_is_the_keys_own_and_as_it_was_signed(world: World, bill: Bill) -> None:
    key, payer, serial, signature = world.revocation(bill, world.insurer, 1)
    for changed in ((key, payer, 2), (key, world.employer.id, 1)):
        digest = revocation_digest(domain_of(world), *changed[1:])
        with refused(refusals.RevocationSignatureInvalid(key, digest)):
            world.claims.call("revokeConsent", *changed, signature, sender=STRANGER)
    digest = revocation_digest(domain_of(world), payer, serial)
    for other in (NO_ADDRESS, world.insurer.claims):
        with refused(refusals.RevocationSignatureInvalid(other, digest)):
            world.claims.call("revokeConsent", other, payer, serial, signature, sender=world.insurer.claims)


def test_revocation_is_taken_by_a_paused_contract_and_not_by_a_closed_one(world: World, bill: Bill) -> None:
    world.decide("pauseContract", world.claims.address, START + DAY)
    world.claims.call("revokeConsent", *world.revocation(bill, world.insurer, 1), sender=STRANGER)
    world.close(world.claims)
    with refused(refusals.ContractIsClosed(world.claims.address, 7)):
        world.claims.call("revokeConsent", *world.revocation(bill, world.insurer, 2), sender=STRANGER)
