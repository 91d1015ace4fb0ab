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


class BillBooked(Event, frozen=True, gc=False):
    """A reimbursing unit, the acting organisation, booked a bill.

    Emitted by BillClaims.
    """

    CONTRACT: ClassVar[str] = "bill_claims"
    NAME: ClassVar[str] = "BillBooked"
    SIGNATURE: ClassVar[str] = (
        "BillBooked(uint64,address,uint64,uint8,uint64,uint64,(bytes32,bytes32,bytes32),uint8,uint32,uint8)"
    )
    TOPIC: ClassVar[bytes] = bytes.fromhex("565b7c84f115b44e9a2e18291bad766cbf314ba500c1d79de8567867db40772d")
    NOTICE: ClassVar[str] = "A reimbursing unit, the acting organisation, booked a bill."
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
        Field("entry_state", "uint8", False, "DEDUCTIBLE or NOT_DEDUCTIBLE."),
        Field("period", "uint32", False, "Year · 100 + month."),
        Field("entry_purpose", "uint8", False, "What for."),
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
    entry_state: int
    period: int
    entry_purpose: int


class BookingReversed(Event, frozen=True, gc=False):
    """A reimbursing unit reversed its booking of a bill.

    Emitted by BillClaims.
    """

    CONTRACT: ClassVar[str] = "bill_claims"
    NAME: ClassVar[str] = "BookingReversed"
    SIGNATURE: ClassVar[str] = "BookingReversed(uint64,address,uint64,uint8,uint64,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("47dd2a1f4551b23dd33f6a2eea13ce2d2bdfc815ee234f0b430dc95e2a082740")
    NOTICE: ClassVar[str] = "A reimbursing unit reversed its booking of a bill."
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
        Field("booking_unit", "uint64", False, "The unit: the acting organisation, or one that it is the heir of."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    booking_unit: int


class ClaimDeclined(Event, frozen=True, gc=False):
    """A payer, the acting organisation, left its turn to the payers of later classes.

    Emitted by BillClaims.
    """

    CONTRACT: ClassVar[str] = "bill_claims"
    NAME: ClassVar[str] = "ClaimDeclined"
    SIGNATURE: ClassVar[str] = "ClaimDeclined(uint64,address,uint64,uint8,uint64,uint8,uint40,uint32)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("e835ae016fc794f523c703ecda6664a45f4fc50e8ce5f8c7fc8c472c3057d5f0")
    NOTICE: ClassVar[str] = "A payer, the acting organisation, left its turn to the payers of later classes."
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
        Field("claim_purpose", "uint8", False, "What it is claimed for."),
        Field("consent_until", "uint40", False, "When the consent ends; zero: none was asked."),
        Field("consent_serial", "uint32", False, "The consent's serial; zero: none was asked."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    claim_purpose: int
    consent_until: int
    consent_serial: int


class ClaimOpened(Event, frozen=True, gc=False):
    """A bill was claimed for the first time; its claimable amount is known from now on.

    Emitted by BillClaims.
    """

    CONTRACT: ClassVar[str] = "bill_claims"
    NAME: ClassVar[str] = "ClaimOpened"
    SIGNATURE: ClassVar[str] = (
        "ClaimOpened(uint64,address,uint64,uint8,uint64,uint64,(bytes32,bytes32,bytes32),uint40,address)"
    )
    TOPIC: ClassVar[bytes] = bytes.fromhex("3d0f88ffd69bcb183084cd979891246aa95503cd2f9cdd8424130b0c4a4674f1")
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
        Field("claimable_fen", "uint40", False, "The most that all payers together may settle."),
        Field(
            "consent_key",
            "address",
            False,
            "Address of the bill's one-time key, by which its subject consents; zero: nobody is asked.",
        ),
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


class ConsentRevoked(Event, frozen=True, gc=False):
    """The subject of a bill revoked its consents to a payer.

    The actor only delivered the one-time key's signature.

    Emitted by BillClaims.
    """

    CONTRACT: ClassVar[str] = "bill_claims"
    NAME: ClassVar[str] = "ConsentRevoked"
    SIGNATURE: ClassVar[str] = "ConsentRevoked(address,address,uint64,uint8,uint64,uint64,uint32)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("f740b36605a54d02319a2b7f673bdd4751c665805d3fa07d835c00606408b0fe")
    NOTICE: ClassVar[str] = (
        "The subject of a bill revoked its consents to a payer. The actor only delivered the one-time key's signature."
    )
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("consent_key", "address", True, "Address of the bill's one-time key."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("consent_key_version", "uint64", False, "The version that this event made."),
        Field("payer", "uint64", False, "The payer."),
        Field("serial", "uint32", False, "The consents up to this serial are revoked."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (
        ObjectReference("consent_key", "consent_key", "consent_key_version"),
    )

    consent_key: bytes
    actor: bytes
    acting_organisation: int
    acting_role: int
    consent_key_version: int
    payer: int
    serial: int


class DirectSettlementMade(Event, frozen=True, gc=False):
    """A payer, the acting organisation, reserved an amount and settled it at once.

    The reservation's number is the version.

    Emitted by BillClaims.
    """

    CONTRACT: ClassVar[str] = "bill_claims"
    NAME: ClassVar[str] = "DirectSettlementMade"
    SIGNATURE: ClassVar[str] = (
        "DirectSettlementMade(uint64,address,uint64,uint8,uint64,uint40,bytes32,uint8,uint40,uint32)"
    )
    TOPIC: ClassVar[bytes] = bytes.fromhex("d9ef2d3c54f8684cda1bee38c8e632fd91b4a77d4600bfe23cf7c9fbacf9e24b")
    NOTICE: ClassVar[str] = (
        "A payer, the acting organisation, reserved an amount and settled it at once. The reservation's number is the "
        "version."
    )
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
        Field("amount_fen", "uint40", False, "The amount."),
        Field("claim_tag", "bytes32", False, "Tag of the payer's own claim reference."),
        Field("claim_purpose", "uint8", False, "What it is claimed for."),
        Field("consent_until", "uint40", False, "When the consent ends; zero: none was asked."),
        Field("consent_serial", "uint32", False, "The consent's serial; zero: none was asked."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    amount_fen: int
    claim_tag: bytes
    claim_purpose: int
    consent_until: int
    consent_serial: int


class ReservationMade(Event, frozen=True, gc=False):
    """A payer, the acting organisation, reserved an amount.

    The reservation's number is the version.

    Emitted by BillClaims.
    """

    CONTRACT: ClassVar[str] = "bill_claims"
    NAME: ClassVar[str] = "ReservationMade"
    SIGNATURE: ClassVar[str] = (
        "ReservationMade(uint64,address,uint64,uint8,uint64,uint40,bytes32,uint40,uint8,uint40,uint32)"
    )
    TOPIC: ClassVar[bytes] = bytes.fromhex("4c1ac0525edff56af00625f759bb1f50ba31a9fed27beae1d2ec6fbf1ad8a6a0")
    NOTICE: ClassVar[str] = (
        "A payer, the acting organisation, reserved an amount. The reservation's number is the version."
    )
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
        Field("amount_fen", "uint40", False, "The amount."),
        Field("claim_tag", "bytes32", False, "Tag of the payer's own claim reference."),
        Field("expires_at", "uint40", False, "When the reservation stops counting."),
        Field("claim_purpose", "uint8", False, "What it is claimed for."),
        Field("consent_until", "uint40", False, "When the consent ends; zero: none was asked."),
        Field("consent_serial", "uint32", False, "The consent's serial; zero: none was asked."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    amount_fen: int
    claim_tag: bytes
    expires_at: int
    claim_purpose: int
    consent_until: int
    consent_serial: int


class ReservationReleased(Event, frozen=True, gc=False):
    """A payer, the acting organisation, gave back what was left of its reservation.

    Emitted by BillClaims.
    """

    CONTRACT: ClassVar[str] = "bill_claims"
    NAME: ClassVar[str] = "ReservationReleased"
    SIGNATURE: ClassVar[str] = "ReservationReleased(uint64,address,uint64,uint8,uint64,uint32,uint40)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("b38c259454a4a84999ae657fd3c50528222cfc9c36af285eb554ef256421f33c")
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
        Field("reservation", "uint32", False, "The reservation's number within the bill."),
        Field("amount_fen", "uint40", False, "What was given back."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    reservation: int
    amount_fen: int


class ReservationRenewed(Event, frozen=True, gc=False):
    """A payer, the acting organisation, let its reservation live longer.

    Emitted by BillClaims.
    """

    CONTRACT: ClassVar[str] = "bill_claims"
    NAME: ClassVar[str] = "ReservationRenewed"
    SIGNATURE: ClassVar[str] = (
        "ReservationRenewed(uint64,address,uint64,uint8,uint64,uint32,uint40,uint8,uint40,uint32)"
    )
    TOPIC: ClassVar[bytes] = bytes.fromhex("ff9ede8ce8b154a151236751ada2082d598d48b6e25eb4cfa326077cd289c30e")
    NOTICE: ClassVar[str] = "A payer, the acting organisation, let its reservation live longer."
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
        Field("reservation", "uint32", False, "The reservation's number within the bill."),
        Field("expires_at", "uint40", False, "When the reservation stops counting."),
        Field("claim_purpose", "uint8", False, "What it is claimed for."),
        Field("consent_until", "uint40", False, "When the consent ends; zero: none was asked."),
        Field("consent_serial", "uint32", False, "The consent's serial; zero: none was asked."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    reservation: int
    expires_at: int
    claim_purpose: int
    consent_until: int
    consent_serial: int


class ReversalProposed(Event, frozen=True, gc=False):
    """A payer proposed to reverse a settlement; a second officer has to confirm it.

    Emitted by BillClaims.
    """

    CONTRACT: ClassVar[str] = "bill_claims"
    NAME: ClassVar[str] = "ReversalProposed"
    SIGNATURE: ClassVar[str] = "ReversalProposed(uint64,address,uint64,uint8,uint64,uint32,uint40,uint8)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("a816e8cdd59593bd6b827491c89b0810847401ee6c03d7497442db3d5e2b45c0")
    NOTICE: ClassVar[str] = "A payer proposed to reverse a settlement; a second officer has to confirm it."
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
        Field("reservation", "uint32", False, "The reservation's number within the bill."),
        Field("amount_fen", "uint40", False, "The amount."),
        Field("reason", "uint8", False, "Why."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    reservation: int
    amount_fen: int
    reason: int


class SettlementMade(Event, frozen=True, gc=False):
    """A payer, the acting organisation, settled a part or all of what it had reserved.

    Emitted by BillClaims.
    """

    CONTRACT: ClassVar[str] = "bill_claims"
    NAME: ClassVar[str] = "SettlementMade"
    SIGNATURE: ClassVar[str] = "SettlementMade(uint64,address,uint64,uint8,uint64,uint32,uint40)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("2bee90eeafb936b7ca9b5bd006cb7e1c2355913a702f38c8dfddd4677efe9f41")
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
        Field("reservation", "uint32", False, "The reservation's number within the bill."),
        Field("amount_fen", "uint40", False, "The amount."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    reservation: int
    amount_fen: int


class SettlementReversed(Event, frozen=True, gc=False):
    """A second officer of the payer confirmed: a settlement was reversed, and the amount can be claimed again.

    Emitted by BillClaims.
    """

    CONTRACT: ClassVar[str] = "bill_claims"
    NAME: ClassVar[str] = "SettlementReversed"
    SIGNATURE: ClassVar[str] = "SettlementReversed(uint64,address,uint64,uint8,uint64,uint32,uint40,uint8)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("b22e254fe6a068ecfecbb86fbeb4f0289af78264e9276a7b0144a48eea142d4c")
    NOTICE: ClassVar[str] = (
        "A second officer of the payer confirmed: a settlement was reversed, and the amount can be claimed again."
    )
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
        Field("reservation", "uint32", False, "The reservation's number within the bill."),
        Field("amount_fen", "uint40", False, "The amount."),
        Field("reason", "uint8", False, "Why."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    reservation: int
    amount_fen: int
    reason: int


class NumbersVoided(Event, frozen=True, gc=False):
    """The holder voided the next numbers of a range.

    Emitted by BillRanges.
    """

    CONTRACT: ClassVar[str] = "bill_ranges"
    NAME: ClassVar[str] = "NumbersVoided"
    SIGNATURE: ClassVar[str] = "NumbersVoided(uint64,address,uint64,uint8,uint64,uint40,uint32,uint8)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("6d148390a996d68bc91b319081a90ff263c78e1241b82c9e2c47410f13a51473")
    NOTICE: ClassVar[str] = "The holder voided the next numbers of a range."
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
        Field("first", "uint40", False, "The first number."),
        Field("count", "uint32", False, "How many numbers."),
        Field("reason", "uint8", False, "Why."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("range", "range", "range_version"),)

    range: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    range_version: int
    first: int
    count: int
    reason: int


class PayerClassified(Event, frozen=True, gc=False):
    """The finance department said of which class a payer is.

    Emitted by BillRanges.
    """

    CONTRACT: ClassVar[str] = "bill_ranges"
    NAME: ClassVar[str] = "PayerClassified"
    SIGNATURE: ClassVar[str] = "PayerClassified(uint32,address,uint64,uint8,uint64,uint64,uint8)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("48b05a5673b9b3f32aa1c2b202ed72190719649e39f5c147fcc11bc742bb94b7")
    NOTICE: ClassVar[str] = "The finance department said of which class a payer is."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("code", "uint32", True, "The bill code: 8 digits."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("code_version", "uint64", False, "The version that this event made."),
        Field("payer", "uint64", False, "The payer."),
        Field("payer_class", "uint8", False, "Its class."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("code", "code", "code_version"),)

    code: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    code_version: int
    payer: int
    payer_class: int


class PayerOrderSet(Event, frozen=True, gc=False):
    """The finance department set for which classes of payers the later ones wait.

    Emitted by BillRanges.
    """

    CONTRACT: ClassVar[str] = "bill_ranges"
    NAME: ClassVar[str] = "PayerOrderSet"
    SIGNATURE: ClassVar[str] = "PayerOrderSet(uint32,address,uint64,uint8,uint64,uint8)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("35283c7328f64563cb477c044286c54735669ec60793ec6e65e26db4ab116cb9")
    NOTICE: ClassVar[str] = "The finance department set for which classes of payers the later ones wait."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("code", "uint32", True, "The bill code: 8 digits."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("code_version", "uint64", False, "The version that this event made."),
        Field("turns", "uint8", False, "The classes that are waited for; empty: none."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("code", "code", "code_version"),)

    code: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    code_version: int
    turns: int


class RangeClosed(Event, frozen=True, gc=False):
    """A second finance officer agreed: nothing more is issued from the range.

    Emitted by BillRanges.
    """

    CONTRACT: ClassVar[str] = "bill_ranges"
    NAME: ClassVar[str] = "RangeClosed"
    SIGNATURE: ClassVar[str] = "RangeClosed(uint64,address,uint64,uint8,uint64,uint40,uint40)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("8d4b17a81f9511ebbc0c38e5473434936cbec8151bd233cec81280d8f9cf1f70")
    NOTICE: ClassVar[str] = "A second finance officer agreed: nothing more is issued from the range."
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
        Field("first", "uint40", False, "The first number that was left; one more than the last if none was."),
        Field("last", "uint40", False, "The range's last number."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("range", "range", "range_version"),)

    range: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    range_version: int
    first: int
    last: int


class RangeClosureProposed(Event, frozen=True, gc=False):
    """A finance officer proposed to close a range.

    Emitted by BillRanges.
    """

    CONTRACT: ClassVar[str] = "bill_ranges"
    NAME: ClassVar[str] = "RangeClosureProposed"
    SIGNATURE: ClassVar[str] = "RangeClosureProposed(uint64,address,uint64,uint8,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("04721331451f3c3a4a3806568bb671bde4fb4541e6e887472bd2e0894d6f6aff")
    NOTICE: ClassVar[str] = "A finance officer proposed to close a range."
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
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("range", "range", "range_version"),)

    range: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    range_version: int


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


class RangeReturned(Event, frozen=True, gc=False):
    """The holder gave back what was left of a range.

    Emitted by BillRanges.
    """

    CONTRACT: ClassVar[str] = "bill_ranges"
    NAME: ClassVar[str] = "RangeReturned"
    SIGNATURE: ClassVar[str] = "RangeReturned(uint64,address,uint64,uint8,uint64,uint40,uint40)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("b73f70fd74cbfea16557d1ecd44fa8c1c314f385ff4953a91a5bd26cde0d0609")
    NOTICE: ClassVar[str] = "The holder gave back what was left of a range."
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
        Field("first", "uint40", False, "The first number that was given back."),
        Field("last", "uint40", False, "The last number that was given back."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("range", "range", "range_version"),)

    range: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    range_version: int
    first: int
    last: int


class RangeSplit(Event, frozen=True, gc=False):
    """`RangeSplit` of BillRanges.

    The holder split a part off for one of its issuing points: a range of its own, of the same code and until the same
    time.

    Emitted by BillRanges.
    """

    CONTRACT: ClassVar[str] = "bill_ranges"
    NAME: ClassVar[str] = "RangeSplit"
    SIGNATURE: ClassVar[str] = "RangeSplit(uint64,address,uint64,uint8,uint64,uint64,uint64,uint16,uint40,uint40)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("235123a117ada9343746ec995577661967fe4e6e2327ed89779e14a29531dd95")
    NOTICE: ClassVar[str] = (
        "The holder split a part off for one of its issuing points: a range of its own, of the same code and until the "
        "same time."
    )
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
        Field("part_range", "uint64", False, "The part's id."),
        Field("part_range_version", "uint64", False, "The version of the part that this event made."),
        Field("unit", "uint16", False, "The issuing point that may issue from the part."),
        Field("first", "uint40", False, "The part's first number."),
        Field("last", "uint40", False, "The part's last number, which was the range's."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (
        ObjectReference("range", "range", "range_version"),
        ObjectReference("range", "part_range", "part_range_version"),
    )

    range: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    range_version: int
    part_range: int
    part_range_version: int
    unit: int
    first: int
    last: int


class RangeWrittenOff(Event, frozen=True, gc=False):
    """Every number of a range is accounted for.

    Emitted by BillRanges.
    """

    CONTRACT: ClassVar[str] = "bill_ranges"
    NAME: ClassVar[str] = "RangeWrittenOff"
    SIGNATURE: ClassVar[str] = "RangeWrittenOff(uint64,address,uint64,uint8,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("57be72adcdfa106a4158a7dd583f38ec86aee02e8c5b0f8e3e3803de82fe3de6")
    NOTICE: ClassVar[str] = "Every number of a range is accounted for."
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
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("range", "range", "range_version"),)

    range: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    range_version: int


class VoidConfirmed(Event, frozen=True, gc=False):
    """A second finance officer confirmed that numbers were voided.

    Emitted by BillRanges.
    """

    CONTRACT: ClassVar[str] = "bill_ranges"
    NAME: ClassVar[str] = "VoidConfirmed"
    SIGNATURE: ClassVar[str] = "VoidConfirmed(uint64,address,uint64,uint8,uint64,uint40)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("eddad6b0eae528164c427ce96d2af0e53cad322cd4051af3570972b00bdbf0ae")
    NOTICE: ClassVar[str] = "A second finance officer confirmed that numbers were voided."
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
        Field("first", "uint40", False, "The first of the numbers, by which they are known."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("range", "range", "range_version"),)

    range: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    range_version: int
    first: int


class VoidReviewed(Event, frozen=True, gc=False):
    """A finance officer agreed that numbers were voided; a second one has to confirm it.

    Emitted by BillRanges.
    """

    CONTRACT: ClassVar[str] = "bill_ranges"
    NAME: ClassVar[str] = "VoidReviewed"
    SIGNATURE: ClassVar[str] = "VoidReviewed(uint64,address,uint64,uint8,uint64,uint40)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("5ec4002ac1ac56155793faee19d9d63ce6d7d5f78602e48810b05aff61692e57")
    NOTICE: ClassVar[str] = "A finance officer agreed that numbers were voided; a second one has to confirm it."
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
        Field("first", "uint40", False, "The first of the numbers, by which they are known."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("range", "range", "range_version"),)

    range: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    range_version: int
    first: int


class AdministratorRuleSet(Event, frozen=True, gc=False):
    """An organisation set how many of its administrators an act of its own needs.

    Emitted by Consortium.
    """

    CONTRACT: ClassVar[str] = "consortium"
    NAME: ClassVar[str] = "AdministratorRuleSet"
    SIGNATURE: ClassVar[str] = "AdministratorRuleSet(uint64,address,uint64,uint8,uint64,uint8)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("1749983616a65bf9ef431ae721165dc7aaa21ab4ba8a91f1db96a0d96ff29a5b")
    NOTICE: ClassVar[str] = "An organisation set how many of its administrators an act of its own needs."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("administration", "uint64", True, "The id of the organisation whose administration this is."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("administration_version", "uint64", False, "The version that this event made."),
        Field("needed", "uint8", False, "1 or 2."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (
        ObjectReference("administration", "administration", "administration_version"),
    )

    administration: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    administration_version: int
    needed: int


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
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
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
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
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


class EndorsementGiven(Event, frozen=True, gc=False):
    """An administrator endorsed a call that another one of its organisation may make.

    Emitted by Consortium.
    """

    CONTRACT: ClassVar[str] = "consortium"
    NAME: ClassVar[str] = "EndorsementGiven"
    SIGNATURE: ClassVar[str] = "EndorsementGiven(uint64,address,uint64,uint8,uint64,uint40,bytes)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("42884d2db8e50d536a4d12f95e1be5199deb0848799b5ad9d2f8b83770f850a1")
    NOTICE: ClassVar[str] = "An administrator endorsed a call that another one of its organisation may make."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("endorsement", "uint64", True, "The endorsement's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("endorsement_version", "uint64", False, "The version that this event made."),
        Field("valid_until", "uint40", False, "When the endorsement ends."),
        Field(
            "call",
            "bytes",
            False,
            "Function selector and arguments, exactly as they are to be sent to this contract.",
        ),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (
        ObjectReference("endorsement", "endorsement", "endorsement_version"),
    )

    endorsement: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    endorsement_version: int
    valid_until: int
    call: bytes


class EndorsementUsed(Event, frozen=True, gc=False):
    """The call that was endorsed was made; the event before this one says what it did.

    Emitted by Consortium.
    """

    CONTRACT: ClassVar[str] = "consortium"
    NAME: ClassVar[str] = "EndorsementUsed"
    SIGNATURE: ClassVar[str] = "EndorsementUsed(uint64,address,uint64,uint8,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("ba24036b9509fb31475baaa0e1ef71f891021caed5c5211e09251a6b839e308c")
    NOTICE: ClassVar[str] = "The call that was endorsed was made; the event before this one says what it did."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("endorsement", "uint64", True, "The endorsement's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("endorsement_version", "uint64", False, "The version that this event made."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (
        ObjectReference("endorsement", "endorsement", "endorsement_version"),
    )

    endorsement: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    endorsement_version: int


class EndorsementWithdrawn(Event, frozen=True, gc=False):
    """An administrator took its endorsement back.

    Emitted by Consortium.
    """

    CONTRACT: ClassVar[str] = "consortium"
    NAME: ClassVar[str] = "EndorsementWithdrawn"
    SIGNATURE: ClassVar[str] = "EndorsementWithdrawn(uint64,address,uint64,uint8,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("75fd4547e53de81b261c393d102f6d20aeadf67496ecf50edf0dbaf7411c7169")
    NOTICE: ClassVar[str] = "An administrator took its endorsement back."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("endorsement", "uint64", True, "The endorsement's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("endorsement_version", "uint64", False, "The version that this event made."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (
        ObjectReference("endorsement", "endorsement", "endorsement_version"),
    )

    endorsement: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    endorsement_version: int


class FreezeSet(Event, frozen=True, gc=False):
    """An officer's key was frozen or thawed: it may do nothing until that time.

    Emitted by Consortium.
    """

    CONTRACT: ClassVar[str] = "consortium"
    NAME: ClassVar[str] = "FreezeSet"
    SIGNATURE: ClassVar[str] = "FreezeSet(uint64,address,uint64,uint8,uint64,address,uint40)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("8b8baa491e21d0e269a974d4052f7edb0494504cb96eb7a99fdb932e43d42af4")
    NOTICE: ClassVar[str] = "An officer's key was frozen or thawed: it may do nothing until that time."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("officer", "uint64", True, "The officer's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("officer_version", "uint64", False, "The version that this event made."),
        Field("account", "address", False, "The officer's account."),
        Field(
            "frozen_until",
            "uint40",
            False,
            "When the freeze ends unless it is confirmed; the largest time: until it is thawed; 0: it is thawed.",
        ),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("officer", "officer", "officer_version"),)

    officer: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    officer_version: int
    account: bytes
    frozen_until: int


class KeyRotated(Event, frozen=True, gc=False):
    """An officer got another account; the one before it stopped at once.

    Emitted by Consortium.
    """

    CONTRACT: ClassVar[str] = "consortium"
    NAME: ClassVar[str] = "KeyRotated"
    SIGNATURE: ClassVar[str] = "KeyRotated(uint64,address,uint64,uint8,uint64,address,address)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("bd0bd645fdeb43975d0e11e46ccd4843b5097fb640f536c897d40d30a2037731")
    NOTICE: ClassVar[str] = "An officer got another account; the one before it stopped at once."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("officer", "uint64", True, "The officer's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("officer_version", "uint64", False, "The version that this event made."),
        Field("account", "address", False, "The officer's account from now on."),
        Field("replaced_account", "address", False, "The account that stopped."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("officer", "officer", "officer_version"),)

    officer: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    officer_version: int
    account: bytes
    replaced_account: bytes


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
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
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
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
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
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
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
    SIGNATURE: ClassVar[str] = "OrganisationAdmitted(uint64,address,uint64,uint8,uint64,bytes18,uint16,bool)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("0b285b89e32f1791da124807d1fd4788357b483436d7656e5e36b48600b584dd")
    NOTICE: ClassVar[str] = "An organisation was admitted."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("organisation", "uint64", True, "The organisation's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("organisation_version", "uint64", False, "The version that this event made."),
        Field("public_code", "bytes18", False, "Its public code: 18 upper-case letters and digits."),
        Field("kinds", "uint16", False, "Its kinds: bit = number of the kind."),
        Field("voting", "bool", False, "Whether it votes."),
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
    voting: bool


class OrganisationAmended(Event, frozen=True, gc=False):
    """An organisation got other kinds, or became or ceased to be one that votes.

    Emitted by Consortium.
    """

    CONTRACT: ClassVar[str] = "consortium"
    NAME: ClassVar[str] = "OrganisationAmended"
    SIGNATURE: ClassVar[str] = "OrganisationAmended(uint64,address,uint64,uint8,uint64,uint16,bool)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("66632d1e2e65ccafd0ea2c125ba5690d2a295ec1bf38d4ac94b09be5c6a84be6")
    NOTICE: ClassVar[str] = "An organisation got other kinds, or became or ceased to be one that votes."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("organisation", "uint64", True, "The organisation's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("organisation_version", "uint64", False, "The version that this event made."),
        Field("kinds", "uint16", False, "Its kinds: bit = number of the kind."),
        Field("voting", "bool", False, "Whether it votes."),
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
    voting: bool


class OrganisationEnded(Event, frozen=True, gc=False):
    """`OrganisationEnded` of Consortium.

    An organisation ended: it merged into another one, or was dissolved, and another one looks after what it left.

    Emitted by Consortium.
    """

    CONTRACT: ClassVar[str] = "consortium"
    NAME: ClassVar[str] = "OrganisationEnded"
    SIGNATURE: ClassVar[str] = "OrganisationEnded(uint64,address,uint64,uint8,uint64,uint8,uint64,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("a1ed84e1f1120ba8b1117064e25513342664d4cec62295587c171be8c0984e91")
    NOTICE: ClassVar[str] = (
        "An organisation ended: it merged into another one, or was dissolved, and another one looks after what it left."
    )
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("organisation", "uint64", True, "The organisation's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("organisation_version", "uint64", False, "The version that this event made."),
        Field("status", "uint8", False, "MERGED or DISSOLVED."),
        Field("heir_organisation", "uint64", False, "The successor or custodian, who acts for it from now on."),
        Field("heir_organisation_version", "uint64", False, "The version that this event made of the heir."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (
        ObjectReference("organisation", "organisation", "organisation_version"),
        ObjectReference("organisation", "heir_organisation", "heir_organisation_version"),
    )

    organisation: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    organisation_version: int
    status: int
    heir_organisation: int
    heir_organisation_version: int


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
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
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
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
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


class PauseSet(Event, frozen=True, gc=False):
    """`PauseSet` of Consortium.

    A contract was paused, by the guardian or by decision, or goes on: while paused, it takes only acts that relieve.

    Emitted by Consortium.
    """

    CONTRACT: ClassVar[str] = "consortium"
    NAME: ClassVar[str] = "PauseSet"
    SIGNATURE: ClassVar[str] = "PauseSet(address,address,uint64,uint8,uint64,uint40)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("4b7c452258f290c7f9607643f0d88da64a6e411ee9771c5f7fdd0bae2dce1088")
    NOTICE: ClassVar[str] = (
        "A contract was paused, by the guardian or by decision, or goes on: while paused, it takes only acts that "
        "relieve."
    )
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("listing", "address", True, "The contract."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("listing_version", "uint64", False, "The version that this event made."),
        Field("paused_until", "uint40", False, "When the pause ends; 0: it is paused no more."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("listing", "listing", "listing_version"),)

    listing: bytes
    actor: bytes
    acting_organisation: int
    acting_role: int
    listing_version: int
    paused_until: int


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


class EmergencyAnswered(Event, frozen=True, gc=False):
    """The owner committed to what it answered in an emergency.

    Emitted by DataRequests.
    """

    CONTRACT: ClassVar[str] = "data_requests"
    NAME: ClassVar[str] = "EmergencyAnswered"
    SIGNATURE: ClassVar[str] = "EmergencyAnswered(uint64,address,uint64,uint8,uint64,bytes32)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("968aba695fe9b7ae17010d3cc1a9e9a091fff68fec805e6b3edbf5bacdae8e21")
    NOTICE: ClassVar[str] = "The owner committed to what it answered in an emergency."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("emergency", "uint64", True, "The emergency's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("emergency_version", "uint64", False, "The version that this event made."),
        Field("answer", "bytes32", False, "Salted commitment to what was answered."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("emergency", "emergency", "emergency_version"),)

    emergency: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    emergency_version: int
    answer: bytes


class EmergencyJustified(Event, frozen=True, gc=False):
    """The accessing organisation justified an emergency.

    Emitted by DataRequests.
    """

    CONTRACT: ClassVar[str] = "data_requests"
    NAME: ClassVar[str] = "EmergencyJustified"
    SIGNATURE: ClassVar[str] = "EmergencyJustified(uint64,address,uint64,uint8,uint64,bytes32,uint40)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("b259935d8e5408e0d83b5d744d2bf6ee2b402c063d31c65e624c89c77ab0fc12")
    NOTICE: ClassVar[str] = "The accessing organisation justified an emergency."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("emergency", "uint64", True, "The emergency's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("emergency_version", "uint64", False, "The version that this event made."),
        Field("statement", "bytes32", False, "Salted commitment to the justification."),
        Field("review_by", "uint40", False, "Until when an inspector is to review it."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("emergency", "emergency", "emergency_version"),)

    emergency: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    emergency_version: int
    statement: bytes
    review_by: int


class EmergencyReviewed(Event, frozen=True, gc=False):
    """An inspector reviewed an emergency.

    Emitted by DataRequests.
    """

    CONTRACT: ClassVar[str] = "data_requests"
    NAME: ClassVar[str] = "EmergencyReviewed"
    SIGNATURE: ClassVar[str] = "EmergencyReviewed(uint64,address,uint64,uint8,uint64,uint8)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("7bb729f43ae5bb624c14e27a1532aaba25954aa5830f9ce9bd6d147c3e6347e4")
    NOTICE: ClassVar[str] = "An inspector reviewed an emergency."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("emergency", "uint64", True, "The emergency's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("emergency_version", "uint64", False, "The version that this event made."),
        Field("outcome", "uint8", False, "What was found."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("emergency", "emergency", "emergency_version"),)

    emergency: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    emergency_version: int
    outcome: int


class GlassBroken(Event, frozen=True, gc=False):
    """`GlassBroken` of DataRequests.

    Data is accessed in an emergency, without a grant: this is the access receipt, and the notice to owner and
    inspector.

    Emitted by DataRequests.
    """

    CONTRACT: ClassVar[str] = "data_requests"
    NAME: ClassVar[str] = "GlassBroken"
    SIGNATURE: ClassVar[str] = (
        "GlassBroken(uint64,address,uint64,uint8,uint64,(uint64,uint64,uint32,uint64,uint8,uint256,uint16,bytes32,"
        "bytes32,uint32,uint32,uint8,bytes32),uint40)"
    )
    TOPIC: ClassVar[bytes] = bytes.fromhex("303f51aecb4217a3435a911515e09c596d4a1ba2d59b1ad49e0db6fd0b910de1")
    NOTICE: ClassVar[str] = (
        "Data is accessed in an emergency, without a grant: this is the access receipt, and the notice to owner and "
        "inspector."
    )
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("emergency", "uint64", True, "The emergency's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("emergency_version", "uint64", False, "The version that this event made."),
        Field("resource", "uint64", False, ""),
        Field("record", "uint64", False, ""),
        Field("index", "uint32", False, ""),
        Field("owner", "uint64", False, ""),
        Field("mode", "uint8", False, ""),
        Field("fields", "uint256", False, ""),
        Field("purpose", "uint16", False, ""),
        Field("legal_basis", "bytes32", False, ""),
        Field("case_tag", "bytes32", False, ""),
        Field("site", "uint32", False, ""),
        Field("system", "uint32", False, ""),
        Field("reason", "uint8", False, ""),
        Field("statement", "bytes32", False, ""),
        Field("justify_by", "uint40", False, "Until when the accessing organisation is to justify it."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("emergency", "emergency", "emergency_version"),)

    emergency: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    emergency_version: int
    resource: int
    record: int
    index: int
    owner: int
    mode: int
    fields: int
    purpose: int
    legal_basis: bytes
    case_tag: bytes
    site: int
    system: int
    reason: int
    statement: bytes
    justify_by: int


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


class RequestApproved(Event, frozen=True, gc=False):
    """The owner approved a request: it may be served, also in mode DETAIL.

    Emitted by DataRequests.
    """

    CONTRACT: ClassVar[str] = "data_requests"
    NAME: ClassVar[str] = "RequestApproved"
    SIGNATURE: ClassVar[str] = "RequestApproved(uint64,address,uint64,uint8,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("f52e26391bb80e65d992d8d6aad1d80b6122276ea211f8b0e81c60eb1103ae46")
    NOTICE: ClassVar[str] = "The owner approved a request: it may be served, also in mode DETAIL."
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


class RequestDisputed(Event, frozen=True, gc=False):
    """The grantee disputed what it received: the owner serves again, or the grantee acknowledges after all.

    Emitted by DataRequests.
    """

    CONTRACT: ClassVar[str] = "data_requests"
    NAME: ClassVar[str] = "RequestDisputed"
    SIGNATURE: ClassVar[str] = "RequestDisputed(uint64,address,uint64,uint8,uint64,uint8)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("f99d88f5bd7f4ff7a184f3404b2980132917089db7ccfa8f460ea099698d966d")
    NOTICE: ClassVar[str] = (
        "The grantee disputed what it received: the owner serves again, or the grantee acknowledges after all."
    )
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
        Field("reason", "uint8", False, "What is wrong."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("request", "request", "request_version"),)

    request: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    request_version: int
    reason: int


class RequestFiled(Event, frozen=True, gc=False):
    """A request was filed.

    Emitted by DataRequests.
    """

    CONTRACT: ClassVar[str] = "data_requests"
    NAME: ClassVar[str] = "RequestFiled"
    SIGNATURE: ClassVar[str] = (
        "RequestFiled(uint64,address,uint64,uint8,uint64,(uint64,uint64,uint64,uint32,uint64,uint64,uint8,uint256,"
        "uint16,bytes32,bytes32,uint32,uint32,uint40,uint32))"
    )
    TOPIC: ClassVar[bytes] = bytes.fromhex("3244db06794efcb65feb645a556e1a8ad35b68e566e8ff0954676ce4ffe9ddb9")
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
        Field("index", "uint32", False, ""),
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
    index: int
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


class RequestRevoked(Event, frozen=True, gc=False):
    """The side that filed a request took it back before it was served.

    Emitted by DataRequests.
    """

    CONTRACT: ClassVar[str] = "data_requests"
    NAME: ClassVar[str] = "RequestRevoked"
    SIGNATURE: ClassVar[str] = "RequestRevoked(uint64,address,uint64,uint8,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("4c3ac46cf697f17001ffd8a72d32abecb00b2cc1906f56aadd84b7634df85d86")
    NOTICE: ClassVar[str] = "The side that filed a request took it back before it was served."
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


class RequestSealed(Event, frozen=True, gc=False):
    """A request is kept from its subject's view until a date.

    Emitted by DataRequests.
    """

    CONTRACT: ClassVar[str] = "data_requests"
    NAME: ClassVar[str] = "RequestSealed"
    SIGNATURE: ClassVar[str] = "RequestSealed(uint64,address,uint64,uint8,uint64,uint40,bytes32)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("b4a3f1a4ffa3294043ede16c3195cfffae6fcfc0ac510b6cc9c85781bb1db937")
    NOTICE: ClassVar[str] = "A request is kept from its subject's view until a date."
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
        Field("disclose_at", "uint40", False, "Until when."),
        Field("legal_basis", "bytes32", False, "keccak256 of the text that allows it."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("request", "request", "request_version"),)

    request: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    request_version: int
    disclose_at: int
    legal_basis: bytes


class RequestServed(Event, frozen=True, gc=False):
    """The owner served a request: this is the access receipt.

    Emitted by DataRequests.
    """

    CONTRACT: ClassVar[str] = "data_requests"
    NAME: ClassVar[str] = "RequestServed"
    SIGNATURE: ClassVar[str] = (
        "RequestServed(uint64,address,uint64,uint8,uint64,(uint64,uint64,uint64,uint32,uint64,uint64,uint8,uint256,"
        "uint16,bytes32,bytes32,uint32,uint32,uint40,uint32),uint64,bytes32,uint32,uint40)"
    )
    TOPIC: ClassVar[bytes] = bytes.fromhex("9d95b69d1248171fbe77012b3c9485aa6d369b6a6ef05f7f6c69cc5a9293beb3")
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
        Field("index", "uint32", False, ""),
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
        Field(
            "rule_version",
            "uint32",
            False,
            "In mode EVALUATE the version of the rule that was run; zero in the other modes.",
        ),
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
    index: int
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
    rule_version: int
    acknowledge_by: int


class RequestUnsealed(Event, frozen=True, gc=False):
    """A request is kept from its subject's view no longer.

    Emitted by DataRequests.
    """

    CONTRACT: ClassVar[str] = "data_requests"
    NAME: ClassVar[str] = "RequestUnsealed"
    SIGNATURE: ClassVar[str] = "RequestUnsealed(uint64,address,uint64,uint8,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("82166e4dcaad619e1a8218bf49401e61211ffaf4d7a6496a1cbd294d37f1b6b1")
    NOTICE: ClassVar[str] = "A request is kept from its subject's view no longer."
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


class WindowClosed(Event, frozen=True, gc=False):
    """A window was closed.

    Emitted by DataRequests.
    """

    CONTRACT: ClassVar[str] = "data_requests"
    NAME: ClassVar[str] = "WindowClosed"
    SIGNATURE: ClassVar[str] = "WindowClosed(uint64,address,uint64,uint8,uint64,uint32,bytes32)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("48dbe736e8c26dbbdf7315d0140b1f2a9ac883f3c374c0b157b18cd8a283c8c3")
    NOTICE: ClassVar[str] = "A window was closed."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("window", "uint64", True, "The window's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("window_version", "uint64", False, "The version that this event made."),
        Field("count", "uint32", False, "How many accesses were made."),
        Field("root", "bytes32", False, "Root of the tree over them; zero if there were none."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("window", "window", "window_version"),)

    window: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    window_version: int
    count: int
    root: bytes


class WindowOpened(Event, frozen=True, gc=False):
    """A window for small accesses was opened, and all its uses counted.

    Emitted by DataRequests.
    """

    CONTRACT: ClassVar[str] = "data_requests"
    NAME: ClassVar[str] = "WindowOpened"
    SIGNATURE: ClassVar[str] = (
        "WindowOpened(uint64,address,uint64,uint8,uint64,(uint64,uint64,uint64,uint64,uint8,uint256,uint16,bytes32,"
        "uint32,uint32,uint32,uint40))"
    )
    TOPIC: ClassVar[bytes] = bytes.fromhex("3ff79144c24da7a5b54c57206b31c6af089a1871ea2e0c8eaebfb0b7260620ff")
    NOTICE: ClassVar[str] = "A window for small accesses was opened, and all its uses counted."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("window", "uint64", True, "The window's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder and for a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("window_version", "uint64", False, "The version that this event made."),
        Field("grant", "uint64", False, ""),
        Field("resource", "uint64", False, ""),
        Field("owner", "uint64", False, ""),
        Field("grantee", "uint64", False, ""),
        Field("mode", "uint8", False, ""),
        Field("fields", "uint256", False, ""),
        Field("purpose", "uint16", False, ""),
        Field("legal_basis", "bytes32", False, ""),
        Field("site", "uint32", False, ""),
        Field("system", "uint32", False, ""),
        Field("uses", "uint32", False, ""),
        Field("close_by", "uint40", False, ""),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("window", "window", "window_version"),)

    window: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    window_version: int
    grant: int
    resource: int
    owner: int
    grantee: int
    mode: int
    fields: int
    purpose: int
    legal_basis: bytes
    site: int
    system: int
    uses: int
    close_by: int


class DecisionExecuted(Event, frozen=True, gc=False):
    """A decision was executed: the founder's, or a proposal that has the votes, by anyone.

    Emitted by Decisions.
    """

    CONTRACT: ClassVar[str] = "decisions"
    NAME: ClassVar[str] = "DecisionExecuted"
    SIGNATURE: ClassVar[str] = "DecisionExecuted(uint64,address,uint64,uint8,uint64,address,bytes)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("3393031f754c94dc382f75819a9cf26233ad239a7ba2a57cf43a879d5b212c88")
    NOTICE: ClassVar[str] = "A decision was executed: the founder's, or a proposal that has the votes, by anyone."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("proposal", "uint64", True, "The decision's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
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


class GuardianAppointed(Event, frozen=True, gc=False):
    """An account became the guardian.

    Emitted by Decisions.
    """

    CONTRACT: ClassVar[str] = "decisions"
    NAME: ClassVar[str] = "GuardianAppointed"
    SIGNATURE: ClassVar[str] = "GuardianAppointed(address,address,uint64,uint8,uint64,address,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("098223b24dd1320d10b7dbe953975d0e989ebfe9e9e7692570545f28d58a946b")
    NOTICE: ClassVar[str] = "An account became the guardian."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("guardian", "address", True, "The account."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("guardian_version", "uint64", False, "The version that this event made."),
        Field("replaced_guardian", "address", False, "Who was it so far; zero: nobody."),
        Field(
            "replaced_guardian_version",
            "uint64",
            False,
            "The version that this event made of who was it so far; zero if there is nobody.",
        ),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (
        ObjectReference("guardian", "guardian", "guardian_version"),
        ObjectReference("guardian", "replaced_guardian", "replaced_guardian_version"),
    )

    guardian: bytes
    actor: bytes
    acting_organisation: int
    acting_role: int
    guardian_version: int
    replaced_guardian: bytes
    replaced_guardian_version: int


class GuardianFroze(Event, frozen=True, gc=False):
    """The guardian froze an officer's key.

    Emitted by Decisions.
    """

    CONTRACT: ClassVar[str] = "decisions"
    NAME: ClassVar[str] = "GuardianFroze"
    SIGNATURE: ClassVar[str] = "GuardianFroze(address,address,uint64,uint8,uint64,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("c97b4e56c4b3bfb2fa15573bf798fb07ca41dc4a34d2107ca919b21a5ccf11e5")
    NOTICE: ClassVar[str] = "The guardian froze an officer's key."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("guardian", "address", True, "The account."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("guardian_version", "uint64", False, "The version that this event made."),
        Field("officer", "uint64", False, "The officer."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("guardian", "guardian", "guardian_version"),)

    guardian: bytes
    actor: bytes
    acting_organisation: int
    acting_role: int
    guardian_version: int
    officer: int


class GuardianRemoved(Event, frozen=True, gc=False):
    """There is no guardian any more.

    Emitted by Decisions.
    """

    CONTRACT: ClassVar[str] = "decisions"
    NAME: ClassVar[str] = "GuardianRemoved"
    SIGNATURE: ClassVar[str] = "GuardianRemoved(address,address,uint64,uint8,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("8367e2d4286377b5a957356e71798beb43c1602d757ec257d9fea668055c633c")
    NOTICE: ClassVar[str] = "There is no guardian any more."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("guardian", "address", True, "The account."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("guardian_version", "uint64", False, "The version that this event made."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("guardian", "guardian", "guardian_version"),)

    guardian: bytes
    actor: bytes
    acting_organisation: int
    acting_role: int
    guardian_version: int


class GuardianStopped(Event, frozen=True, gc=False):
    """The guardian stopped a contract.

    Emitted by Decisions.
    """

    CONTRACT: ClassVar[str] = "decisions"
    NAME: ClassVar[str] = "GuardianStopped"
    SIGNATURE: ClassVar[str] = "GuardianStopped(address,address,uint64,uint8,uint64,address)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("064ff28c6e8bb17534b0b46778c3584dca7303ac2b644b0531e772b336d521b7")
    NOTICE: ClassVar[str] = "The guardian stopped a contract."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("guardian", "address", True, "The account."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("guardian_version", "uint64", False, "The version that this event made."),
        Field("account", "address", False, "The contract."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("guardian", "guardian", "guardian_version"),)

    guardian: bytes
    actor: bytes
    acting_organisation: int
    acting_role: int
    guardian_version: int
    account: bytes


class HandedOver(Event, frozen=True, gc=False):
    """The founder decides nothing any more.

    Emitted by Decisions.
    """

    CONTRACT: ClassVar[str] = "decisions"
    NAME: ClassVar[str] = "HandedOver"
    SIGNATURE: ClassVar[str] = "HandedOver(address,address,uint64,uint8,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("d17dfcf70b8f31d0d7ae0e5e6053fcfdb1a5734f96b0c03eb5f34ef4317f3f80")
    NOTICE: ClassVar[str] = "The founder decides nothing any more."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("founder", "address", True, "The founder's account."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("founder_version", "uint64", False, "The version that this event made."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("founder", "founder", "founder_version"),)

    founder: bytes
    actor: bytes
    acting_organisation: int
    acting_role: int
    founder_version: int


class PolicySet(Event, frozen=True, gc=False):
    """What decisions of a kind need was set.

    Emitted by Decisions.
    """

    CONTRACT: ClassVar[str] = "decisions"
    NAME: ClassVar[str] = "PolicySet"
    SIGNATURE: ClassVar[str] = "PolicySet(uint64,address,uint64,uint8,uint64,(uint16,uint40,uint40))"
    TOPIC: ClassVar[bytes] = bytes.fromhex("c71e5f6661103afd9ccd6f87be30d31d39a65f2b3e7410121b2d4b562f49dfa9")
    NOTICE: ClassVar[str] = "What decisions of a kind need was set."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("policy", "uint64", True, "The number of the kind of action."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("policy_version", "uint64", False, "The version that this event made."),
        Field("threshold", "uint16", False, ""),
        Field("delay", "uint40", False, ""),
        Field("lapse", "uint40", False, ""),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("policy", "policy", "policy_version"),)

    policy: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    policy_version: int
    threshold: int
    delay: int
    lapse: int


class ProposalCancelled(Event, frozen=True, gc=False):
    """A proposal was cancelled, by the organisation that proposed it or by the guardian.

    Emitted by Decisions.
    """

    CONTRACT: ClassVar[str] = "decisions"
    NAME: ClassVar[str] = "ProposalCancelled"
    SIGNATURE: ClassVar[str] = "ProposalCancelled(uint64,address,uint64,uint8,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("ae56c5b43d6c1b7b1d72aca20ffe785740fe4b4e3b39e7f0238ae6b0fc1d6446")
    NOTICE: ClassVar[str] = "A proposal was cancelled, by the organisation that proposed it or by the guardian."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("proposal", "uint64", True, "The proposal's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("proposal_version", "uint64", False, "The version that this event made."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("proposal", "proposal", "proposal_version"),)

    proposal: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    proposal_version: int


class ProposalMade(Event, frozen=True, gc=False):
    """A decision was proposed.

    The proposing organisation votes for it.

    Emitted by Decisions.
    """

    CONTRACT: ClassVar[str] = "decisions"
    NAME: ClassVar[str] = "ProposalMade"
    SIGNATURE: ClassVar[str] = "ProposalMade(uint64,address,uint64,uint8,uint64,uint8,uint64,uint40,address,bytes)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("d4d6b4f2ceb8ef80f388a29b1d9ace0d2563def52d2e83cfa15bafa6b4b6d320")
    NOTICE: ClassVar[str] = "A decision was proposed. The proposing organisation votes for it."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("proposal", "uint64", True, "The proposal's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("proposal_version", "uint64", False, "The version that this event made."),
        Field("kind", "uint8", False, "The kind of action, whose policy holds."),
        Field(
            "concerned",
            "uint64",
            False,
            "The organisation that a recovery is about, which is not counted; else zero.",
        ),
        Field("lapses_at", "uint40", False, "When the proposal lapses."),
        Field("target", "address", False, "The contract to be called."),
        Field("call", "bytes", False, "Function selector and arguments."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("proposal", "proposal", "proposal_version"),)

    proposal: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    proposal_version: int
    kind: int
    concerned: int
    lapses_at: int
    target: bytes
    call: bytes


class ProposalQueued(Event, frozen=True, gc=False):
    """The votes suffice: the delay began.

    Emitted by Decisions.
    """

    CONTRACT: ClassVar[str] = "decisions"
    NAME: ClassVar[str] = "ProposalQueued"
    SIGNATURE: ClassVar[str] = "ProposalQueued(uint64,address,uint64,uint8,uint64,uint40)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("b1e64516e8d150e0b646ed81b5990c930a3bdc616c325b68f105abb66a26c6dc")
    NOTICE: ClassVar[str] = "The votes suffice: the delay began."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("proposal", "uint64", True, "The proposal's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("proposal_version", "uint64", False, "The version that this event made."),
        Field("ready_at", "uint40", False, "When it is over."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("proposal", "proposal", "proposal_version"),)

    proposal: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    proposal_version: int
    ready_at: int


class VoteCast(Event, frozen=True, gc=False):
    """An organisation voted for a proposal.

    Emitted by Decisions.
    """

    CONTRACT: ClassVar[str] = "decisions"
    NAME: ClassVar[str] = "VoteCast"
    SIGNATURE: ClassVar[str] = "VoteCast(uint64,address,uint64,uint8,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("05405910a70a7c54ca3536fa75e342b1caddc29c2a1f90ec62b47e63a8479962")
    NOTICE: ClassVar[str] = "An organisation voted for a proposal."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("proposal", "uint64", True, "The proposal's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("proposal_version", "uint64", False, "The version that this event made."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("proposal", "proposal", "proposal_version"),)

    proposal: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    proposal_version: int


class VoteWithdrawn(Event, frozen=True, gc=False):
    """An organisation withdrew its vote.

    Emitted by Decisions.
    """

    CONTRACT: ClassVar[str] = "decisions"
    NAME: ClassVar[str] = "VoteWithdrawn"
    SIGNATURE: ClassVar[str] = "VoteWithdrawn(uint64,address,uint64,uint8,uint64,bool)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("4ae63ad195a25cb371ad1f429f2e1e647a8bc7bb53015444e1a0d822f7029da2")
    NOTICE: ClassVar[str] = "An organisation withdrew its vote."
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("proposal", "uint64", True, "The proposal's id."),
        Field("actor", "address", True, "The account that acted."),
        Field(
            "acting_organisation",
            "uint64",
            False,
            "The organisation it acted for; zero for the founder, the guardian and a decision.",
        ),
        Field("acting_role", "uint8", False, "The role it acted in."),
        Field("proposal_version", "uint64", False, "The version that this event made."),
        Field("unqueued", "bool", False, "Whether the votes no longer suffice and the delay is to begin anew."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("proposal", "proposal", "proposal_version"),)

    proposal: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    proposal_version: int
    unqueued: bool


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


class BillFrozen(Event, frozen=True, gc=False):
    """The finance department froze a bill.

    Emitted by MedicalBills.
    """

    CONTRACT: ClassVar[str] = "medical_bills"
    NAME: ClassVar[str] = "BillFrozen"
    SIGNATURE: ClassVar[str] = "BillFrozen(uint64,address,uint64,uint8,uint64,uint8)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("fa2e604808a08a1fa54448bc757c54468bffff0c7ce4e170b786e9bd4c7faa27")
    NOTICE: ClassVar[str] = "The finance department froze a bill."
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
        Field("reason", "uint8", False, "Why."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    reason: int


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


class BillShredded(Event, frozen=True, gc=False):
    """`BillShredded` of MedicalBills.

    The issuer says that the salts of a bill are destroyed: nothing of its document can be opened or proved any more.

    Emitted by MedicalBills.
    """

    CONTRACT: ClassVar[str] = "medical_bills"
    NAME: ClassVar[str] = "BillShredded"
    SIGNATURE: ClassVar[str] = "BillShredded(uint64,address,uint64,uint8,uint64,uint64,uint8)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("9ce38b9ec4ace612800fa86169e23950bf0f8493fa51d08ed463dd04ebeebc57")
    NOTICE: ClassVar[str] = (
        "The issuer says that the salts of a bill are destroyed: nothing of its document can be opened or proved any "
        "more."
    )
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
        Field("reason", "uint8", False, "Why."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    batch: int
    reason: int


class FreezeLifted(Event, frozen=True, gc=False):
    """The finance department lifted a freeze, which ends after a delay.

    Emitted by MedicalBills.
    """

    CONTRACT: ClassVar[str] = "medical_bills"
    NAME: ClassVar[str] = "FreezeLifted"
    SIGNATURE: ClassVar[str] = "FreezeLifted(uint64,address,uint64,uint8,uint64,uint40)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("f069c6a147e620e64254bbc8496ecf039f374f33f7db2feec593b579c90c2e36")
    NOTICE: ClassVar[str] = "The finance department lifted a freeze, which ends after a delay."
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
        Field("frozen_until", "uint40", False, "When the freeze ends."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    frozen_until: int


class PaperIssued(Event, frozen=True, gc=False):
    """A bill was exchanged for paper, or its paper for another one.

    Emitted by MedicalBills.
    """

    CONTRACT: ClassVar[str] = "medical_bills"
    NAME: ClassVar[str] = "PaperIssued"
    SIGNATURE: ClassVar[str] = "PaperIssued(uint64,address,uint64,uint8,uint64,uint64,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("08b2fd938d986c5f8ba5616ebe32d88819237af3e72a6502d7849a7770c57098")
    NOTICE: ClassVar[str] = "A bill was exchanged for paper, or its paper for another one."
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
        Field("paper", "uint64", False, "The paper that is its live form now, as code · 10^10 + number."),
        Field("replaced", "uint64", False, "The paper that is void from now on; zero: the bill was electronic."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    paper: int
    replaced: int


class PaperVoided(Event, frozen=True, gc=False):
    """The paper of a bill was voided: the bill is electronic again.

    Emitted by MedicalBills.
    """

    CONTRACT: ClassVar[str] = "medical_bills"
    NAME: ClassVar[str] = "PaperVoided"
    SIGNATURE: ClassVar[str] = "PaperVoided(uint64,address,uint64,uint8,uint64,uint64)"
    TOPIC: ClassVar[bytes] = bytes.fromhex("9a6f08bfa5cc41559d35b78b0c078d4ba91a12f5b94e9db9ac951338b6f54053")
    NOTICE: ClassVar[str] = "The paper of a bill was voided: the bill is electronic again."
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
        Field("paper", "uint64", False, "The paper that is void from now on."),
    )
    OBJECTS: ClassVar[tuple[ObjectReference, ...]] = (ObjectReference("bill", "bill", "bill_version"),)

    bill: int
    actor: bytes
    acting_organisation: int
    acting_role: int
    bill_version: int
    paper: int


EVENTS: tuple[type[Event], ...] = (
    DraftApprovalWithdrawn,
    DraftApproved,
    GrantIssued,
    GrantRevoked,
    SignatureCancelled,
    BillBooked,
    BookingReversed,
    ClaimDeclined,
    ClaimOpened,
    ConsentRevoked,
    DirectSettlementMade,
    ReservationMade,
    ReservationReleased,
    ReservationRenewed,
    ReversalProposed,
    SettlementMade,
    SettlementReversed,
    NumbersVoided,
    PayerClassified,
    PayerOrderSet,
    RangeClosed,
    RangeClosureProposed,
    RangeGranted,
    RangeProposed,
    RangeReturned,
    RangeSplit,
    RangeWrittenOff,
    VoidConfirmed,
    VoidReviewed,
    AdministratorRuleSet,
    ContractClosed,
    ContractListed,
    EndorsementGiven,
    EndorsementUsed,
    EndorsementWithdrawn,
    FreezeSet,
    KeyRotated,
    OfficerAmended,
    OfficerAppointed,
    OfficerDismissed,
    OrganisationAdmitted,
    OrganisationAmended,
    OrganisationEnded,
    OrganisationReinstated,
    OrganisationSuspended,
    PauseSet,
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
    EmergencyAnswered,
    EmergencyJustified,
    EmergencyReviewed,
    GlassBroken,
    RequestAcknowledged,
    RequestApproved,
    RequestDisputed,
    RequestFiled,
    RequestRejected,
    RequestRevoked,
    RequestSealed,
    RequestServed,
    RequestUnsealed,
    WindowClosed,
    WindowOpened,
    DecisionExecuted,
    GuardianAppointed,
    GuardianFroze,
    GuardianRemoved,
    GuardianStopped,
    HandedOver,
    PolicySet,
    ProposalCancelled,
    ProposalMade,
    ProposalQueued,
    VoteCast,
    VoteWithdrawn,
    BatchIssued,
    BillFrozen,
    BillIssued,
    BillOpened,
    BillRedLettered,
    BillShredded,
    FreezeLifted,
    PaperIssued,
    PaperVoided,
)
"""Every event, by contract and name."""

BY_TOPIC: dict[bytes, type[Event]] = {event.TOPIC: event for event in EVENTS}
BY_NAME: dict[str, type[Event]] = {event.NAME: event for event in EVENTS}
