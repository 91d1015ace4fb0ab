"""AccessGrants: grants by a signature that anyone may bring."""

from __future__ import annotations

from typing import Any

import pytest
from eth_abi import encode as abi_encode
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_keys import keys

from govledger import refusals
from govledger.events import types as events
from govledger.model import ContractRole, OrganisationStatus, Role, SignatureStatus, to_bits
from govledger.privacy.keccak import keccak256
from tests.contracts.harness import DAY, NO_ADDRESS, START, Emitted, account, emitted, refused, word
from tests.contracts.world import STRANGER, GrantTerms, Origin, ResourceTerms, World

KEY, OTHER_KEY = word("signer's key"), word("another key")
SIGNER = bytes.fromhex(Account.from_key(KEY).address[2:])
NONCE = 2**255 + 7
DEADLINE = START + DAY
SECP256K1_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
MEMBERS = (
    *(("resource", "uint64"), ("grantee", "uint64"), ("modes", "uint8"), ("fields", "uint256"), ("purpose", "uint16")),
    *(("legalBasis", "bytes32"), ("validFrom", "uint40"), ("validUntil", "uint40"), ("maxUses", "uint32")),
    *(("delegationDepth", "uint8"), ("parent", "uint64")),
)


@pytest.fixture
def officer(world: World) -> int:
    """The signer is a grantor of the tax authority."""
    return world.appoint(world.tax.id, SIGNER, {Role.GRANTOR})


@pytest.fixture
def terms(world: World, officer: int) -> GrantTerms:
    return GrantTerms(world.resource(), world.civil.id, delegation_depth=1)


def typed_data(world: World, terms: GrantTerms, signer: bytes, nonce: int, deadline: int) -> dict[str, Any]:
    """What a wallet shows and signs, written by hand from the interface."""
    names = ("name", "version", "chainId", "verifyingContract")
    domain = ("govledger AccessGrants", "1", 1, "0x" + world.grants.address.hex())
    return {
        "types": {
            "EIP712Domain": [
                {"name": name, "type": kind}
                for name, kind in zip(names, ("string", "string", "uint256", "address"), strict=True)
            ],
            "GrantTerms": [{"name": name, "type": kind} for name, kind in MEMBERS],
            "IssueGrant": [
                {"name": "terms", "type": "GrantTerms"},
                {"name": "signer", "type": "address"},
                {"name": "nonce", "type": "uint256"},
                {"name": "deadline", "type": "uint40"},
            ],
        },
        "primaryType": "IssueGrant",
        "domain": dict(zip(names, domain, strict=True)),
        "message": {
            "terms": {name: value for (name, _), value in zip(MEMBERS, terms, strict=True)},
            "signer": "0x" + signer.hex(),
            "nonce": nonce,
            "deadline": deadline,
        },
    }


def digest_of(world: World, terms: GrantTerms, signer: bytes, nonce: int = NONCE, deadline: int = DEADLINE) -> bytes:
    digest: bytes = world.grants.read("grantDigest", terms, signer, nonce, deadline)
    return digest


def sign(world: World, terms: GrantTerms, key: bytes = KEY, nonce: int = NONCE, deadline: int = DEADLINE) -> bytes:
    """The 65 bytes of a signature, r ‖ s ‖ v."""
    signer = bytes.fromhex(Account.from_key(key).address[2:])
    signature = keys.PrivateKey(key).sign_msg_hash(digest_of(world, terms, signer, nonce, deadline)).to_bytes()
    return signature[:64] + bytes([27 + signature[64]])


def bring(
    world: World,
    terms: GrantTerms,
    signature: bytes,
    signer: bytes = SIGNER,
    nonce: int = NONCE,
    deadline: int = DEADLINE,
) -> Emitted:
    return world.grants.call("issueGrantBySignature", terms, signer, nonce, deadline, signature, sender=STRANGER)


def key_of(signer: bytes = SIGNER, nonce: int = NONCE) -> bytes:
    return keccak256(abi_encode(["address", "uint256"], [signer, nonce]))


# --- what is signed ------------------------------------------------------------------------------------------


def test_digest_is_that_of_eip_712(world: World, terms: GrantTerms) -> None:
    message = encode_typed_data(full_message=typed_data(world, terms, SIGNER, NONCE, DEADLINE))
    oracle = keccak256(b"\x19" + message.version + message.header + message.body)
    assert digest_of(world, terms, SIGNER) == oracle


def test_contract_says_its_signing_domain(world: World) -> None:
    domain = world.grants.read("eip712Domain")
    assert domain == (b"\x0f", "govledger AccessGrants", "1", 1, world.grants.address, bytes(32), ())


