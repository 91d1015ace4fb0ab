"""The events of govledger's contracts, one class each.

Generated from the contracts' ABIs and NatSpec by `govledger compile`; do not edit.
"""

from __future__ import annotations

from typing import ClassVar

from govledger.events.event import Event, Field, ObjectReference


class DraftApprovalWithdrawn(Event, frozen=True, gc=False):
    """An approver took its approval back.

    Emitted by AccessGrants.
    """

    CONTRACT: ClassVar[str] = "access_grants"
    NAME: ClassVar[str] = "DraftApprovalWithdrawn"
    SIGNATURE: ClassVar[str] = "DraftApprovalWithdrawn(bytes32,address,uint64,uint8,uint64,uint64,uint8)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("fba419d12411e8f593908c79df6f21e8081ae6b3e3ff0b2cded29f65ca6221e1")
    NOTICE: ClassVar[str] = "An approver took its approval back."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("draft", "bytes32", True, "keccak256(abi.encode(terms))."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("draft_version", "uint64", False, "The version that this event made."),
        Field(
            "approver",
            "uint64",
            False,
            "The approver that the resource names: the organisation, or what merged into it.",
        ),
        Field(
            "approvals",
            "uint8",
            False,
            "Which approvers approve from now on; bit = place in the list of approvers.",
        ),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("draft", "draft", "draft_version"),)

    draft: bytes
    actor: bytes
    acting_organisation: int
    acting_role: int
    draft_version: int
    approver: int
    approvals: int


class DraftApproved(Event, frozen=True, gc=False):
    """An approver of a resource approved the exact terms of a grant on it.

    Emitted by AccessGrants.
    """

    CONTRACT: ClassVar[str] = "access_grants"
    NAME: ClassVar[str] = "DraftApproved"
    SIGNATURE: ClassVar[str] = (
        "DraftApproved(bytes32,address,uint64,uint8,uint64,uint64,uint64,uint8,(uint64,uint64,uint8,uint256,uint16,"
        "bytes32,uint40,uint40,uint32,uint8,uint64))"
    )
    TOPIC: ClassVar[bytes] = bytes.fromhex("a58eb17c0a233e9dc811999fc8f8537c0f486361a1996283aea29d3f7d54cd50")
    NOTICE: ClassVar[str] = "An approver of a resource approved the exact terms of a grant on it."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("draft", "bytes32", True, "keccak256(abi.encode(terms))."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("draft_version", "uint64", False, "The version that this event made."),
        Field(
            "approver",
            "uint64",
            False,
            "The approver that the resource names: the organisation, or what merged into it.",
        ),
        Field("bound_version", "uint64", False, "The version of the resource to which the approvals are bound."),
        Field("approvals", "uint8", False, "Which approvers approve from now on; bit = place in that version's list."),
        Field("resource", "uint64", False, ""),
        Field("grantee", "uint64", False, ""),
        Field("modes", "uint8", False, ""),
        Field("fields", "uint256", False, ""),
        Field("purpose", "uint16", False, ""),
        Field("legal_basis", "bytes32", False, ""),
        Field("valid_from", "uint40", False, ""),
        Field("valid_until", "uint40", False, ""),
        Field("max_uses", "uint32", False, ""),
        Field("delegation_depth", "uint8", False, ""),
        Field("parent", "uint64", False, ""),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("draft", "draft", "draft_version"),)

    draft: bytes
    actor: bytes
    acting_organisation: int
    acting_role: int
    draft_version: int
    approver: int
    bound_version: int
    approvals: int
    resource: int
    grantee: int
    modes: int
    fields: int
    purpose: int
    legal_basis: bytes
    valid_from: int
    valid_until: int
    max_uses: int
    delegation_depth: int
    parent: int


