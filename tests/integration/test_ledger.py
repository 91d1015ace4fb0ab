"""The domain calls through the library, on the embedded chain: results, refusals, and what is read back."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

import govledger
from govledger import (
    GrantTerms,
    Mode,
    OrganisationKind,
    PrivateKeySigner,
    RedLetterReason,
    RequestTerms,
    RevocationReason,
    Role,
    Sensitivity,
    Trust,
    Vault,
)
from govledger.actions.claims import Claim
from govledger.audit.entry import utc
from govledger.bills.number import bill_key
from govledger.consensus.checkpoint import ChainRules
from govledger.consensus.engine import Engine
from govledger.deployer.deploying import deploy
from govledger.errors import (
    BillNotIssued,
    ChainMismatch,
    DuplicateReference,
    HeaderRefused,
    InputError,
    NumbersTaken,
    ReferenceReused,
    VaultNotFound,
)
from govledger.events.types import GrantIssued, OfficerAppointed, RequestServed
from govledger.index.defaults import Defaults
from govledger.model import (
    ContractRole,
    IssueState,
    ListingState,
    OrganisationStatus,
    RangeStatus,
    RecordStatus,
    RejectionReason,
    RequestStatus,
    ResourceStatus,
    RetirementReason,
    SuspensionReason,
    WithdrawalReason,
)
from govledger.plan import standard_plan
from govledger.privacy.keccak import keccak256
from govledger.refusals import (
    BillEngaged,
    ClaimCapacityExceeded,
    ClaimVersionStale,
    FounderRequired,
    GrantPurposeMismatch,
    ListingNotWindingDown,
    ListingWithoutCode,
    OfficerRoleMissing,
)
from tests.bodies import CIVIL_AFFAIRS, CODE, INSURER, TAX, YEAR, Bodies, draft, found, order, with_cash
from tests.sample_bills import ISSUER

SCHEMA = keccak256(b"schema")
BASIS = keccak256(b"legal basis")


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bodies]:
    with govledger.embedded() as chain:
        yield found(chain, tmp_path_factory.mktemp("vaults"))


@pytest.fixture
def bodies(founded: Bodies, tmp_path: Path) -> Iterator[Bodies]:
    """The consortium as it was founded, with a new vault for the hospital."""
    snapshot = founded.chain.snapshot()
    with Vault.create(tmp_path / "hospital", ISSUER) as vault:
        hospital = founded.ledger.acting_as(founded.chain.development_keys[5], vault=vault)
        yield replace(founded, hospital=hospital)
    founded.chain.revert(snapshot)
    for officer in (founded.founder, founded.tax, founded.civil_affairs, *founded.finance):
        officer._transactor._next_nonce = None
    for officer in (founded.hospital, founded.insurer, founded.aid):
        officer._transactor._next_nonce = None


def grant_terms(bodies: Bodies, resource: int, **changed: object) -> GrantTerms:
    terms = GrantTerms(
        resource=resource,
        grantee=bodies.organisations[CIVIL_AFFAIRS],
        modes=frozenset({Mode.VERIFY, Mode.DETAIL}),
        fields=frozenset({0, 3}),
        purpose=7,
        legal_basis=BASIS,
        valid_from_at=bodies.ledger.now(),
        valid_until_at=bodies.ledger.now() + YEAR,
        max_uses=2,
    )
    return replace(terms, **changed)  # type: ignore[arg-type]


def request_terms(bodies: Bodies, grant: int, resource: int, **changed: object) -> RequestTerms:
    terms = RequestTerms(
        grant=grant,
        resource=resource,
        owner=bodies.organisations[TAX],
        grantee=bodies.organisations[CIVIL_AFFAIRS],
        mode=Mode.VERIFY,
        fields=frozenset({3}),
        purpose=7,
        legal_basis=BASIS,
        serve_by_at=bodies.ledger.now() + 3_600,
        acknowledge_within=600,
        site=11,
        system=22,
    )
    return replace(terms, **changed)  # type: ignore[arg-type]


def new_resource(bodies: Bodies) -> int:
    registered = bodies.tax.registry.register_resource(
        SCHEMA, {Mode.VERIFY, Mode.DETAIL}, sensitivity=Sensitivity.INTERNAL
    )
    return registered.event.resource


# --- the consortium ---------------------------------------------------------------------------------------


def test_officer_knows_its_account_officer_and_organisation(bodies: Bodies) -> None:
    assert bodies.tax.organisation == bodies.organisations[TAX]
    assert bodies.ledger.consortium.officer_of(bodies.tax.account) == bodies.tax.officer
    stranger = bodies.ledger.acting_as(b"\x77" * 32)
    assert stranger.officer is None
    assert stranger.organisation is None


def test_organisation_is_found_by_id_and_by_code(bodies: Bodies) -> None:
    tax = bodies.organisations[TAX]
    read = bodies.ledger.consortium.organisation(tax)
    assert read is not None
    assert (read.version, read.status, read.kinds, read.public_code) == (
        1,
        OrganisationStatus.ACTIVE,
        {OrganisationKind.DEPARTMENT},
        TAX,
    )
    assert bodies.ledger.consortium.organisation_by_code(TAX) == tax
    assert bodies.ledger.consortium.organisation_by_code("Z" * 18) is None
    assert bodies.ledger.consortium.organisation(99) is None
    assert bodies.ledger.consortium.officer(99) is None


@pytest.mark.parametrize("code", ["", "1" * 17, "1" * 19, "a" * 18, "\uff11" * 18, "1" * 17 + "-"])
def test_public_code_is_18_upper_case_letters_and_digits(bodies: Bodies, code: str) -> None:
    with pytest.raises(InputError, match="18 upper-case letters and digits"):
        bodies.ledger.consortium.organisation_by_code(code)


def test_administrator_appoints_amends_and_dismisses_its_own_officers(bodies: Bodies) -> None:
    now = bodies.ledger.now()
    account = bytes.fromhex("aa" * 20)
    appointed = bodies.tax.consortium.appoint_officer(
        bodies.organisations[TAX], account, {Role.REGISTRAR}, valid_from_at=now, valid_until_at=now + 100, unit=4
    )
    assert isinstance(appointed.event, OfficerAppointed)
    officer = appointed.event.officer
    bodies.tax.consortium.amend_officer(officer, 1, {Role.GRANTOR}, valid_from_at=now, valid_until_at=now + 200)
    read = bodies.ledger.consortium.officer(officer)
    assert read is not None
    assert (read.version, read.roles, read.unit, read.valid_until_at) == (2, {Role.GRANTOR}, 0, now + 200)
    dismissed = bodies.tax.consortium.dismiss_officer(officer, 2)
    after = bodies.ledger.consortium.officer(officer)
    assert after is not None
    assert after.valid_until_at == dismissed.at.block_timestamp


def test_decisions_change_suspend_and_reinstate(bodies: Bodies) -> None:
    tax = bodies.organisations[TAX]
    kinds = {OrganisationKind.DEPARTMENT, OrganisationKind.AUDIT}
    bodies.founder.decisions.amend_organisation(tax, 1, kinds, voting=True)
    bodies.founder.decisions.suspend_organisation(tax, 2, SuspensionReason.INVESTIGATION)
    suspended = bodies.ledger.consortium.organisation(tax)
    assert suspended is not None
    assert suspended.status is OrganisationStatus.SUSPENDED
    bodies.founder.decisions.reinstate_organisation(tax, 3)
    reinstated = bodies.ledger.consortium.organisation(tax)
    assert reinstated is not None
    assert (reinstated.status, reinstated.version) == (OrganisationStatus.ACTIVE, 4)


def test_only_the_founder_decides_and_is_told_so_by_the_contracts_own_error(bodies: Bodies) -> None:
    with pytest.raises(FounderRequired) as refused:
        bodies.tax.decisions.admit_organisation("X" * 18, {OrganisationKind.AID})
    assert refused.value.caller == bodies.tax.account
    assert refused.value.founder == bodies.founder.account


def test_replaced_contract_winds_down_and_is_closed_with_its_head(bodies: Bodies) -> None:
    old = bodies.ledger.address_of("bill_claims")
    successor = govledger.deploy(bodies.chain, bodies.chain.development_keys[9]).address_of("bill_claims")
    with pytest.raises(ListingWithoutCode):
        bodies.founder.decisions.list_contract(ContractRole.BILL_CLAIMS, b"\xbb" * 20)
    with pytest.raises(ListingNotWindingDown):
        bodies.founder.decisions.close_contract(old, bytes(32))
    listed = bodies.founder.decisions.list_contract(ContractRole.BILL_CLAIMS, successor)
    assert listed.event.replaced_listing == old
    assert bodies.ledger.consortium.contract_of(ContractRole.BILL_CLAIMS) == successor
    winding = bodies.ledger.consortium.listing(old)
    assert winding is not None
    assert (winding.state, winding.version) == (ListingState.WINDING_DOWN, 2)
    closed = bodies.founder.decisions.close_contract(old, bytes(32))
    assert closed.event.final_head == bytes(32)
    assert bodies.ledger.consortium.listing(bytes(20)) is None


# --- data sharing -----------------------------------------------------------------------------------------


def test_resource_and_record_live_through_versions(bodies: Bodies) -> None:
    resource = new_resource(bodies)
    bodies.tax.registry.amend_resource(
        resource,
        1,
        SCHEMA,
        {Mode.VERIFY},
        sensitivity=Sensitivity.CORE,
        schema_version=2,
        approvers=[bodies.organisations[CIVIL_AFFAIRS], bodies.organisations[INSURER]],
        approvals=1,
        detail_approvals=2,
    )
    record = bodies.tax.registry.register_record(resource, {0: "text", 3: 12}).event.record
    superseded = bodies.tax.registry.supersede_record(record, 1, {0: "text", 3: 13})
    bodies.tax.registry.withdraw_record(record, 2, WithdrawalReason.OBSOLETE)
    bodies.tax.registry.retire_resource(resource, 2, RetirementReason.REPLACED)
    read, kept = bodies.ledger.registry.resource(resource), bodies.ledger.registry.record(record)
    assert read is not None
    assert kept is not None
    assert (read.version, read.status, read.schema_version, read.modes) == (
        3,
        ResourceStatus.RETIRED,
        2,
        {Mode.VERIFY},
    )
    assert (read.approvers, read.approvals, read.detail_approvals) == (
        (bodies.organisations[CIVIL_AFFAIRS], bodies.organisations[INSURER]),
        1,
        2,
    )
    assert (kept.version, kept.status, kept.commitment) == (3, RecordStatus.WITHDRAWN, superseded.event.commitment)
    assert bodies.ledger.registry.resource(99) is None
    assert bodies.ledger.registry.record(99) is None


def test_granted_request_is_served_acknowledged_and_counted(bodies: Bodies) -> None:
    resource = new_resource(bodies)
    terms = grant_terms(bodies, resource)
    issued = bodies.tax.grants.issue_grant(terms)
    assert isinstance(issued.event, GrantIssued)
    grant = issued.event.grant
    asked = request_terms(bodies, grant, resource, case_tag=bodies.civil_affairs.requests.case_tag("case 1"))
    request = bodies.civil_affairs.requests.file_request(asked).event.request
    served = bodies.tax.requests.serve_request(request, 1, asked, {3: "answer"})
    assert isinstance(served.event, RequestServed)
    assert served.event.case_tag == asked.case_tag
    bodies.civil_affairs.requests.acknowledge_request(request, 2, asked)
    read, used = bodies.ledger.requests.request(request), bodies.ledger.grants.grant(grant)
    assert read is not None
    assert used is not None
    assert (read.version, read.status, read.filed_by) == (3, RequestStatus.ACKNOWLEDGED, bodies.civil_affairs.officer)
    assert (used.version, used.uses, used.owner, used.terms) == (1, 1, bodies.organisations[TAX], terms)
    assert bodies.ledger.requests.request(99) is None
    assert bodies.ledger.grants.grant(99) is None


def test_answer_is_kept_under_the_commitment_of_its_receipt(bodies: Bodies) -> None:
    resource = new_resource(bodies)
    grant = bodies.tax.grants.issue_grant(grant_terms(bodies, resource)).event.grant
    asked = request_terms(bodies, grant, resource)
    request = bodies.civil_affairs.requests.file_request(asked).event.request
    served = bodies.tax.requests.serve_request(request, 1, asked, {3: "answer"})
    assert bodies.tax.requests._vault().record(served.event.answer).fields == ((3, "answer"),)


def test_request_can_be_rejected_and_a_grant_revoked(bodies: Bodies) -> None:
    resource = new_resource(bodies)
    grant = bodies.tax.grants.issue_grant(grant_terms(bodies, resource)).event.grant
    asked = request_terms(bodies, grant, resource)
    request = bodies.civil_affairs.requests.file_request(asked).event.request
    bodies.tax.requests.reject_request(request, 1, asked, RejectionReason.CASE_NOT_SHOWN)
    bodies.tax.grants.revoke_grant(grant, 1, RevocationReason.PURPOSE_FULFILLED)
    read, revoked = bodies.ledger.requests.request(request), bodies.ledger.grants.grant(grant)
    assert read is not None
    assert revoked is not None
    assert read.status is RequestStatus.REJECTED
    assert revoked.revoked


def test_refusal_carries_the_contracts_facts_and_sends_nothing(bodies: Bodies) -> None:
    resource = new_resource(bodies)
    grant = bodies.tax.grants.issue_grant(grant_terms(bodies, resource)).event.grant
    before = bodies.ledger._endpoint.latest().number
    with pytest.raises(GrantPurposeMismatch) as refused:
        bodies.civil_affairs.requests.file_request(request_terms(bodies, grant, resource, purpose=8))
    assert (refused.value.grant, refused.value.granted, refused.value.used) == (grant, 7, 8)
    assert bodies.ledger._endpoint.latest().number == before


@pytest.mark.parametrize("field", [-1, 256])
def test_field_positions_lie_from_0_to_255(bodies: Bodies, field: int) -> None:
    with pytest.raises(InputError, match="from 0 to 255"):
        bodies.tax.grants.issue_grant(grant_terms(bodies, 1, fields=frozenset({field})))


# --- bills ------------------------------------------------------------------------------------------------


def test_bill_is_issued_with_the_next_number_and_verifies(bodies: Bodies) -> None:
    number_range = bodies.grant_range()
    issued = bodies.hospital.bills.issue(number_range, order(1))
    assert issued.key == bill_key(CODE, 1)
    assert issued.recorded is not None
    holder_file = bodies.hospital.bills.holder_file(issued.key)
    verified = bodies.ledger.bills.verify(holder_file)
    assert (verified.authentic, verified.state, verified.issuer, verified.version) == (
        True,
        IssueState.ISSUED,
        bodies.organisations[ISSUER],
        1,
    )
    read = bodies.ledger.ranges.number_range(number_range)
    assert read is not None
    assert (read.status, read.first, read.last, read.next_number) == (RangeStatus.GRANTED, 1, 100, 2)
    assert bodies.ledger.ranges.code_owner(CODE) == bodies.finance[0].organisation
    assert bodies.ledger.ranges.code_owner(1) is None
    assert bodies.ledger.ranges.number_range(99) is None


def test_same_order_again_returns_the_bill_that_exists(bodies: Bodies) -> None:
    number_range = bodies.grant_range()
    first = bodies.hospital.bills.issue(number_range, order(1))
    again = bodies.hospital.bills.issue(number_range, order(1))
    assert (again.key, again.recorded) == (first.key, None)
    mixed = bodies.hospital.bills.issue_batch(number_range, [order(2), order(1), order(3)])
    assert mixed.keys == (bill_key(CODE, 2), bill_key(CODE, 1), bill_key(CODE, 3))
    known = bodies.hospital.bills.issue_batch(number_range, [order(3), order(2)])
    assert (known.keys, known.recorded) == ((bill_key(CODE, 3), bill_key(CODE, 2)), None)


def test_other_content_under_a_business_number_is_refused(bodies: Bodies) -> None:
    number_range = bodies.grant_range()
    bodies.hospital.bills.issue(number_range, order(1))
    with pytest.raises(ReferenceReused, match=r"HIS-000001.*other content"):
        bodies.hospital.bills.issue(number_range, with_cash(order(1), "李**"))
    with pytest.raises(DuplicateReference):
        bodies.hospital.bills.issue_batch(number_range, [order(2), with_cash(order(2), "李**")])


def test_batch_that_a_pool_of_processes_shared_in_verifies(bodies: Bodies) -> None:
    number_range = bodies.grant_range()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        batch = bodies.hospital.bills.issue_batch(number_range, [order(number) for number in range(1, 4)], pool=pool)
    assert batch.keys == tuple(bill_key(CODE, number) for number in (1, 2, 3))
    for key in batch.keys:
        assert bodies.ledger.bills.verify(bodies.hospital.bills.holder_file(key)).authentic


def test_every_bill_of_a_batch_verifies_and_a_changed_one_does_not(bodies: Bodies) -> None:
    number_range = bodies.grant_range()
    batch = bodies.hospital.bills.issue_batch(number_range, [order(number) for number in range(1, 8)])
    assert batch.recorded is not None
    read = bodies.ledger.bills.batch(batch.recorded.event.batch)
    assert read is not None
    assert (read.first, read.count) == (batch.keys[0], 7)
    for key in batch.keys:
        holder_file = bodies.hospital.bills.holder_file(key)
        assert bodies.ledger.bills.verify(holder_file).authentic
    forged = replace(
        holder_file, opening=replace(holder_file.opening, proof=(bytes(32), *holder_file.opening.proof[1:]))
    )
    assert not bodies.ledger.bills.verify(forged).authentic
    assert bodies.ledger.bills.batch(99) is None


def test_red_letter_takes_a_bill_back_unless_it_is_engaged(bodies: Bodies) -> None:
    number_range = bodies.grant_range()
    keys = bodies.hospital.bills.issue_batch(number_range, [order(1), order(2)]).keys
    holder_file = bodies.hospital.bills.holder_file(keys[1])
    bodies.insurer.claims.reserve(Claim(holder_file, 100, "R1"), expires_at=bodies.ledger.now() + 500)

    def red_letter(key: int, business_number: str) -> int:
        recorded = bodies.hospital.bills.red_letter(
            key, number_range, business_number=business_number, reason=RedLetterReason.REFUND, cashier="王**"
        )
        return recorded.event.red_bill

    with pytest.raises(BillEngaged):
        red_letter(keys[1], "RED-1")
    red = red_letter(keys[0], "RED-1")
    assert red == bill_key(CODE, 3)
    blue_state = bodies.ledger.bills.verify(bodies.hospital.bills.holder_file(keys[0]))
    red_state = bodies.ledger.bills.verify(bodies.hospital.bills.holder_file(red))
    assert (blue_state.state, blue_state.counterpart) == (IssueState.RED_LETTERED, red)
    assert (red_state.state, red_state.counterpart) == (IssueState.RED_LETTER, keys[0])


def test_no_range_no_bill(bodies: Bodies) -> None:
    proposed = bodies.finance[0].ranges.propose_range(
        CODE, bodies.organisations[ISSUER], 5, valid_until_at=bodies.ledger.now() + YEAR
    )
    for number_range in (proposed.event.range, 99):
        with pytest.raises(InputError, match="none that was granted"):
            bodies.hospital.bills.issue(number_range, order(1))


def test_refused_bill_leaves_its_number_and_reference_free(bodies: Bodies) -> None:
    number_range = bodies.grant_range()
    administrator = bodies.ledger.acting_as(bodies.chain.development_keys[1], vault=bodies.hospital.bills._vault())
    with pytest.raises(OfficerRoleMissing):
        administrator.bills.issue(number_range, order(1))
    assert bodies.hospital.bills.issue(number_range, order(1)).key == bill_key(CODE, 1)


def test_holder_file_of_another_ledger_is_refused(bodies: Bodies) -> None:
    number_range = bodies.grant_range()
    key = bodies.hospital.bills.issue(number_range, order(1)).key
    holder_file = bodies.hospital.bills.holder_file(key)
    assert holder_file.place is not None
    elsewhere = replace(holder_file, place=replace(holder_file.place, chain_id=1))
    with pytest.raises(ChainMismatch, match="issued on chain 1 "):
        bodies.ledger.bills.verify(elsewhere)
    with pytest.raises(BillNotIssued, match="not on a chain yet"):
        bodies.ledger.bills.verify(replace(holder_file, place=None))


# --- what a killed process left ---------------------------------------------------------------------------


class Killed(BaseException):
    """Stands for SIGKILL at a point that a test chooses."""


def kill_when(monkeypatch: pytest.MonkeyPatch, target: object, name: str, *, after: bool) -> None:
    original = getattr(target, name)

    def dying(*arguments: object, **named: object) -> object:
        if after:
            original(*arguments, **named)
        raise Killed

    monkeypatch.setattr(target, name, dying)


@pytest.mark.parametrize("sent", [False, True], ids=["killed before sending", "killed after sending"])
@pytest.mark.parametrize("how", ["alone", "batch", "red letter"])
def test_pending_bills_are_finished_and_never_doubled(
    bodies: Bodies, monkeypatch: pytest.MonkeyPatch, how: str, sent: bool
) -> None:
    number_range = bodies.grant_range()
    blue = bodies.hospital.bills.issue(number_range, order(9)).key
    orders = [order(1), order(2)] if how == "batch" else [order(1)]

    def act() -> None:
        if how == "red letter":
            bodies.hospital.bills.red_letter(
                blue, number_range, business_number="RED", reason=RedLetterReason.DUPLICATE, cashier="王**"
            )
        elif how == "alone":
            bodies.hospital.bills.issue(number_range, orders[0])
        else:
            bodies.hospital.bills.issue_batch(number_range, orders)

    with monkeypatch.context() as patch, pytest.raises(Killed):
        kill_when(patch, bodies.hospital, "act", after=sent)
        act()
    [pending] = bodies.hospital.bills._vault().pending()
    assert bodies.hospital.bills.finish_pending() == tuple(pending.keys)
    assert bodies.hospital.bills._vault().pending() == ()
    for key in pending.keys:
        assert bodies.ledger.bills.verify(bodies.hospital.bills.holder_file(key)).authentic
    assert bodies.ledger.ranges.next_number(number_range) == 2 + pending.count


@pytest.mark.parametrize("alone", [True, False])
def test_numbers_that_went_to_others_stop_with_the_way_out(
    bodies: Bodies, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, alone: bool
) -> None:
    number_range = bodies.grant_range()
    with monkeypatch.context() as patch, pytest.raises(Killed):
        kill_when(patch, bodies.hospital, "act", after=False)
        if alone:
            bodies.hospital.bills.issue(number_range, order(1))
        else:
            bodies.hospital.bills.issue_batch(number_range, [order(1), order(2)])
    with Vault.create(tmp_path / "other", ISSUER) as vault:
        other = bodies.ledger.acting_as(bodies.chain.development_keys[5], vault=vault)
        for number in range(20, 25):
            other.bills.issue_batch(number_range, [order(number)])
    with pytest.raises(NumbersTaken, match="withdraw the batch"):
        bodies.hospital.bills.finish_pending()


def test_batch_of_a_contract_that_counts_on_from_its_predecessor_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with govledger.embedded() as chain:
        founder = PrivateKeySigner(chain.development_keys[0])
        deployment = deploy(chain, founder, standard_plan(founder.address, first_id=700))
        bodies = found(chain, tmp_path, govledger.Ledger(deployment, chain))
        number_range = bodies.grant_range()
        for number in (1, 2, 3):
            bodies.hospital.bills.issue_batch(number_range, [order(number)])
        with monkeypatch.context() as patch, pytest.raises(Killed):
            kill_when(patch, bodies.hospital, "act", after=True)
            bodies.hospital.bills.issue_batch(number_range, [order(4)])
        [pending] = bodies.hospital.bills._vault().pending()
        bodies.hospital.bills.finish_pending()
        place = bodies.hospital.bills.holder_file(pending.first).place
        assert place is not None
        assert place.batch == 703


# --- claims -----------------------------------------------------------------------------------------------


def test_loser_of_a_race_is_refused_with_the_current_version(bodies: Bodies) -> None:
    number_range = bodies.grant_range()
    key = bodies.hospital.bills.issue(number_range, order(1, claimable_fen=2_000)).key
    holder_file = bodies.hospital.bills.holder_file(key)
    soon = bodies.ledger.now() + 1_000
    assert bodies.ledger.claims.claim(key) is None
    first = bodies.insurer.claims.reserve(Claim(holder_file, 1_500, "A"), expires_at=soon)
    with pytest.raises(ClaimVersionStale) as stale:
        bodies.aid.claims.reserve(Claim(holder_file, 1_500, "B"), expires_at=soon)
    assert (stale.value.seen, stale.value.current) == (0, 2)
    with pytest.raises(ClaimCapacityExceeded) as full:
        bodies.aid.claims.reserve(Claim(holder_file, 501, "B", seen_version=2), expires_at=soon)
    assert (full.value.requested, full.value.available) == (501, 500)
    second = bodies.aid.claims.reserve(Claim(holder_file, 500, "B", seen_version=2), expires_at=soon)
    bodies.insurer.claims.settle(key, first.event.bill_version, 1_500)
    bodies.aid.claims.release(key, second.event.bill_version)
    account = bodies.ledger.claims.claim(key)
    assert account is not None
    assert (account.version, account.claimable_fen, account.settled_fen, account.available_fen) == (
        5,
        2_000,
        1_500,
        500,
    )
    insurer, aid = bodies.ledger.claims.reservations(key)
    assert (insurer.payer, insurer.settled_fen, insurer.reserved_fen) == (bodies.organisations[INSURER], 1_500, 0)
    assert (aid.number, aid.reserved_fen, aid.settled_fen) == (3, 0, 0)
    assert bodies.ledger.bills.verify(holder_file).engagement.settled
    assert bodies.insurer.claims.was_claimed(bodies.organisations[INSURER], "A")
    assert not bodies.insurer.claims.was_claimed(bodies.organisations[INSURER], "B")


# --- the ledger -------------------------------------------------------------------------------------------


def test_acting_without_a_vault_says_how_to_give_one(bodies: Bodies) -> None:
    officer = bodies.ledger.acting_as(bodies.chain.development_keys[5])
    with pytest.raises(VaultNotFound, match=r"acting_as\(key, vault="):
        officer.bills.holder_file(1)


def test_deployment_is_opened_again_from_its_folder(tmp_path: Path) -> None:
    with govledger.embedded() as chain:
        ledger = govledger.deploy(chain)
        (tmp_path / "demo").mkdir()
        (tmp_path / "demo" / "manifest.json").write_bytes(ledger.deployment.to_json())
        again = govledger.Ledger.open(tmp_path / "demo", chain, store=tmp_path / "index.sqlite")
        assert again.deployment == ledger.deployment
        assert [entry.event for entry in again.trail()] == [entry.event for entry in ledger.trail()]
        assert again.store.path == tmp_path / "index.sqlite"
        again.close()
        again.close()


def test_new_index_has_the_level_that_the_engine_asks_for_and_an_old_one_keeps_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with govledger.embedded() as chain:
        deployment = govledger.deploy(chain).deployment

        def trust(name: str, trust: Trust | None = None) -> Trust:
            ledger = govledger.Ledger(deployment, chain, store=tmp_path / name, trust=trust)
            with closing(ledger):
                ledger.sync()
                return ledger.store.trust

        assert trust("development.sqlite") is Trust.HEADERS
        monkeypatch.setattr("govledger.ledger.defaults_of", lambda *asked: Defaults(Trust.RECEIPTS, 0))
        assert trust("sealed.sqlite") is Trust.RECEIPTS
        assert trust("chosen.sqlite", Trust.HEADERS) is Trust.HEADERS
        assert trust("development.sqlite") is Trust.HEADERS


def test_deployment_on_the_embedded_chain_writes_nothing_since_it_dies_with_the_process(tmp_path: Path) -> None:
    with govledger.embedded() as chain:
        govledger.deploy(chain, name="demo", directory=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_deploying_to_a_real_chain_needs_a_key(bodies: Bodies) -> None:
    with pytest.raises(InputError, match="give the deployer's key"):
        govledger.deploy(replace(bodies.chain, development_keys=()))


def test_trail_of_a_bill_holds_its_whole_life(bodies: Bodies) -> None:
    number_range = bodies.grant_range()
    keys = bodies.hospital.bills.issue_batch(number_range, [order(1), order(2)]).keys
    holder_file = bodies.hospital.bills.holder_file(keys[1])
    made = bodies.insurer.claims.reserve(Claim(holder_file, 100, "R"), expires_at=bodies.ledger.now() + 500)
    bodies.insurer.claims.settle(keys[1], made.event.bill_version, 100)
    ledger = govledger.Ledger(bodies.ledger.deployment, bodies.chain)
    actions = [entry.event for entry in ledger.trail(bill=keys[1])]
    assert actions == ["BatchIssued", "ClaimOpened", "ReservationMade", "SettlementMade"]
    assert [entry.event for entry in ledger.trail(bill=keys[0])] == ["BatchIssued"]


def test_draft_and_sample_agree() -> None:
    assert draft(1).numbered(bill_key(CODE, 1), check_code="A3F01C", issued_at=1_767_225_600).key == bill_key(CODE, 1)


def test_trail_entry_reads_as_one_line(bodies: Bodies) -> None:
    ledger = govledger.Ledger(bodies.ledger.deployment, bodies.chain)
    [listed, *_] = ledger.trail()
    assert str(listed).startswith(utc(listed.at.block_timestamp))
    assert str(listed).endswith(f"ContractListed  {listed.objects[0]}  (block 1, log 0)")
    resource = new_resource(bodies)
    [registered] = ledger.trail(resource=resource)
    assert f"  {TAX} REGISTRAR {bodies.tax.officer}  ResourceRegistered  resource {resource} v1  " in str(registered)


# --- an index at the level seals ------------------------------------------------------------------------


def test_an_index_at_seals_needs_the_chain_s_rules_and_a_chain_with_seals(tmp_path: Path) -> None:
    with govledger.embedded() as chain:
        deployment = govledger.deploy(chain).deployment
        (tmp_path / "manifest.json").write_bytes(deployment.to_json())
        rules = ChainRules(Engine.CLIQUE, deployment.genesis_hash)
        with closing(govledger.Ledger(deployment, chain, store=tmp_path / "receipts", trust=Trust.RECEIPTS)) as first:
            first.sync()
        receipts = govledger.Ledger(deployment, chain, store=tmp_path / "receipts", trust=Trust.SEALS)
        with closing(receipts), pytest.raises(InputError, match="is of the level receipts; give checked_from"):
            receipts.sync()
        with (
            closing(govledger.Ledger(deployment, chain, trust=Trust.SEALS)) as new,
            pytest.raises(InputError, match="none are given"),
        ):
            new.sync()
        opened = govledger.Ledger.open(tmp_path, chain, trust=Trust.SEALS, checked_from=rules)
        with closing(opened), pytest.raises(HeaderRefused, match="block 0 is refused"):
            opened.sync()
