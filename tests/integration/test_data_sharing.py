"""Batches of records, approvals, grants that are passed on and signed, through the library on the embedded chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data

import govledger
from govledger import CallableSigner, GrantTerms, Mode, PrivateKeySigner, Role, Sensitivity
from govledger.errors import InputError, SignatureInvalid
from govledger.model import (
    GrantUse,
    RecordStatus,
    ShreddingReason,
    SignatureStatus,
    WithdrawalReason,
    item_id,
    split_item,
)
from govledger.privacy.grant_terms import GrantOrder, SignedGrant, draft_of
from govledger.privacy.keccak import keccak256
from govledger.refusals import (
    GrantApprovalsMissing,
    GrantPurposeMismatch,
    GrantSignatureSpent,
    RecordIsWithdrawn,
    RecordProofInvalid,
)
from tests.bodies import AID, CIVIL_AFFAIRS, TAX, YEAR, Bodies, found

SCHEMA, BASIS = keccak256(b"schema"), keccak256(b"legal basis")
KEY = keccak256(b"a grantor of the tax authority")


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bodies]:
    with govledger.embedded() as chain:
        bodies = found(chain, tmp_path_factory.mktemp("vaults"))
        now = bodies.ledger.now()
        account = PrivateKeySigner(KEY).address
        bodies.tax.consortium.appoint_officer(
            bodies.organisations[TAX], account, {Role.GRANTOR}, valid_from_at=now, valid_until_at=now + YEAR
        )
        yield bodies


def new_resource(bodies: Bodies, **changed: object) -> int:
    given: dict[str, object] = {"sensitivity": Sensitivity.INTERNAL, **changed}
    registered = bodies.tax.registry.register_resource(SCHEMA, set(Mode), **given)  # type: ignore[arg-type]
    return registered.event.resource


def terms_for(bodies: Bodies, resource: int, **changed: object) -> GrantTerms:
    now = bodies.ledger.now()
    terms = GrantTerms(
        resource=resource,
        grantee=bodies.organisations[CIVIL_AFFAIRS],
        modes=frozenset({Mode.DETAIL}),
        fields=frozenset({0, 3}),
        purpose=7,
        legal_basis=BASIS,
        valid_from_at=now,
        valid_until_at=now + YEAR,
        max_uses=5,
        delegation_depth=2,
    )
    return replace(terms, **changed)  # type: ignore[arg-type]


def use_of(bodies: Bodies, terms: GrantTerms) -> GrantUse:
    owner = bodies.organisations[TAX]
    named = (terms.resource, owner, terms.grantee, Mode.DETAIL)
    return GrantUse(*named, terms.fields, terms.purpose, terms.legal_basis)


# --- batches of records -----------------------------------------------------------------------------------


def test_items_of_a_batch_live_through_versions_of_their_own(bodies: Bodies) -> None:
    registry, resource = bodies.tax.registry, new_resource(bodies)
    contents = [{0: f"person {number}", 3: number} for number in range(7)]
    registered = registry.register_record_batch(resource, contents).event
    batch = registered.record
    stored = bodies.ledger.registry.record(batch)
    assert stored is not None
    assert (stored.version, stored.count, stored.commitment) == (1, 7, registered.root)
    vault = registry._vault()
    assert vault.batched_record(registered.root, 4).fields == ((0, "person 4"), (3, 4))

    item = item_id(batch, 4)
    assert split_item(item) == (batch, 4)
    assert bodies.ledger.registry.record(item) is None
    superseded = registry.supersede_record(item, 0, {0: "person 4", 3: 44}).event
    assert (superseded.record, superseded.record_version) == (item, 2)
    registry.withdraw_record(item, 2, WithdrawalReason.DUPLICATE)
    after = bodies.ledger.registry.record(item)
    assert after is not None
    assert (after.version, after.status, after.resource) == (3, RecordStatus.WITHDRAWN, resource)
    bodies.ledger.registry.require_live_record(batch, resource, 3)
    with pytest.raises(RecordIsWithdrawn):
        bodies.ledger.registry.require_live_record(batch, resource, 4)
    with pytest.raises(RecordProofInvalid):
        bodies.tax.act(type(superseded), "data_registry", "withdrawRecord", item_id(batch, 5), 0, 0, (bytes(32), ()))


def test_record_is_said_to_be_shredded_once_the_vault_opens_it_no_more(bodies: Bodies) -> None:
    registry, resource = bodies.tax.registry, new_resource(bodies)
    vault = registry._vault()
    alone = registry.register_record(resource, {0: "alone"}).event
    registered = registry.register_record_batch(resource, [{0: "first"}, {0: "second"}]).event
    item, reason = item_id(registered.record, 1), ShreddingReason.RETENTION_OVER
    for record, version in ((alone.record, 1), (item, 0), (registered.record, 1)):
        with pytest.raises(InputError, match=f"still opens record {record} "):
            registry.shred_record(record, version, reason)
    vault.shred_record(alone.commitment)
    assert registry.shred_record(alone.record, 1, reason).event.reason == reason
    vault.shred_batched_record(registered.root, 1)
    registry.shred_record(item, 0, reason)
    with pytest.raises(InputError, match="still opens"):
        registry.shred_record(registered.record, 1, reason)
    vault.shred_batched_record(registered.root, 0)
    registry.shred_record(registered.record, 1, reason)
    after = bodies.ledger.registry.record(registered.record)
    assert after is not None
    assert after.status is RecordStatus.SHREDDED


def test_superseded_item_is_shredded_with_all_its_versions(bodies: Bodies) -> None:
    registry, resource = bodies.tax.registry, new_resource(bodies)
    vault = registry._vault()
    registered = registry.register_record_batch(resource, [{0: "first"}]).event
    item = item_id(registered.record, 0)
    superseded = registry.supersede_record(item, 0, {0: "second"}).event
    vault.shred_batched_record(registered.root, 0)
    with pytest.raises(InputError, match="still opens"):
        registry.shred_record(item, 2, ShreddingReason.LEGAL_ORDER)
    vault.shred_record(superseded.commitment)
    registry.shred_record(item, 2, ShreddingReason.LEGAL_ORDER)


def test_timestamp_is_anchored_beside_a_record(bodies: Bodies) -> None:
    registry = bodies.tax.registry
    record = registry.register_record(new_resource(bodies), {0: "text"}).event.record
    token = keccak256(b"a time-stamp token")
    assert registry.anchor_timestamp(record, 1, token).event.token == token


def test_trail_of_an_item_has_its_batch_and_that_of_a_resource_its_items(bodies: Bodies) -> None:
    registry, resource = bodies.tax.registry, new_resource(bodies)
    batch = registry.register_record_batch(resource, [{0: "first"}, {0: "second"}]).event.record
    registry.withdraw_record(item_id(batch, 1), 0, WithdrawalReason.ERROR)
    of_item = [entry.event for entry in bodies.ledger.trail(record=item_id(batch, 1))]
    assert of_item == ["RecordBatchRegistered", "RecordOpened", "RecordWithdrawn"]
    of_resource = [entry.event for entry in bodies.ledger.trail(resource=resource)]
    assert of_resource == ["ResourceRegistered", *of_item]


@pytest.mark.parametrize("approvers", [[1, 2, 3, 4, 5]])
def test_resource_names_at_most_four_approvers(bodies: Bodies, approvers: list[int]) -> None:
    with pytest.raises(InputError, match="at most 4"):
        new_resource(bodies, approvers=approvers)


# --- approvals, delegation --------------------------------------------------------------------------------


def test_sensitive_grant_is_issued_once_its_exact_terms_are_approved(bodies: Bodies) -> None:
    civil = bodies.organisations[CIVIL_AFFAIRS]
    resource = new_resource(bodies, sensitivity=Sensitivity.CORE, approvers=[civil], detail_approvals=1)
    terms = terms_for(bodies, resource, grantee=bodies.organisations[AID])
    read = bodies.ledger.registry.resource(resource)
    assert read is not None
    assert (read.approvals_for({Mode.VERIFY}), read.approvals_for({Mode.SUBMIT})) == (0, 1)
    with pytest.raises(GrantApprovalsMissing) as missing:
        bodies.tax.grants.issue_grant(terms)
    assert (missing.value.draft, missing.value.given, missing.value.needed) == (draft_of(terms), 0, 1)
    assert bodies.ledger.grants.draft(terms) is None
    grants = bodies.civil_affairs.grants
    assert grants.approve_terms(terms, 1).event.draft == draft_of(terms)
    assert grants.withdraw_approval(terms).event.approvals == 0
    grants.approve_terms(terms, 1)
    draft = bodies.ledger.grants.draft(terms)
    assert draft is not None
    assert (draft.version, draft.resource, draft.bound_version, draft.approvals) == (3, resource, 1, {0})
    issued = bodies.tax.grants.issue_grant(terms).event
    assert (issued.draft, issued.draft_version) == (draft_of(terms), 4)
    trail = [entry.event for entry in bodies.ledger.trail(resource=resource)]
    approval = ["DraftApproved", "DraftApprovalWithdrawn", "DraftApproved"]
    assert trail == ["ResourceRegistered", *approval, "GrantIssued"]


def test_grant_is_passed_on_out_of_its_uses(bodies: Bodies) -> None:
    resource = new_resource(bodies)
    terms = terms_for(bodies, resource)
    grant = bodies.tax.grants.issue_grant(terms).event.grant
    below = replace(terms, grantee=bodies.organisations[AID], max_uses=2, delegation_depth=0, parent=grant)
    child = bodies.civil_affairs.grants.issue_grant(below).event
    assert (child.parent, child.owner) == (grant, bodies.organisations[TAX])
    read = bodies.ledger.grants.grant(grant)
    assert read is not None
    assert (read.uses, read.delegated_uses, read.remaining_uses) == (0, 2, 3)
    assert bodies.ledger.grants.remaining_uses(grant) == 3
    kept = bodies.ledger.grants.grant(child.grant)
    assert kept is not None
    assert kept.terms == below
    bodies.ledger.grants.check_use(child.grant, use_of(bodies, below), 2)
    with pytest.raises(GrantPurposeMismatch):
        bodies.ledger.grants.check_use(child.grant, replace(use_of(bodies, below), purpose=8))
    assert [entry.event for entry in bodies.ledger.trail(grant=grant)] == ["GrantIssued", "GrantIssued"]


# --- signatures -------------------------------------------------------------------------------------------


def test_signed_grant_is_brought_by_anyone(bodies: Bodies) -> None:
    terms, deadline = terms_for(bodies, new_resource(bodies)), bodies.ledger.now() + 600
    signed = bodies.ledger.grants.sign(terms, PrivateKeySigner(KEY), deadline_at=deadline)
    assert bodies.ledger.grants.signature(signed.order.signer, signed.order.nonce) is None
    issued = bodies.insurer.grants.issue_signed_grant(signed).event
    assert (issued.actor, issued.signer) == (bodies.insurer.account, signed.order.signer)
    assert (issued.acting_organisation, issued.signature) == (bodies.organisations[TAX], signed.order.signature_key)
    spent = bodies.ledger.grants.signature(signed.order.signer, signed.order.nonce)
    assert spent is not None
    assert spent.status is SignatureStatus.USED
    with pytest.raises(GrantSignatureSpent):
        bodies.insurer.grants.issue_signed_grant(signed)


def test_digest_is_that_of_the_contract_and_of_eth_account(bodies: Bodies) -> None:
    terms = terms_for(bodies, 3, parent=9)
    order = GrantOrder(terms, PrivateKeySigner(KEY).address, 2**256 - 1, 2**40 - 1)
    digest = bodies.ledger.grants.digest(order)
    named = (order.terms.as_struct(), order.signer, order.nonce, order.deadline_at)
    assert bodies.ledger.read("access_grants", "grantDigest", *named) == digest
    message = encode_typed_data(full_message=bodies.ledger.grants.typed_data(order))
    assert keccak256(b"\x19" + message.version + message.header + message.body) == digest


def test_wallet_signs_what_it_is_shown(bodies: Bodies) -> None:
    terms = terms_for(bodies, new_resource(bodies))
    order = GrantOrder(terms, PrivateKeySigner(KEY).address, 4711, bodies.ledger.now() + 600)
    shown = Account.sign_typed_data(KEY, full_message=bodies.ledger.grants.typed_data(order))
    issued = bodies.aid.grants.issue_signed_grant(SignedGrant(order, bytes(shown.signature)))
    assert issued.event.signer == order.signer


def test_signing_function_signs_as_its_account_or_is_found_out(bodies: Bodies) -> None:
    ours = PrivateKeySigner(KEY)
    terms, deadline = terms_for(bodies, new_resource(bodies)), bodies.ledger.now() + 600
    module = CallableSigner(ours.address, ours.sign_digest)
    signed = bodies.ledger.grants.sign(terms, module, deadline_at=deadline, nonce=1)
    assert signed == bodies.ledger.grants.sign(terms, ours, deadline_at=deadline, nonce=1)
    other = CallableSigner(bytes(20), ours.sign_digest)
    with pytest.raises(SignatureInvalid, match="not as 0x0000"):
        bodies.ledger.grants.sign(terms, other, deadline_at=deadline)


def test_signer_cancels_a_nonce(bodies: Bodies) -> None:
    terms, deadline = terms_for(bodies, new_resource(bodies)), bodies.ledger.now() + 600
    cancelled = bodies.tax.grants.cancel_signature(8).event
    found_out = bodies.ledger.grants.signature(bodies.tax.account, 8)
    assert found_out is not None
    assert (found_out.status, cancelled.nonce) == (SignatureStatus.CANCELLED, 8)
    key = bodies.chain.development_keys[1]
    signed = bodies.ledger.grants.sign(terms, PrivateKeySigner(key), deadline_at=deadline, nonce=8)
    assert signed.order.signer == bodies.tax.account
    with pytest.raises(GrantSignatureSpent):
        bodies.aid.grants.issue_signed_grant(signed)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"max_uses": 2**32}, "maxUses is 4294967296, which is no uint32"),
        ({"purpose": -1}, "purpose is -1, which is no uint16"),
        ({"legal_basis": b"short"}, "legalBasis has 5 bytes"),
        ({"fields": frozenset({256})}, "from 0 to 255"),
    ],
)
def test_terms_that_fit_no_struct_are_not_signed(bodies: Bodies, change: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        bodies.ledger.grants.sign(terms_for(bodies, 1, **change), PrivateKeySigner(KEY), deadline_at=1)