class GrantIssued(Event, frozen=True, gc=False):
    """A grant was issued, by the owner of the resource or by the grantee of the grant that it passes on.

    Who acted is the one whose decision it was; the actor may be anybody who brought its signature.

    Emitted by AccessGrants.
    """

    CONTRACT: ClassVar[str] = "access_grants"
    NAME: ClassVar[str] = "GrantIssued"
    SIGNATURE: ClassVar[str] = (
        "GrantIssued(uint64,address,uint64,uint8,uint64,(uint64,uint64,uint8,uint256,uint16,bytes32,uint40,uint40,"
        "uint32,uint8,uint64),(uint64,bytes32,uint64,address,uint256,bytes32,uint64))"
    )
    TOPIC: ClassVar[bytes] = bytes.fromhex("92579fc695b107f568a2cd756052588d393fcaa775803a3b655af99c87f0cb68")
    NOTICE: ClassVar[str] = (
        "A grant was issued, by the owner of the resource or by the grantee of the grant that it passes on. Who acted "
        "is the one whose decision it was; the actor may be anybody who brought its signature."
    )
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("grant", "uint64", True, "The grant's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("grant_version", "uint64", False, "The version that this event made."),
        Field("resource", "uint64", False, ""),
        Field("grantee", "uint64", False, ""),
        Field("modes", "uint8", False, ""),
        Field("fields", "uint256", False, ""),
        Field("purpose", "uint16", False, ""),
        Field("legal_basis", "bytes32", False, ""),
        Field("valid_from", "uint40", False, ""),
        Field("valid_until", "uint40", False, ""),
        Field("max_uses", "uint32", False, ""),
        Field("delegation_depth", "uint8", False, ""),
        Field("parent", "uint64", False, ""),
        Field("owner", "uint64", False, ""),
        Field("draft", "bytes32", False, ""),
        Field("draft_version", "uint64", False, ""),
        Field("signer", "address", False, ""),
        Field("nonce", "uint256", False, ""),
        Field("signature", "bytes32", False, ""),
        Field("signature_version", "uint64", False, ""),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (
        ObjectReference("grant", "grant", "grant_version"),
        ObjectReference("draft", "draft", "draft_version"),
        ObjectReference("signature", "signature", "signature_version"),
    )

    grant: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    grant_version: int
    resource: int
    grantee: int
    modes: int
    fields: int
    purpose: int
    legal_basis: bytes
    valid_from: int
    valid_until: int
    max_uses: int
    delegation_depth: int
    parent: int
    owner: int
    draft: bytes
    draft_version: int
    signer: bytes
    nonce: int
    signature: bytes
    signature_version: int


class GrantRevoked(Event, frozen=True, gc=False):
    """A grant was revoked.

    Emitted by AccessGrants.
    """

    CONTRACT: ClassVar[str] = "access_grants"
    NAME: ClassVar[str] = "GrantRevoked"
    SIGNATURE: ClassVar[str] = "GrantRevoked(uint64,address,uint64,uint8,uint64,uint8)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("b43e4ae9ec52a114c9f530544e28c62a9906d20a192f4fbcd96b9a5cf7c2a525")
    NOTICE: ClassVar[str] = "A grant was revoked."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("grant", "uint64", True, "The grant's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("grant_version", "uint64", False, "The version that this event made."),
        Field("reason", "uint8", False, "Why."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("grant", "grant", "grant_version"),)

    grant: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    grant_version: int
    reason: int


class SignatureCancelled(Event, frozen=True, gc=False):
    """A signer cancelled one of its nonces: a signature with it issues nothing.

    Emitted by AccessGrants.
    """

    CONTRACT: ClassVar[str] = "access_grants"
    NAME: ClassVar[str] = "SignatureCancelled"
    SIGNATURE: ClassVar[str] = "SignatureCancelled(bytes32,address,uint64,uint8,uint64,uint256)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("544fe60488888a55941448aaae077c9421587e4592a019de5ed867ffce38b07c")
    NOTICE: ClassVar[str] = "A signer cancelled one of its nonces: a signature with it issues nothing."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("signature", "bytes32", True, "keccak256(abi.encode(signer, nonce)); the signer is the actor."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("signature_version", "uint64", False, "The version that this event made."),
        Field("nonce", "uint256", False, "The signer's nonce."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("signature", "signature", "signature_version"),)

    signature: bytes
    actor: bytes
    acting_organisation: int
    acting_role: int
    signature_version: int
    nonce: int


class ClaimOpened(Event, frozen=True, gc=False):
    """A bill was claimed for the first time; its claimable amount is known from now on.

    Emitted by BillClaims.
    """

    CONTRACT: ClassVar[str] = "bill_claims"
    NAME: ClassVar[str] = "ClaimOpened"
    SIGNATURE: ClassVar[str] = (
        "ClaimOpened(uint64,address,uint64,uint8,uint64,uint64,(bytes32,bytes32,bytes32),uint48,address)"
    )
    TOPIC: ClassVar[bytes] = bytes.fromhex("ab9d32848925bdf52219ec4e042a53cc55123a6947000021c5c518a46e0e48da")
    NOTICE: ClassVar[str] = "A bill was claimed for the first time; its claimable amount is known from now on."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("bill", "uint64", True, "The bill's key."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("bill_version", "uint64", False, "The version that this event made."),
        Field("batch", "uint64", False, "The batch that it was issued in; zero: alone."),
        Field("business_tag", "bytes32", False, ""),
        Field("settlement_tag", "bytes32", False, ""),
        Field("inner", "bytes32", False, ""),
        Field("claimable_fen", "uint48", False, "The most that all payers together may settle."),
        Field("consent_key", "address", False, "Address of the bill's one-time key, by which its subject consents."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    batch: int
    business_tag: bytes
    settlement_tag: bytes
    inner: bytes
    claimable_fen: int
    consent_key: bytes


class ReservationMade(Event, frozen=True, gc=False):
    """A payer, the acting organisation, reserved an amount.

    Emitted by BillClaims.
    """

    CONTRACT: ClassVar[str] = "bill_claims"
    NAME: ClassVar[str] = "ReservationMade"
    SIGNATURE: ClassVar[str] = "ReservationMade(uint64,address,uint64,uint8,uint64,uint32,uint48,bytes32,uint40)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("62f5e1b39164abb126fe392c029f3c146fc36af0ef8520d87530faab36950c31")
    NOTICE: ClassVar[str] = "A payer, the acting organisation, reserved an amount."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("bill", "uint64", True, "The bill's key."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("bill_version", "uint64", False, "The version that this event made."),
        Field("reservation", "uint32", False, "The reservation's number within the bill, from 1."),
        Field("amount_fen", "uint48", False, "The amount."),
        Field("claim_tag", "bytes32", False, "Tag of the payer's own claim reference."),
        Field("expires_at", "uint40", False, "When the reservation stops counting."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    reservation: int
    amount_fen: int
    claim_tag: bytes
    expires_at: int


class ReservationReleased(Event, frozen=True, gc=False):
    """A payer, the acting organisation, gave back what was left of its reservation.

    Emitted by BillClaims.
    """

    CONTRACT: ClassVar[str] = "bill_claims"
    NAME: ClassVar[str] = "ReservationReleased"
    SIGNATURE: ClassVar[str] = "ReservationReleased(uint64,address,uint64,uint8,uint64,uint32,uint48)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("5badcc7070f845ea7a9d67d3da66ae2b49ae1e81fa80e90e6c26957410e2aa70")
    NOTICE: ClassVar[str] = "A payer, the acting organisation, gave back what was left of its reservation."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("bill", "uint64", True, "The bill's key."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("bill_version", "uint64", False, "The version that this event made."),
        Field("reservation", "uint32", False, "The reservation's number within the bill, from 1."),
        Field("amount_fen", "uint48", False, "What was given back."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    reservation: int
    amount_fen: int


class SettlementMade(Event, frozen=True, gc=False):
    """A payer, the acting organisation, settled a part or all of what it had reserved.

    Emitted by BillClaims.
    """

    CONTRACT: ClassVar[str] = "bill_claims"
    NAME: ClassVar[str] = "SettlementMade"
    SIGNATURE: ClassVar[str] = "SettlementMade(uint64,address,uint64,uint8,uint64,uint32,uint48)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("60b35f1c5524ecc1fecb08ef234f4794537f521ad90f4cafb1a665928c18c8bc")
    NOTICE: ClassVar[str] = "A payer, the acting organisation, settled a part or all of what it had reserved."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("bill", "uint64", True, "The bill's key."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("bill_version", "uint64", False, "The version that this event made."),
        Field("reservation", "uint32", False, "The reservation's number within the bill, from 1."),
        Field("amount_fen", "uint48", False, "The amount."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    reservation: int
    amount_fen: int


class RangeGranted(Event, frozen=True, gc=False):
    """A second officer agreed: the range took its numbers.

    Emitted by BillRanges.
    """

    CONTRACT: ClassVar[str] = "bill_ranges"
    NAME: ClassVar[str] = "RangeGranted"
    SIGNATURE: ClassVar[str] = "RangeGranted(uint64,address,uint64,uint8,uint64,uint32,uint64,uint40,uint40,uint40)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("3c9ece506db93ac14cd7e7d99e7f633296c8fecc78ff570b8c9b6bb8249f5cca")
    NOTICE: ClassVar[str] = "A second officer agreed: the range took its numbers."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("range", "uint64", True, "The range's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("range_version", "uint64", False, "The version that this event made."),
        Field("code", "uint32", False, "The bill code: 8 digits."),
        Field("holder", "uint64", False, "The organisation that may issue from the range."),
        Field("first", "uint40", False, "The first number."),
        Field("last", "uint40", False, "The last number."),
        Field("valid_until", "uint40", False, "Issuing is possible before this time."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("range", "range", "range_version"),)

    range: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    range_version: int
    code: int
    holder: int
    first: int
    last: int
    valid_until: int


class RangeProposed(Event, frozen=True, gc=False):
    """A range was proposed; no numbers are taken yet.

    Emitted by BillRanges.
    """

    CONTRACT: ClassVar[str] = "bill_ranges"
    NAME: ClassVar[str] = "RangeProposed"
    SIGNATURE: ClassVar[str] = "RangeProposed(uint64,address,uint64,uint8,uint64,uint32,uint64,uint32,uint40)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("3749da35e7b15abcfc29a1a5ba138316de5383bb7ed973961bf809a5815302dd")
    NOTICE: ClassVar[str] = "A range was proposed; no numbers are taken yet."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("range", "uint64", True, "The range's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("range_version", "uint64", False, "The version that this event made."),
        Field("code", "uint32", False, "The bill code: 8 digits."),
        Field("holder", "uint64", False, "The organisation that may issue from the range."),
        Field("count", "uint32", False, "How many numbers."),
        Field("valid_until", "uint40", False, "Issuing is possible before this time."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("range", "range", "range_version"),)

    range: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    range_version: int
    code: int
    holder: int
    count: int
    valid_until: int


class ContractClosed(Event, frozen=True, gc=False):
    """A contract that wound down was closed.

    Emitted by Consortium.
    """

    CONTRACT: ClassVar[str] = "consortium"
    NAME: ClassVar[str] = "ContractClosed"
    SIGNATURE: ClassVar[str] = "ContractClosed(address,address,uint64,uint8,uint64,bytes32)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("f53420cd72e31f37c9cb02638c5172b87d726e24dc3667d1b068d95951e3d1e7")
    NOTICE: ClassVar[str] = "A contract that wound down was closed."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("listing", "address", True, "The contract."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("listing_version", "uint64", False, "The version that this event made."),
        Field("final_head", "bytes32", False, "Its running hash, final from now on."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("listing", "listing", "listing_version"),)

    listing: bytes
    actor: bytes
    acting_organisation: int
    acting_role: int
    listing_version: int
    final_head: bytes


class ContractListed(Event, frozen=True, gc=False):
    """A contract was listed in the directory.

    Emitted by Consortium.
    """

    CONTRACT: ClassVar[str] = "consortium"
    NAME: ClassVar[str] = "ContractListed"
    SIGNATURE: ClassVar[str] = "ContractListed(address,address,uint64,uint8,uint64,uint8,address,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("c92fe842bceafcceefd9b3cac6b9634034e6a2aaa3244511acb7539b7b9204ba")
    NOTICE: ClassVar[str] = "A contract was listed in the directory."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("listing", "address", True, "The contract."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("listing_version", "uint64", False, "The version that this event made."),
        Field("contract_role", "uint8", False, "The place that it fills."),
        Field(
            "replaced_listing",
            "address",
            False,
            "The contract that winds down from now; zero if the place was empty.",
        ),
        Field(
            "replaced_listing_version",
            "uint64",
            False,
            "The version of the replaced contract's listing; zero if there is none.",
        ),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (
        ObjectReference("listing", "listing", "listing_version"),
        ObjectReference("listing", "replaced_listing", "replaced_listing_version"),
    )

    listing: bytes
    actor: bytes
    acting_organisation: int
    acting_role: int
    listing_version: int
    contract_role: int
    replaced_listing: bytes
    replaced_listing_version: int


class OfficerAmended(Event, frozen=True, gc=False):
    """An officer's roles, unit or time in office were changed.

    Emitted by Consortium.
    """

    CONTRACT: ClassVar[str] = "consortium"
    NAME: ClassVar[str] = "OfficerAmended"
    SIGNATURE: ClassVar[str] = "OfficerAmended(uint64,address,uint64,uint8,uint64,uint32,uint16,uint40,uint40)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("a6892b0018703a63620bf346a1503b4ab41641ec15e07d7adca24ecca7a3da7d")
    NOTICE: ClassVar[str] = "An officer's roles, unit or time in office were changed."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("officer", "uint64", True, "The officer's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("officer_version", "uint64", False, "The version that this event made."),
        Field("roles", "uint32", False, "The officer's roles: bit = number of the role."),
        Field("unit", "uint16", False, "The officer's issuing point or site; 0: the organisation as a whole."),
        Field("valid_from", "uint40", False, "The beginning of the time in office."),
        Field("valid_until", "uint40", False, "The end of the time in office, itself not in it."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("officer", "officer", "officer_version"),)

    officer: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    officer_version: int
    roles: int
    unit: int
    valid_from: int
    valid_until: int


class OfficerAppointed(Event, frozen=True, gc=False):
    """An officer was appointed.

    Emitted by Consortium.
    """

    CONTRACT: ClassVar[str] = "consortium"
    NAME: ClassVar[str] = "OfficerAppointed"
    SIGNATURE: ClassVar[str] = (
        "OfficerAppointed(uint64,address,uint64,uint8,uint64,uint64,address,uint32,uint16,uint40,uint40)"
    )
    TOPIC: ClassVar[bytes] = bytes.fromhex("5937021403475ada845549178a9dff3ae98a40fe42cd1a3dd1947a0d3719b42b")
    NOTICE: ClassVar[str] = "An officer was appointed."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("officer", "uint64", True, "The officer's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("officer_version", "uint64", False, "The version that this event made."),
        Field("organisation", "uint64", False, "The organisation that the officer acts for."),
        Field("account", "address", False, "The officer's account, which serves nobody else for ever."),
        Field("roles", "uint32", False, "The officer's roles: bit = number of the role."),
        Field("unit", "uint16", False, "The officer's issuing point or site; 0: the organisation as a whole."),
        Field("valid_from", "uint40", False, "The beginning of the time in office."),
        Field("valid_until", "uint40", False, "The end of the time in office, itself not in it."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("officer", "officer", "officer_version"),)

    officer: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    officer_version: int
    organisation: int
    account: bytes
    roles: int
    unit: int
    valid_from: int
    valid_until: int


class OfficerDismissed(Event, frozen=True, gc=False):
    """An officer was dismissed; its time in office ended with this block.

    Emitted by Consortium.
    """

    CONTRACT: ClassVar[str] = "consortium"
    NAME: ClassVar[str] = "OfficerDismissed"
    SIGNATURE: ClassVar[str] = "OfficerDismissed(uint64,address,uint64,uint8,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("d3dd93af53c91d3d5465eef54e31d9e66ac02fe14ffc23c648f13a42ab7f219d")
    NOTICE: ClassVar[str] = "An officer was dismissed; its time in office ended with this block."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("officer", "uint64", True, "The officer's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("officer_version", "uint64", False, "The version that this event made."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("officer", "officer", "officer_version"),)

    officer: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    officer_version: int


class OrganisationAdmitted(Event, frozen=True, gc=False):
    """An organisation was admitted.

    Emitted by Consortium.
    """

    CONTRACT: ClassVar[str] = "consortium"
    NAME: ClassVar[str] = "OrganisationAdmitted"
    SIGNATURE: ClassVar[str] = "OrganisationAdmitted(uint64,address,uint64,uint8,uint64,bytes18,uint16)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("631081fb07e93d35be3900858014e922b4d8a09e0fee03e409aa8fdaf4dd4184")
    NOTICE: ClassVar[str] = "An organisation was admitted."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("organisation", "uint64", True, "The organisation's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("organisation_version", "uint64", False, "The version that this event made."),
        Field("public_code", "bytes18", False, "Its public code: 18 upper-case letters and digits."),
        Field("kinds", "uint16", False, "Its kinds: bit = number of the kind."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (
        ObjectReference("organisation", "organisation", "organisation_version"),
    )

    organisation: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    organisation_version: int
    public_code: bytes
    kinds: int


class OrganisationKindsChanged(Event, frozen=True, gc=False):
    """An organisation's kinds were changed.

    Emitted by Consortium.
    """

    CONTRACT: ClassVar[str] = "consortium"
    NAME: ClassVar[str] = "OrganisationKindsChanged"
    SIGNATURE: ClassVar[str] = "OrganisationKindsChanged(uint64,address,uint64,uint8,uint64,uint16)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("42c0b9c714ae55ee94d513bf7130f8b7c04199953b452ebb64b18643be746a7a")
    NOTICE: ClassVar[str] = "An organisation's kinds were changed."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("organisation", "uint64", True, "The organisation's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("organisation_version", "uint64", False, "The version that this event made."),
        Field("kinds", "uint16", False, "Its kinds: bit = number of the kind."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (
        ObjectReference("organisation", "organisation", "organisation_version"),
    )

    organisation: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    organisation_version: int
    kinds: int


class OrganisationReinstated(Event, frozen=True, gc=False):
    """A suspended organisation was reinstated.

    Emitted by Consortium.
    """

    CONTRACT: ClassVar[str] = "consortium"
    NAME: ClassVar[str] = "OrganisationReinstated"
    SIGNATURE: ClassVar[str] = "OrganisationReinstated(uint64,address,uint64,uint8,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("f8280dac8de218930276fc03ba72855bb8afb6e7d74e0817a3dd3498bab840ed")
    NOTICE: ClassVar[str] = "A suspended organisation was reinstated."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("organisation", "uint64", True, "The organisation's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("organisation_version", "uint64", False, "The version that this event made."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (
        ObjectReference("organisation", "organisation", "organisation_version"),
    )

    organisation: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    organisation_version: int


class OrganisationSuspended(Event, frozen=True, gc=False):
    """An organisation was suspended: none of its officers may act.

    Emitted by Consortium.
    """

    CONTRACT: ClassVar[str] = "consortium"
    NAME: ClassVar[str] = "OrganisationSuspended"
    SIGNATURE: ClassVar[str] = "OrganisationSuspended(uint64,address,uint64,uint8,uint64,uint8)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("75bf8fcb2ff4681839def2f2d5ebb1071f4a8a977afe14ec3e8cbd84bfacbb52")
    NOTICE: ClassVar[str] = "An organisation was suspended: none of its officers may act."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("organisation", "uint64", True, "The organisation's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("organisation_version", "uint64", False, "The version that this event made."),
        Field("reason", "uint8", False, "Why."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (
        ObjectReference("organisation", "organisation", "organisation_version"),
    )

    organisation: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    organisation_version: int
    reason: int


class RecordBatchRegistered(Event, frozen=True, gc=False):
    """A batch of records was registered under one root.

    Emitted by DataRegistry.
    """

    CONTRACT: ClassVar[str] = "data_registry"
    NAME: ClassVar[str] = "RecordBatchRegistered"
    SIGNATURE: ClassVar[str] = "RecordBatchRegistered(uint64,address,uint64,uint8,uint64,uint64,uint32,bytes32)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("17119e83d567e9ee9669654ef9c45b45eb253881a4582f44f7a9668b9689695f")
    NOTICE: ClassVar[str] = "A batch of records was registered under one root."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("record", "uint64", True, "The batch's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("record_version", "uint64", False, "The version that this event made."),
        Field("resource", "uint64", False, "The resource that its items belong to."),
        Field("count", "uint32", False, "How many items it holds."),
        Field("root", "bytes32", False, "Root of the tree over the items' leaves, in order."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("record", "record", "record_version"),)

    record: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    record_version: int
    resource: int
    count: int
    root: bytes


class RecordOpened(Event, frozen=True, gc=False):
    """An item of a batch got storage of its own, at its first action.

    Emitted by DataRegistry.
    """

    CONTRACT: ClassVar[str] = "data_registry"
    NAME: ClassVar[str] = "RecordOpened"
    SIGNATURE: ClassVar[str] = "RecordOpened(uint64,address,uint64,uint8,uint64,uint64,bytes32)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("350fb2dea0466cd15dd9f1a2d543d855e07575e25e22f93d2b033d7d0f0eae8e")
    NOTICE: ClassVar[str] = "An item of a batch got storage of its own, at its first action."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("record", "uint64", True, "The item's id: batch · 2^32 + index."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("record_version", "uint64", False, "The version that this event made."),
        Field("resource", "uint64", False, "The resource that it belongs to."),
        Field("commitment", "bytes32", False, "The commitment that it was registered with."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("record", "record", "record_version"),)

    record: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    record_version: int
    resource: int
    commitment: bytes


class RecordRegistered(Event, frozen=True, gc=False):
    """A record was registered.

    Emitted by DataRegistry.
    """

    CONTRACT: ClassVar[str] = "data_registry"
    NAME: ClassVar[str] = "RecordRegistered"
    SIGNATURE: ClassVar[str] = "RecordRegistered(uint64,address,uint64,uint8,uint64,uint64,bytes32)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("992e9f4c659a480a5f937a3602d10ba341f21136d56f622e562f3e7d6ab86272")
    NOTICE: ClassVar[str] = "A record was registered."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("record", "uint64", True, "The record's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("record_version", "uint64", False, "The version that this event made."),
        Field("resource", "uint64", False, "The resource that it belongs to."),
        Field("commitment", "bytes32", False, "Salted commitment to the content."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("record", "record", "record_version"),)

    record: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    record_version: int
    resource: int
    commitment: bytes


class RecordShredded(Event, frozen=True, gc=False):
    """`RecordShredded` of DataRegistry.

    The owner says that the salts of a record, or of all items of a batch, are destroyed: nothing of it can be opened or
    proved any more.

    Emitted by DataRegistry.
    """

    CONTRACT: ClassVar[str] = "data_registry"
    NAME: ClassVar[str] = "RecordShredded"
    SIGNATURE: ClassVar[str] = "RecordShredded(uint64,address,uint64,uint8,uint64,uint8)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("0dccf68cf376320731cdcf43f02f9a21d8491d733bc98f3fbd522f378d39c368")
    NOTICE: ClassVar[str] = (
        "The owner says that the salts of a record, or of all items of a batch, are destroyed: nothing of it can be "
        "opened or proved any more."
    )
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("record", "uint64", True, "The record's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("record_version", "uint64", False, "The version that this event made."),
        Field("reason", "uint8", False, "Why."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("record", "record", "record_version"),)

    record: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    record_version: int
    reason: int


class RecordSuperseded(Event, frozen=True, gc=False):
    """A record got new content.

    Emitted by DataRegistry.
    """

    CONTRACT: ClassVar[str] = "data_registry"
    NAME: ClassVar[str] = "RecordSuperseded"
    SIGNATURE: ClassVar[str] = "RecordSuperseded(uint64,address,uint64,uint8,uint64,bytes32)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("8c5b7fbfa0cf2d119a3b81cf63532b766efde6af519f2ca9d53486a1b21d15ac")
    NOTICE: ClassVar[str] = "A record got new content."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("record", "uint64", True, "The record's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("record_version", "uint64", False, "The version that this event made."),
        Field("commitment", "bytes32", False, "Salted commitment to the content."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("record", "record", "record_version"),)

    record: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    record_version: int
    commitment: bytes


class RecordWithdrawn(Event, frozen=True, gc=False):
    """A record was withdrawn; its versions stay.

    Emitted by DataRegistry.
    """

    CONTRACT: ClassVar[str] = "data_registry"
    NAME: ClassVar[str] = "RecordWithdrawn"
    SIGNATURE: ClassVar[str] = "RecordWithdrawn(uint64,address,uint64,uint8,uint64,uint8)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("4f1fe9ee629a0683f4a249594d1183db5b00eea03941061188e571db142cbcb2")
    NOTICE: ClassVar[str] = "A record was withdrawn; its versions stay."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("record", "uint64", True, "The record's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("record_version", "uint64", False, "The version that this event made."),
        Field("reason", "uint8", False, "Why."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("record", "record", "record_version"),)

    record: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    record_version: int
    reason: int


class ResourceAmended(Event, frozen=True, gc=False):
    """A resource got new terms.

    Emitted by DataRegistry.
    """

    CONTRACT: ClassVar[str] = "data_registry"
    NAME: ClassVar[str] = "ResourceAmended"
    SIGNATURE: ClassVar[str] = (
        "ResourceAmended(uint64,address,uint64,uint8,uint64,(bytes32,uint32,uint8,uint8,uint64[4],uint8,uint8))"
    )
    TOPIC: ClassVar[bytes] = bytes.fromhex("5b0a8e254fe1a1f9eedab7e94c095b0ee62bf729c383a848b3cec7071470f1f2")
    NOTICE: ClassVar[str] = "A resource got new terms."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("resource", "uint64", True, "The resource's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("resource_version", "uint64", False, "The version that this event made."),
        Field("schema", "bytes32", False, ""),
        Field("schema_version", "uint32", False, ""),
        Field("sensitivity", "uint8", False, ""),
        Field("modes", "uint8", False, ""),
        Field("approvers", "uint64[4]", False, ""),
        Field("approvals", "uint8", False, ""),
        Field("detail_approvals", "uint8", False, ""),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("resource", "resource", "resource_version"),)

    resource: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    resource_version: int
    schema: bytes
    schema_version: int
    sensitivity: int
    modes: int
    approvers: tuple[int, ...]
    approvals: int
    detail_approvals: int


class ResourceRegistered(Event, frozen=True, gc=False):
    """A resource was registered; its owner is the acting organisation.

    Emitted by DataRegistry.
    """

    CONTRACT: ClassVar[str] = "data_registry"
    NAME: ClassVar[str] = "ResourceRegistered"
    SIGNATURE: ClassVar[str] = (
        "ResourceRegistered(uint64,address,uint64,uint8,uint64,(bytes32,uint32,uint8,uint8,uint64[4],uint8,uint8))"
    )
    TOPIC: ClassVar[bytes] = bytes.fromhex("5e960fa10478a7a4a729b15065ab5d80d8723a0f3021d8368a75d4b12db12d6e")
    NOTICE: ClassVar[str] = "A resource was registered; its owner is the acting organisation."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("resource", "uint64", True, "The resource's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("resource_version", "uint64", False, "The version that this event made."),
        Field("schema", "bytes32", False, ""),
        Field("schema_version", "uint32", False, ""),
        Field("sensitivity", "uint8", False, ""),
        Field("modes", "uint8", False, ""),
        Field("approvers", "uint64[4]", False, ""),
        Field("approvals", "uint8", False, ""),
        Field("detail_approvals", "uint8", False, ""),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("resource", "resource", "resource_version"),)

    resource: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    resource_version: int
    schema: bytes
    schema_version: int
    sensitivity: int
    modes: int
    approvers: tuple[int, ...]
    approvals: int
    detail_approvals: int


class ResourceRetired(Event, frozen=True, gc=False):
    """A resource was retired: nothing new is registered or granted on it.

    Emitted by DataRegistry.
    """

    CONTRACT: ClassVar[str] = "data_registry"
    NAME: ClassVar[str] = "ResourceRetired"
    SIGNATURE: ClassVar[str] = "ResourceRetired(uint64,address,uint64,uint8,uint64,uint8)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("8c2e71d7a851a245ba29a840c436d42aac098e5f288ca89cd44c01faf6a17eff")
    NOTICE: ClassVar[str] = "A resource was retired: nothing new is registered or granted on it."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("resource", "uint64", True, "The resource's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("resource_version", "uint64", False, "The version that this event made."),
        Field("reason", "uint8", False, "Why."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("resource", "resource", "resource_version"),)

    resource: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    resource_version: int
    reason: int


class TimestampAnchored(Event, frozen=True, gc=False):
    """The hash of a time-stamp token (RFC 3161) was put beside a record or batch.

    Emitted by DataRegistry.
    """

    CONTRACT: ClassVar[str] = "data_registry"
    NAME: ClassVar[str] = "TimestampAnchored"
    SIGNATURE: ClassVar[str] = "TimestampAnchored(uint64,address,uint64,uint8,uint64,bytes32)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("d393a9d3b1867a4b3e237d53913f4c43c802fac1884bdb5d283c11edd4686f2d")
    NOTICE: ClassVar[str] = "The hash of a time-stamp token (RFC 3161) was put beside a record or batch."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("record", "uint64", True, "The record's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("record_version", "uint64", False, "The version that this event made."),
        Field("token", "bytes32", False, "keccak256 of the token's bytes."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("record", "record", "record_version"),)

    record: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    record_version: int
    token: bytes


class RequestAcknowledged(Event, frozen=True, gc=False):
    """The grantee acknowledged what it received.

    Emitted by DataRequests.
    """

    CONTRACT: ClassVar[str] = "data_requests"
    NAME: ClassVar[str] = "RequestAcknowledged"
    SIGNATURE: ClassVar[str] = "RequestAcknowledged(uint64,address,uint64,uint8,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("006d6c4c2f8861ae09cb2152e2833a328a793c4cb0f9cd1d112e2047d50b6941")
    NOTICE: ClassVar[str] = "The grantee acknowledged what it received."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("request", "uint64", True, "The request's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("request_version", "uint64", False, "The version that this event made."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("request", "request", "request_version"),)

    request: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    request_version: int


class RequestFiled(Event, frozen=True, gc=False):
    """A request was filed.

    Emitted by DataRequests.
    """

    CONTRACT: ClassVar[str] = "data_requests"
    NAME: ClassVar[str] = "RequestFiled"
    SIGNATURE: ClassVar[str] = (
        "RequestFiled(uint64,address,uint64,uint8,uint64,(uint64,uint64,uint64,uint64,uint64,uint8,uint256,uint16,"
        "bytes32,bytes32,uint32,uint32,uint40,uint32))"
    )
    TOPIC: ClassVar[bytes] = bytes.fromhex("82c207738d0d40f8883ef7bbcb49238619c4a7bb5e5b348437dc7ace7931cb28")
    NOTICE: ClassVar[str] = "A request was filed."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("request", "uint64", True, "The request's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("request_version", "uint64", False, "The version that this event made."),
        Field("grant", "uint64", False, ""),
        Field("resource", "uint64", False, ""),
        Field("record", "uint64", False, ""),
        Field("owner", "uint64", False, ""),
        Field("grantee", "uint64", False, ""),
        Field("mode", "uint8", False, ""),
        Field("fields", "uint256", False, ""),
        Field("purpose", "uint16", False, ""),
        Field("legal_basis", "bytes32", False, ""),
        Field("case_tag", "bytes32", False, ""),
        Field("site", "uint32", False, ""),
        Field("system", "uint32", False, ""),
        Field("serve_by", "uint40", False, ""),
        Field("acknowledge_within", "uint32", False, ""),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("request", "request", "request_version"),)

    request: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    request_version: int
    grant: int
    resource: int
    record: int
    owner: int
    grantee: int
    mode: int
    fields: int
    purpose: int
    legal_basis: bytes
    case_tag: bytes
    site: int
    system: int
    serve_by: int
    acknowledge_within: int


class RequestRejected(Event, frozen=True, gc=False):
    """The owner rejected a request.

    Emitted by DataRequests.
    """

    CONTRACT: ClassVar[str] = "data_requests"
    NAME: ClassVar[str] = "RequestRejected"
    SIGNATURE: ClassVar[str] = "RequestRejected(uint64,address,uint64,uint8,uint64,uint8)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("ea472f4ba7196c7a69dd8b153f6c86d70a359ff6ed1189ef7f68c8c6132f450f")
    NOTICE: ClassVar[str] = "The owner rejected a request."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("request", "uint64", True, "The request's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("request_version", "uint64", False, "The version that this event made."),
        Field("reason", "uint8", False, "Why."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("request", "request", "request_version"),)

    request: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    request_version: int
    reason: int


class RequestServed(Event, frozen=True, gc=False):
    """The owner served a request: this is the access receipt.

    Emitted by DataRequests.
    """

    CONTRACT: ClassVar[str] = "data_requests"
    NAME: ClassVar[str] = "RequestServed"
    SIGNATURE: ClassVar[str] = (
        "RequestServed(uint64,address,uint64,uint8,uint64,(uint64,uint64,uint64,uint64,uint64,uint8,uint256,uint16,"
        "bytes32,bytes32,uint32,uint32,uint40,uint32),uint64,bytes32,uint40)"
    )
    TOPIC: ClassVar[bytes] = bytes.fromhex("0020b604f0d238f81ac96639aefc079a50dac7ae0360eacff4086a98389cc381")
    NOTICE: ClassVar[str] = "The owner served a request: this is the access receipt."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("request", "uint64", True, "The request's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("request_version", "uint64", False, "The version that this event made."),
        Field("grant", "uint64", False, ""),
        Field("resource", "uint64", False, ""),
        Field("record", "uint64", False, ""),
        Field("owner", "uint64", False, ""),
        Field("grantee", "uint64", False, ""),
        Field("mode", "uint8", False, ""),
        Field("fields", "uint256", False, ""),
        Field("purpose", "uint16", False, ""),
        Field("legal_basis", "bytes32", False, ""),
        Field("case_tag", "bytes32", False, ""),
        Field("site", "uint32", False, ""),
        Field("system", "uint32", False, ""),
        Field("serve_by", "uint40", False, ""),
        Field("acknowledge_within", "uint32", False, ""),
        Field("filed_by", "uint64", False, "The officer who filed the request."),
        Field("answer", "bytes32", False, "Salted commitment to what was answered."),
        Field("acknowledge_by", "uint40", False, "Until when the grantee is to acknowledge."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("request", "request", "request_version"),)

    request: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    request_version: int
    grant: int
    resource: int
    record: int
    owner: int
    grantee: int
    mode: int
    fields: int
    purpose: int
    legal_basis: bytes
    case_tag: bytes
    site: int
    system: int
    serve_by: int
    acknowledge_within: int
    filed_by: int
    answer: bytes
    acknowledge_by: int


class DecisionExecuted(Event, frozen=True, gc=False):
    """A decision was made and executed.

    Emitted by Decisions.
    """

    CONTRACT: ClassVar[str] = "decisions"
    NAME: ClassVar[str] = "DecisionExecuted"
    SIGNATURE: ClassVar[str] = "DecisionExecuted(uint64,address,uint64,uint8,uint64,address,bytes)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("3393031f754c94dc382f75819a9cf26233ad239a7ba2a57cf43a879d5b212c88")
    NOTICE: ClassVar[str] = "A decision was made and executed."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("proposal", "uint64", True, "The decision's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("proposal_version", "uint64", False, "The version that this event made."),
        Field("target", "address", False, "The contract that was called."),
        Field("call", "bytes", False, "Function selector and arguments, as the target received them."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("proposal", "proposal", "proposal_version"),)

    proposal: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    proposal_version: int
    target: bytes
    call: bytes


class BatchIssued(Event, frozen=True, gc=False):
    """A batch of bills was issued.

    Its issuer is the acting organisation.

    Emitted by MedicalBills.
    """

    CONTRACT: ClassVar[str] = "medical_bills"
    NAME: ClassVar[str] = "BatchIssued"
    SIGNATURE: ClassVar[str] = "BatchIssued(uint64,address,uint64,uint8,uint64,uint64,uint64,uint32,bytes32)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("a165fdcac267a2c3e445991b2e8fe96c516795d9c3507386a3f4d6af40ac7d03")
    NOTICE: ClassVar[str] = "A batch of bills was issued. Its issuer is the acting organisation."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("batch", "uint64", True, "The batch's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("batch_version", "uint64", False, "The version that this event made."),
        Field("range", "uint64", False, "The range that the numbers come from."),
        Field("first", "uint64", False, "The first bill; the others follow it in the code's sequence."),
        Field("count", "uint32", False, "How many bills."),
        Field("root", "bytes32", False, "Root of the tree over the bills' leaves, in order."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("batch", "batch", "batch_version"),)

    batch: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    batch_version: int
    range: int
    first: int
    count: int
    root: bytes


class BillIssued(Event, frozen=True, gc=False):
    """A bill was issued alone.

    Its issuer is the acting organisation.

    Emitted by MedicalBills.
    """

    CONTRACT: ClassVar[str] = "medical_bills"
    NAME: ClassVar[str] = "BillIssued"
    SIGNATURE: ClassVar[str] = "BillIssued(uint64,address,uint64,uint8,uint64,uint64,(bytes32,bytes32,bytes32))"
    TOPIC: ClassVar[bytes] = bytes.fromhex("88ed9bd7450d5a4ab9d6a52e5b66259d238553b9dddd165146ad8812a71c76f8")
    NOTICE: ClassVar[str] = "A bill was issued alone. Its issuer is the acting organisation."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("bill", "uint64", True, "The bill's key."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("bill_version", "uint64", False, "The version that this event made."),
        Field("range", "uint64", False, "The range that its number comes from."),
        Field("business_tag", "bytes32", False, ""),
        Field("settlement_tag", "bytes32", False, ""),
        Field("inner", "bytes32", False, ""),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    range: int
    business_tag: bytes
    settlement_tag: bytes
    inner: bytes


class BillOpened(Event, frozen=True, gc=False):
    """A bill of a batch got storage of its own, by its first action in this contract.

    Emitted by MedicalBills.
    """

    CONTRACT: ClassVar[str] = "medical_bills"
    NAME: ClassVar[str] = "BillOpened"
    SIGNATURE: ClassVar[str] = "BillOpened(uint64,address,uint64,uint8,uint64,uint64,(bytes32,bytes32,bytes32))"
    TOPIC: ClassVar[bytes] = bytes.fromhex("51f155be23ead8fcb3e60335618ef5bfa6448ed989a67735ca48d1185a8321e5")
    NOTICE: ClassVar[str] = "A bill of a batch got storage of its own, by its first action in this contract."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("bill", "uint64", True, "The bill's key."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("bill_version", "uint64", False, "The version that this event made."),
        Field("batch", "uint64", False, "The batch that it was issued in."),
        Field("business_tag", "bytes32", False, ""),
        Field("settlement_tag", "bytes32", False, ""),
        Field("inner", "bytes32", False, ""),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    batch: int
    business_tag: bytes
    settlement_tag: bytes
    inner: bytes


class BillRedLettered(Event, frozen=True, gc=False):
    """A red letter took a bill back.

    Emitted by MedicalBills.
    """

    CONTRACT: ClassVar[str] = "medical_bills"
    NAME: ClassVar[str] = "BillRedLettered"
    SIGNATURE: ClassVar[str] = (
        "BillRedLettered(uint64,address,uint64,uint8,uint64,uint64,uint64,uint64,(bytes32,bytes32,bytes32),uint8)"
    )
    TOPIC: ClassVar[bytes] = bytes.fromhex("38846c00418a7c696f10cd6f65ed3402d0f3c9772fcfbc0dd27d18882e49d8e2")
    NOTICE: ClassVar[str] = "A red letter took a bill back."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("bill", "uint64", True, "The key of the bill that was taken back."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("bill_version", "uint64", False, "The version that this event made."),
        Field("red_bill", "uint64", False, "The key of the red letter, a bill of its own."),
        Field("red_bill_version", "uint64", False, "The version of the red letter that this event made."),
        Field("range", "uint64", False, "The range that the red letter's number comes from."),
        Field("business_tag", "bytes32", False, ""),
        Field("settlement_tag", "bytes32", False, ""),
        Field("inner", "bytes32", False, ""),
        Field("reason", "uint8", False, "Why."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (
        ObjectReference("bill", "bill", "bill_version"),
        ObjectReference("bill", "red_bill", "red_bill_version"),
    )

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    red_bill: int
    red_bill_version: int
    range: int
    business_tag: bytes
    settlement_tag: bytes
    inner: bytes
    reason: int


EVENTS: tuple[type[Event], ...] = (
    DraftApprovalWithdrawn,
    DraftApproved,
    GrantIssued,
    GrantRevoked,
    SignatureCancelled,
    ClaimOpened,
    ReservationMade,
    ReservationReleased,
    SettlementMade,
    RangeGranted,
    RangeProposed,
    ContractClosed,
    ContractListed,
    OfficerAmended,
    OfficerAppointed,
    OfficerDismissed,
    OrganisationAdmitted,
    OrganisationKindsChanged,
    OrganisationReinstated,
    OrganisationSuspended,
    RecordBatchRegistered,
    RecordOpened,
    RecordRegistered,
    RecordShredded,
    RecordSuperseded,
    RecordWithdrawn,
    ResourceAmended,
    ResourceRegistered,
    ResourceRetired,
    TimestampAnchored,
    RequestAcknowledged,
    RequestFiled,
    RequestRejected,
    RequestServed,
    DecisionExecuted,
    BatchIssued,
    BillIssued,
    BillOpened,
    BillRedLettered,
)
"""Every event, by contract and name."""

BY_TOPIC: dict[bytes, type[Event]] = {event.TOPIC: event for event in EVENTS}
BY_NAME: dict[str, type[Event]] = {event.NAME: event for event in EVENTS}