# --- issue ---------------------------------------------------------------------------------------------------


def test_grant_is_issued_by_a_signature_that_anyone_brings(world: World, terms: GrantTerms) -> None:
    issued = bring(world, terms, sign(world, terms))
    origin = Origin(world.tax.id, SIGNER, nonce=NONCE, signature=key_of(), signature_version=1)
    emitted(issued, events.GrantIssued(1, STRANGER, world.tax.id, Role.GRANTOR, 1, *terms, *origin.fields))
    assert issued.returned == 1
    assert world.grants.read("getGrant", 1).owner == world.tax.id
    assert world.grants.read("getSignature", key_of()) == (1, SignatureStatus.USED)


def test_grantee_passes_on_by_signature(world: World, terms: GrantTerms) -> None:
    grant, _ = world.grant(terms)
    holder = bytes.fromhex(Account.from_key(OTHER_KEY).address[2:])
    world.appoint(world.civil.id, holder, {Role.GRANTOR})
    child = world.delegated(grant, terms, world.hospital)
    issued = bring(world, child, sign(world, child, OTHER_KEY), holder)
    assert (issued[0].acting_organisation, issued[0].parent) == (world.civil.id, grant)


def test_signed_grant_needs_the_same_approvals(world: World, officer: int) -> None:
    resource = world.resource(ResourceTerms(approvers=(world.civil.id, 0, 0, 0), detail_approvals=1))
    terms = GrantTerms(resource, world.hospital.id)
    signature = sign(world, terms)
    with refused(refusals.GrantApprovalsMissing(terms.draft, 0, 1)):
        bring(world, terms, signature)
    world.approve(terms, world.civil)
    issued = bring(world, terms, signature)
    assert (issued[0].draft, issued[0].draft_version, issued[0].signature) == (terms.draft, 2, key_of())


def test_nonces_have_no_order(world: World, terms: GrantTerms) -> None:
    for nonce in (9, 0, 2**256 - 1, 3):
        bring(world, terms, sign(world, terms, nonce=nonce), nonce=nonce)


def test_signature_counts_once(world: World, terms: GrantTerms) -> None:
    signature = sign(world, terms)
    bring(world, terms, signature)
    with refused(refusals.GrantSignatureSpent(SIGNER, NONCE)):
        bring(world, terms, signature)


def test_signature_counts_before_its_deadline_and_not_at_it(world: World, terms: GrantTerms) -> None:
    signature = sign(world, terms)
    world.chain.move_to(DEADLINE)
    with refused(refusals.GrantSignatureExpired(DEADLINE, DEADLINE)):
        bring(world, terms, signature)
    late = sign(world, terms, deadline=DEADLINE + 1)
    bring(world, terms, late, deadline=DEADLINE + 1)


def test_signature_of_anything_else_is_refused(world: World, terms: GrantTerms) -> None:
    right = sign(world, terms)
    digest = digest_of(world, terms, SIGNER)
    s = SECP256K1_ORDER - int.from_bytes(right[32:64], "big")
    high = right[:32] + s.to_bytes(32, "big") + bytes([27 + 28 - right[64]])
    for wrong in (
        sign(world, terms._replace(max_uses=4)),
        sign(world, terms, nonce=NONCE + 1),
        sign(world, terms, deadline=DEADLINE + 1),
        sign(world, terms, OTHER_KEY),
        high,
        right[:64],
        right + b"\0",
        b"",
    ):
        with refused(refusals.GrantSignatureInvalid(SIGNER, digest)):
            bring(world, terms, wrong)
    bring(world, terms, right)


def test_nobody_signs_with_the_zero_address(world: World, terms: GrantTerms) -> None:
    with refused(refusals.GrantSignatureInvalid(NO_ADDRESS, digest_of(world, terms, NO_ADDRESS))):
        bring(world, terms, bytes(65), NO_ADDRESS)


def test_signature_for_one_contract_is_none_for_another(world: World, terms: GrantTerms) -> None:
    signature = sign(world, terms)
    successor = world.deploy("access_grants", world.consortium.address, world.registry.address, 300)
    world.replace(world.grants, successor.address)
    digest = successor.read("grantDigest", terms, SIGNER, NONCE, DEADLINE)
    assert digest != digest_of(world, terms, SIGNER)
    with refused(refusals.GrantSignatureInvalid(SIGNER, digest)):
        successor.call("issueGrantBySignature", terms, SIGNER, NONCE, DEADLINE, signature, sender=STRANGER)


# --- the signer must be able to act when its signature is brought -----------------------------------------------


def test_signer_who_left_office_issues_nothing(world: World, terms: GrantTerms, officer: int) -> None:
    signature = sign(world, terms)
    world.administer("dismissOfficer", officer, 1)
    with refused(refusals.OfficerNotInOffice(officer, START, START, START)):
        bring(world, terms, signature)


def test_signer_without_the_role_issues_nothing(world: World, terms: GrantTerms, officer: int) -> None:
    signature = sign(world, terms)
    roles = to_bits({Role.REGISTRAR})
    world.administer("amendOfficer", officer, 1, roles, 0, START, START + 9 * DAY)
    with refused(refusals.OfficerRoleMissing(officer, Role.GRANTOR, roles)):
        bring(world, terms, signature)


def test_signer_of_a_suspended_organisation_issues_nothing(world: World, terms: GrantTerms) -> None:
    signature = sign(world, terms)
    world.suspend(world.tax)
    with refused(refusals.OrganisationNotActive(world.tax.id, OrganisationStatus.SUSPENDED)):
        bring(world, terms, signature)


def test_stranger_signs_in_vain(world: World, terms: GrantTerms) -> None:
    stranger = bytes.fromhex(Account.from_key(OTHER_KEY).address[2:])
    with refused(refusals.AccountUnknown(stranger)):
        bring(world, terms, sign(world, terms, OTHER_KEY), stranger)


def test_contract_that_winds_down_takes_no_signature(world: World, terms: GrantTerms) -> None:
    signature = sign(world, terms)
    world.replace(world.grants)
    with refused(refusals.ContractWindingDown(world.grants.address, ContractRole.ACCESS_GRANTS)):
        bring(world, terms, signature)


# --- contract accounts ---------------------------------------------------------------------------------------


def _wallet(world: World, digest_for: Any) -> bytes:
    """A contract that says, by ERC-1271, that it signed one digest; an officer of the tax authority."""
    deployer = account("deployer of wallets")
    [address] = world.chain.next_addresses(deployer, 1)
    runtime = bytes.fromhex("6004357f") + digest_for(address) + bytes.fromhex("14631626ba7e60e01b0260005260206000f3")
    size = len(runtime).to_bytes(1, "big").hex()
    assert world.chain.deploy(deployer, bytes.fromhex(f"60{size}600c60003960{size}6000f3") + runtime) == address
    world.appoint(world.tax.id, address, {Role.GRANTOR})
    return address


def test_contract_account_signs_by_erc_1271(world: World, terms: GrantTerms) -> None:
    wallet = _wallet(world, lambda address: digest_of(world, terms, address))
    issued = bring(world, terms, b"whatever it takes", wallet)
    assert (issued[0].signer, issued[0].acting_organisation) == (wallet, world.tax.id)
    assert world.grants.read("getSignature", key_of(wallet)) == (1, SignatureStatus.USED)


def test_contract_account_that_did_not_sign_issues_nothing(world: World, terms: GrantTerms) -> None:
    wallet = _wallet(world, lambda address: digest_of(world, terms, address))
    other = terms._replace(max_uses=9)
    with refused(refusals.GrantSignatureInvalid(wallet, digest_of(world, other, wallet))):
        bring(world, other, b"", wallet)


# --- cancelling ----------------------------------------------------------------------------------------------


def test_signer_cancels_a_nonce(world: World, terms: GrantTerms) -> None:
    signature = sign(world, terms)
    emitted(
        world.grants.call("cancelSignature", NONCE, sender=SIGNER),
        events.SignatureCancelled(key_of(), SIGNER, world.tax.id, Role.GRANTOR, 1, NONCE),
    )
    assert world.grants.read("getSignature", key_of()) == (1, SignatureStatus.CANCELLED)
    with refused(refusals.GrantSignatureSpent(SIGNER, NONCE)):
        bring(world, terms, signature)
    with refused(refusals.GrantSignatureSpent(SIGNER, NONCE)):
        world.grants.call("cancelSignature", NONCE, sender=SIGNER)


def test_signature_that_was_used_is_not_cancelled(world: World, terms: GrantTerms) -> None:
    bring(world, terms, sign(world, terms))
    with refused(refusals.GrantSignatureSpent(SIGNER, NONCE)):
        world.grants.call("cancelSignature", NONCE, sender=SIGNER)


def test_nobody_cancels_another_ones_nonce(world: World, terms: GrantTerms) -> None:
    world.grants.call("cancelSignature", NONCE, sender=world.tax.grantor)
    bring(world, terms, sign(world, terms))
