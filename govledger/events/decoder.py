"""From a log to its event and back, strictly: a value has one encoding, and no other is accepted.

Generated from the contracts' ABIs and NatSpec by `govledger compile`; do not edit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from govledger.errors import MalformedData, MalformedLog, UnknownLog
from govledger.events.abi import codec, decode_tail, encode_topics, encode_values, malformed, read_boolean
from govledger.events.event import Event
from govledger.events.types import (
    BY_TOPIC,
    AdministratorRuleSet,
    BatchIssued,
    BillBooked,
    BillFrozen,
    BillIssued,
    BillOpened,
    BillRedLettered,
    BillShredded,
    BookingReversed,
    ClaimDeclined,
    ClaimOpened,
    ConsentRevoked,
    ContractClosed,
    ContractListed,
    DecisionExecuted,
    DirectSettlementMade,
    DraftApprovalWithdrawn,
    DraftApproved,
    EmergencyAnswered,
    EmergencyJustified,
    EmergencyReviewed,
    EndorsementGiven,
    EndorsementUsed,
    EndorsementWithdrawn,
    FreezeLifted,
    FreezeSet,
    GlassBroken,
    GrantIssued,
    GrantRevoked,
    GuardianAppointed,
    GuardianFroze,
    GuardianRemoved,
    GuardianStopped,
    HandedOver,
    KeyRotated,
    NumbersVoided,
    OfficerAmended,
    OfficerAppointed,
    OfficerDismissed,
    OrganisationAdmitted,
    OrganisationAmended,
    OrganisationEnded,
    OrganisationReinstated,
    OrganisationSuspended,
    PaperIssued,
    PaperVoided,
    PauseSet,
    PayerClassified,
    PayerOrderSet,
    PolicySet,
    ProposalCancelled,
    ProposalMade,
    ProposalQueued,
    RangeClosed,
    RangeClosureProposed,
    RangeGranted,
    RangeProposed,
    RangeReturned,
    RangeSplit,
    RangeWrittenOff,
    RecordBatchRegistered,
    RecordOpened,
    RecordRegistered,
    RecordShredded,
    RecordSuperseded,
    RecordWithdrawn,
    RequestAcknowledged,
    RequestApproved,
    RequestDisputed,
    RequestFiled,
    RequestRejected,
    RequestRevoked,
    RequestSealed,
    RequestServed,
    RequestUnsealed,
    ReservationMade,
    ReservationReleased,
    ReservationRenewed,
    ResourceAmended,
    ResourceRegistered,
    ResourceRetired,
    ReversalProposed,
    SettlementMade,
    SettlementReversed,
    SignatureCancelled,
    TimestampAnchored,
    VoidConfirmed,
    VoidReviewed,
    VoteCast,
    VoteWithdrawn,
    WindowClosed,
    WindowOpened,
)

Encoded = tuple[tuple[bytes, ...], bytes]
"""The topics and the data of a log."""

_ZEROS_12 = bytes(12)
_ZEROS_14 = bytes(14)


def decode(topics: Sequence[bytes], data: bytes) -> Event:
    """The event that a log holds.

    Args:
        topics: the log's topics, 32 bytes each.
        data: the log's data.

    Raises:
        UnknownLog: the first topic is that of no event.
        MalformedLog: the log is not the strict ABI encoding of its event.
    """
    if type(data) is not bytes:
        topics, data = [bytes(topic) for topic in topics], bytes(data)
    decoder = _DECODERS.get(topics[0]) if topics else None
    if decoder is None:
        first = f"topic 0x{topics[0].hex()}" if topics else "no topic"
        raise UnknownLog(f"a log with {first} is no event of govledger's contracts")
    try:
        return decoder(topics, data)
    except MalformedData as problem:
        raise MalformedLog(f"{BY_TOPIC[topics[0]].NAME}.{problem.what}", problem.rule) from None


def encode(event: Event) -> Encoded:
    """The topics and the data of the log that holds an event: the exact inverse of `decode`.

    Raises:
        MalformedData: a value is none that its field's type has.
    """
    encoder = _ENCODERS.get(type(event))
    if encoder is None:
        raise MalformedData(type(event).__name__, "is no event of govledger's contracts")
    try:
        return encoder(event)
    except MalformedData as problem:
        raise MalformedData(f"{event.NAME}.{problem.what}", problem.rule) from None


def _decode_draft_approval_withdrawn(topics: Sequence[bytes], data: bytes) -> DraftApprovalWithdrawn:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    draft = topics[1]
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    draft_version = int.from_bytes(data[64:96], "big")
    if draft_version >> 64:
        raise malformed("draft_version", "does not fit uint64")
    approver = int.from_bytes(data[96:128], "big")
    if approver >> 64:
        raise malformed("approver", "does not fit uint64")
    approvals = int.from_bytes(data[128:160], "big")
    if approvals >> 8:
        raise malformed("approvals", "does not fit uint8")
    return DraftApprovalWithdrawn(
        draft,
        actor,
        acting_organisation,
        acting_role,
        draft_version,
        approver,
        approvals,
    )


def _encode_draft_approval_withdrawn(event: DraftApprovalWithdrawn) -> Encoded:
    topics = encode_topics(
        DraftApprovalWithdrawn.TOPIC,
        ("draft", "bytes32", event.draft),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("draft_version", "uint64", event.draft_version),
        ("approver", "uint64", event.approver),
        ("approvals", "uint8", event.approvals),
    )
    return topics, data


def _decode_draft_approved(topics: Sequence[bytes], data: bytes) -> DraftApproved:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 544:
        raise malformed("log", "has another number or length of topics, or another length of data")
    draft = topics[1]
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    draft_version = int.from_bytes(data[64:96], "big")
    if draft_version >> 64:
        raise malformed("draft_version", "does not fit uint64")
    approver = int.from_bytes(data[96:128], "big")
    if approver >> 64:
        raise malformed("approver", "does not fit uint64")
    bound_version = int.from_bytes(data[128:160], "big")
    if bound_version >> 64:
        raise malformed("bound_version", "does not fit uint64")
    approvals = int.from_bytes(data[160:192], "big")
    if approvals >> 8:
        raise malformed("approvals", "does not fit uint8")
    resource = int.from_bytes(data[192:224], "big")
    if resource >> 64:
        raise malformed("resource", "does not fit uint64")
    grantee = int.from_bytes(data[224:256], "big")
    if grantee >> 64:
        raise malformed("grantee", "does not fit uint64")
    modes = int.from_bytes(data[256:288], "big")
    if modes >> 8:
        raise malformed("modes", "does not fit uint8")
    fields = int.from_bytes(data[288:320], "big")
    purpose = int.from_bytes(data[320:352], "big")
    if purpose >> 16:
        raise malformed("purpose", "does not fit uint16")
    legal_basis = data[352:384]
    valid_from = int.from_bytes(data[384:416], "big")
    if valid_from >> 40:
        raise malformed("valid_from", "does not fit uint40")
    valid_until = int.from_bytes(data[416:448], "big")
    if valid_until >> 40:
        raise malformed("valid_until", "does not fit uint40")
    max_uses = int.from_bytes(data[448:480], "big")
    if max_uses >> 32:
        raise malformed("max_uses", "does not fit uint32")
    delegation_depth = int.from_bytes(data[480:512], "big")
    if delegation_depth >> 8:
        raise malformed("delegation_depth", "does not fit uint8")
    parent = int.from_bytes(data[512:544], "big")
    if parent >> 64:
        raise malformed("parent", "does not fit uint64")
    return DraftApproved(
        draft,
        actor,
        acting_organisation,
        acting_role,
        draft_version,
        approver,
        bound_version,
        approvals,
        resource,
        grantee,
        modes,
        fields,
        purpose,
        legal_basis,
        valid_from,
        valid_until,
        max_uses,
        delegation_depth,
        parent,
    )


def _encode_draft_approved(event: DraftApproved) -> Encoded:
    topics = encode_topics(
        DraftApproved.TOPIC,
        ("draft", "bytes32", event.draft),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("draft_version", "uint64", event.draft_version),
        ("approver", "uint64", event.approver),
        ("bound_version", "uint64", event.bound_version),
        ("approvals", "uint8", event.approvals),
        (
            "terms",
            "(uint64,uint64,uint8,uint256,uint16,bytes32,uint40,uint40,uint32,uint8,uint64)",
            (
                event.resource,
                event.grantee,
                event.modes,
                event.fields,
                event.purpose,
                event.legal_basis,
                event.valid_from,
                event.valid_until,
                event.max_uses,
                event.delegation_depth,
                event.parent,
            ),
        ),
    )
    return topics, data


def _decode_grant_issued(topics: Sequence[bytes], data: bytes) -> GrantIssued:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 672:
        raise malformed("log", "has another number or length of topics, or another length of data")
    grant = int.from_bytes(topics[1], "big")
    if grant >> 64:
        raise malformed("grant", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    grant_version = int.from_bytes(data[64:96], "big")
    if grant_version >> 64:
        raise malformed("grant_version", "does not fit uint64")
    resource = int.from_bytes(data[96:128], "big")
    if resource >> 64:
        raise malformed("resource", "does not fit uint64")
    grantee = int.from_bytes(data[128:160], "big")
    if grantee >> 64:
        raise malformed("grantee", "does not fit uint64")
    modes = int.from_bytes(data[160:192], "big")
    if modes >> 8:
        raise malformed("modes", "does not fit uint8")
    fields = int.from_bytes(data[192:224], "big")
    purpose = int.from_bytes(data[224:256], "big")
    if purpose >> 16:
        raise malformed("purpose", "does not fit uint16")
    legal_basis = data[256:288]
    valid_from = int.from_bytes(data[288:320], "big")
    if valid_from >> 40:
        raise malformed("valid_from", "does not fit uint40")
    valid_until = int.from_bytes(data[320:352], "big")
    if valid_until >> 40:
        raise malformed("valid_until", "does not fit uint40")
    max_uses = int.from_bytes(data[352:384], "big")
    if max_uses >> 32:
        raise malformed("max_uses", "does not fit uint32")
    delegation_depth = int.from_bytes(data[384:416], "big")
    if delegation_depth >> 8:
        raise malformed("delegation_depth", "does not fit uint8")
    parent = int.from_bytes(data[416:448], "big")
    if parent >> 64:
        raise malformed("parent", "does not fit uint64")
    owner = int.from_bytes(data[448:480], "big")
    if owner >> 64:
        raise malformed("owner", "does not fit uint64")
    draft = data[480:512]
    draft_version = int.from_bytes(data[512:544], "big")
    if draft_version >> 64:
        raise malformed("draft_version", "does not fit uint64")
    if data[544:556] != _ZEROS_12:
        raise malformed("signer", "is an address with bytes before it")
    signer = data[556:576]
    nonce = int.from_bytes(data[576:608], "big")
    signature = data[608:640]
    signature_version = int.from_bytes(data[640:672], "big")
    if signature_version >> 64:
        raise malformed("signature_version", "does not fit uint64")
    return GrantIssued(
        grant,
        actor,
        acting_organisation,
        acting_role,
        grant_version,
        resource,
        grantee,
        modes,
        fields,
        purpose,
        legal_basis,
        valid_from,
        valid_until,
        max_uses,
        delegation_depth,
        parent,
        owner,
        draft,
        draft_version,
        signer,
        nonce,
        signature,
        signature_version,
    )


def _encode_grant_issued(event: GrantIssued) -> Encoded:
    topics = encode_topics(
        GrantIssued.TOPIC,
        ("grant", "uint64", event.grant),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("grant_version", "uint64", event.grant_version),
        (
            "terms",
            "(uint64,uint64,uint8,uint256,uint16,bytes32,uint40,uint40,uint32,uint8,uint64)",
            (
                event.resource,
                event.grantee,
                event.modes,
                event.fields,
                event.purpose,
                event.legal_basis,
                event.valid_from,
                event.valid_until,
                event.max_uses,
                event.delegation_depth,
                event.parent,
            ),
        ),
        (
            "origin",
            "(uint64,bytes32,uint64,address,uint256,bytes32,uint64)",
            (
                event.owner,
                event.draft,
                event.draft_version,
                event.signer,
                event.nonce,
                event.signature,
                event.signature_version,
            ),
        ),
    )
    return topics, data


def _decode_grant_revoked(topics: Sequence[bytes], data: bytes) -> GrantRevoked:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    grant = int.from_bytes(topics[1], "big")
    if grant >> 64:
        raise malformed("grant", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    grant_version = int.from_bytes(data[64:96], "big")
    if grant_version >> 64:
        raise malformed("grant_version", "does not fit uint64")
    reason = int.from_bytes(data[96:128], "big")
    if reason >> 8:
        raise malformed("reason", "does not fit uint8")
    return GrantRevoked(
        grant,
        actor,
        acting_organisation,
        acting_role,
        grant_version,
        reason,
    )


def _encode_grant_revoked(event: GrantRevoked) -> Encoded:
    topics = encode_topics(
        GrantRevoked.TOPIC,
        ("grant", "uint64", event.grant),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("grant_version", "uint64", event.grant_version),
        ("reason", "uint8", event.reason),
    )
    return topics, data


def _decode_signature_cancelled(topics: Sequence[bytes], data: bytes) -> SignatureCancelled:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    signature = topics[1]
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    signature_version = int.from_bytes(data[64:96], "big")
    if signature_version >> 64:
        raise malformed("signature_version", "does not fit uint64")
    nonce = int.from_bytes(data[96:128], "big")
    return SignatureCancelled(
        signature,
        actor,
        acting_organisation,
        acting_role,
        signature_version,
        nonce,
    )


def _encode_signature_cancelled(event: SignatureCancelled) -> Encoded:
    topics = encode_topics(
        SignatureCancelled.TOPIC,
        ("signature", "bytes32", event.signature),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("signature_version", "uint64", event.signature_version),
        ("nonce", "uint256", event.nonce),
    )
    return topics, data


def _decode_bill_booked(topics: Sequence[bytes], data: bytes) -> BillBooked:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 320:
        raise malformed("log", "has another number or length of topics, or another length of data")
    bill = int.from_bytes(topics[1], "big")
    if bill >> 64:
        raise malformed("bill", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    bill_version = int.from_bytes(data[64:96], "big")
    if bill_version >> 64:
        raise malformed("bill_version", "does not fit uint64")
    batch = int.from_bytes(data[96:128], "big")
    if batch >> 64:
        raise malformed("batch", "does not fit uint64")
    business_tag = data[128:160]
    settlement_tag = data[160:192]
    inner = data[192:224]
    entry_state = int.from_bytes(data[224:256], "big")
    if entry_state >> 8:
        raise malformed("entry_state", "does not fit uint8")
    period = int.from_bytes(data[256:288], "big")
    if period >> 32:
        raise malformed("period", "does not fit uint32")
    entry_purpose = int.from_bytes(data[288:320], "big")
    if entry_purpose >> 8:
        raise malformed("entry_purpose", "does not fit uint8")
    return BillBooked(
        bill,
        actor,
        acting_organisation,
        acting_role,
        bill_version,
        batch,
        business_tag,
        settlement_tag,
        inner,
        entry_state,
        period,
        entry_purpose,
    )


def _encode_bill_booked(event: BillBooked) -> Encoded:
    topics = encode_topics(
        BillBooked.TOPIC,
        ("bill", "uint64", event.bill),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("bill_version", "uint64", event.bill_version),
        ("batch", "uint64", event.batch),
        ("leaf", "(bytes32,bytes32,bytes32)", (event.business_tag, event.settlement_tag, event.inner)),
        ("entry_state", "uint8", event.entry_state),
        ("period", "uint32", event.period),
        ("entry_purpose", "uint8", event.entry_purpose),
    )
    return topics, data


def _decode_booking_reversed(topics: Sequence[bytes], data: bytes) -> BookingReversed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    bill = int.from_bytes(topics[1], "big")
    if bill >> 64:
        raise malformed("bill", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    bill_version = int.from_bytes(data[64:96], "big")
    if bill_version >> 64:
        raise malformed("bill_version", "does not fit uint64")
    booking_unit = int.from_bytes(data[96:128], "big")
    if booking_unit >> 64:
        raise malformed("booking_unit", "does not fit uint64")
    return BookingReversed(
        bill,
        actor,
        acting_organisation,
        acting_role,
        bill_version,
        booking_unit,
    )


def _encode_booking_reversed(event: BookingReversed) -> Encoded:
    topics = encode_topics(
        BookingReversed.TOPIC,
        ("bill", "uint64", event.bill),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("bill_version", "uint64", event.bill_version),
        ("booking_unit", "uint64", event.booking_unit),
    )
    return topics, data


def _decode_claim_declined(topics: Sequence[bytes], data: bytes) -> ClaimDeclined:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 192:
        raise malformed("log", "has another number or length of topics, or another length of data")
    bill = int.from_bytes(topics[1], "big")
    if bill >> 64:
        raise malformed("bill", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    bill_version = int.from_bytes(data[64:96], "big")
    if bill_version >> 64:
        raise malformed("bill_version", "does not fit uint64")
    claim_purpose = int.from_bytes(data[96:128], "big")
    if claim_purpose >> 8:
        raise malformed("claim_purpose", "does not fit uint8")
    consent_until = int.from_bytes(data[128:160], "big")
    if consent_until >> 40:
        raise malformed("consent_until", "does not fit uint40")
    consent_serial = int.from_bytes(data[160:192], "big")
    if consent_serial >> 32:
        raise malformed("consent_serial", "does not fit uint32")
    return ClaimDeclined(
        bill,
        actor,
        acting_organisation,
        acting_role,
        bill_version,
        claim_purpose,
        consent_until,
        consent_serial,
    )


def _encode_claim_declined(event: ClaimDeclined) -> Encoded:
    topics = encode_topics(
        ClaimDeclined.TOPIC,
        ("bill", "uint64", event.bill),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("bill_version", "uint64", event.bill_version),
        ("claim_purpose", "uint8", event.claim_purpose),
        ("consent_until", "uint40", event.consent_until),
        ("consent_serial", "uint32", event.consent_serial),
    )
    return topics, data


def _decode_claim_opened(topics: Sequence[bytes], data: bytes) -> ClaimOpened:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 288:
        raise malformed("log", "has another number or length of topics, or another length of data")
    bill = int.from_bytes(topics[1], "big")
    if bill >> 64:
        raise malformed("bill", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    bill_version = int.from_bytes(data[64:96], "big")
    if bill_version >> 64:
        raise malformed("bill_version", "does not fit uint64")
    batch = int.from_bytes(data[96:128], "big")
    if batch >> 64:
        raise malformed("batch", "does not fit uint64")
    business_tag = data[128:160]
    settlement_tag = data[160:192]
    inner = data[192:224]
    claimable_fen = int.from_bytes(data[224:256], "big")
    if claimable_fen >> 40:
        raise malformed("claimable_fen", "does not fit uint40")
    if data[256:268] != _ZEROS_12:
        raise malformed("consent_key", "is an address with bytes before it")
    consent_key = data[268:288]
    return ClaimOpened(
        bill,
        actor,
        acting_organisation,
        acting_role,
        bill_version,
        batch,
        business_tag,
        settlement_tag,
        inner,
        claimable_fen,
        consent_key,
    )


def _encode_claim_opened(event: ClaimOpened) -> Encoded:
    topics = encode_topics(
        ClaimOpened.TOPIC,
        ("bill", "uint64", event.bill),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("bill_version", "uint64", event.bill_version),
        ("batch", "uint64", event.batch),
        ("leaf", "(bytes32,bytes32,bytes32)", (event.business_tag, event.settlement_tag, event.inner)),
        ("claimable_fen", "uint40", event.claimable_fen),
        ("consent_key", "address", event.consent_key),
    )
    return topics, data


def _decode_consent_revoked(topics: Sequence[bytes], data: bytes) -> ConsentRevoked:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    if topics[1][0:12] != _ZEROS_12:
        raise malformed("consent_key", "is an address with bytes before it")
    consent_key = topics[1][12:32]
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    consent_key_version = int.from_bytes(data[64:96], "big")
    if consent_key_version >> 64:
        raise malformed("consent_key_version", "does not fit uint64")
    payer = int.from_bytes(data[96:128], "big")
    if payer >> 64:
        raise malformed("payer", "does not fit uint64")
    serial = int.from_bytes(data[128:160], "big")
    if serial >> 32:
        raise malformed("serial", "does not fit uint32")
    return ConsentRevoked(
        consent_key,
        actor,
        acting_organisation,
        acting_role,
        consent_key_version,
        payer,
        serial,
    )


def _encode_consent_revoked(event: ConsentRevoked) -> Encoded:
    topics = encode_topics(
        ConsentRevoked.TOPIC,
        ("consent_key", "address", event.consent_key),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("consent_key_version", "uint64", event.consent_key_version),
        ("payer", "uint64", event.payer),
        ("serial", "uint32", event.serial),
    )
    return topics, data


def _decode_direct_settlement_made(topics: Sequence[bytes], data: bytes) -> DirectSettlementMade:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 256:
        raise malformed("log", "has another number or length of topics, or another length of data")
    bill = int.from_bytes(topics[1], "big")
    if bill >> 64:
        raise malformed("bill", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    bill_version = int.from_bytes(data[64:96], "big")
    if bill_version >> 64:
        raise malformed("bill_version", "does not fit uint64")
    amount_fen = int.from_bytes(data[96:128], "big")
    if amount_fen >> 40:
        raise malformed("amount_fen", "does not fit uint40")
    claim_tag = data[128:160]
    claim_purpose = int.from_bytes(data[160:192], "big")
    if claim_purpose >> 8:
        raise malformed("claim_purpose", "does not fit uint8")
    consent_until = int.from_bytes(data[192:224], "big")
    if consent_until >> 40:
        raise malformed("consent_until", "does not fit uint40")
    consent_serial = int.from_bytes(data[224:256], "big")
    if consent_serial >> 32:
        raise malformed("consent_serial", "does not fit uint32")
    return DirectSettlementMade(
        bill,
        actor,
        acting_organisation,
        acting_role,
        bill_version,
        amount_fen,
        claim_tag,
        claim_purpose,
        consent_until,
        consent_serial,
    )


def _encode_direct_settlement_made(event: DirectSettlementMade) -> Encoded:
    topics = encode_topics(
        DirectSettlementMade.TOPIC,
        ("bill", "uint64", event.bill),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("bill_version", "uint64", event.bill_version),
        ("amount_fen", "uint40", event.amount_fen),
        ("claim_tag", "bytes32", event.claim_tag),
        ("claim_purpose", "uint8", event.claim_purpose),
        ("consent_until", "uint40", event.consent_until),
        ("consent_serial", "uint32", event.consent_serial),
    )
    return topics, data


def _decode_reservation_made(topics: Sequence[bytes], data: bytes) -> ReservationMade:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 288:
        raise malformed("log", "has another number or length of topics, or another length of data")
    bill = int.from_bytes(topics[1], "big")
    if bill >> 64:
        raise malformed("bill", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    bill_version = int.from_bytes(data[64:96], "big")
    if bill_version >> 64:
        raise malformed("bill_version", "does not fit uint64")
    amount_fen = int.from_bytes(data[96:128], "big")
    if amount_fen >> 40:
        raise malformed("amount_fen", "does not fit uint40")
    claim_tag = data[128:160]
    expires_at = int.from_bytes(data[160:192], "big")
    if expires_at >> 40:
        raise malformed("expires_at", "does not fit uint40")
    claim_purpose = int.from_bytes(data[192:224], "big")
    if claim_purpose >> 8:
        raise malformed("claim_purpose", "does not fit uint8")
    consent_until = int.from_bytes(data[224:256], "big")
    if consent_until >> 40:
        raise malformed("consent_until", "does not fit uint40")
    consent_serial = int.from_bytes(data[256:288], "big")
    if consent_serial >> 32:
        raise malformed("consent_serial", "does not fit uint32")
    return ReservationMade(
        bill,
        actor,
        acting_organisation,
        acting_role,
        bill_version,
        amount_fen,
        claim_tag,
        expires_at,
        claim_purpose,
        consent_until,
        consent_serial,
    )


def _encode_reservation_made(event: ReservationMade) -> Encoded:
    topics = encode_topics(
        ReservationMade.TOPIC,
        ("bill", "uint64", event.bill),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("bill_version", "uint64", event.bill_version),
        ("amount_fen", "uint40", event.amount_fen),
        ("claim_tag", "bytes32", event.claim_tag),
        ("expires_at", "uint40", event.expires_at),
        ("claim_purpose", "uint8", event.claim_purpose),
        ("consent_until", "uint40", event.consent_until),
        ("consent_serial", "uint32", event.consent_serial),
    )
    return topics, data


def _decode_reservation_released(topics: Sequence[bytes], data: bytes) -> ReservationReleased:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    bill = int.from_bytes(topics[1], "big")
    if bill >> 64:
        raise malformed("bill", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    bill_version = int.from_bytes(data[64:96], "big")
    if bill_version >> 64:
        raise malformed("bill_version", "does not fit uint64")
    reservation = int.from_bytes(data[96:128], "big")
    if reservation >> 32:
        raise malformed("reservation", "does not fit uint32")
    amount_fen = int.from_bytes(data[128:160], "big")
    if amount_fen >> 40:
        raise malformed("amount_fen", "does not fit uint40")
    return ReservationReleased(
        bill,
        actor,
        acting_organisation,
        acting_role,
        bill_version,
        reservation,
        amount_fen,
    )


def _encode_reservation_released(event: ReservationReleased) -> Encoded:
    topics = encode_topics(
        ReservationReleased.TOPIC,
        ("bill", "uint64", event.bill),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("bill_version", "uint64", event.bill_version),
        ("reservation", "uint32", event.reservation),
        ("amount_fen", "uint40", event.amount_fen),
    )
    return topics, data


def _decode_reservation_renewed(topics: Sequence[bytes], data: bytes) -> ReservationRenewed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 256:
        raise malformed("log", "has another number or length of topics, or another length of data")
    bill = int.from_bytes(topics[1], "big")
    if bill >> 64:
        raise malformed("bill", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    bill_version = int.from_bytes(data[64:96], "big")
    if bill_version >> 64:
        raise malformed("bill_version", "does not fit uint64")
    reservation = int.from_bytes(data[96:128], "big")
    if reservation >> 32:
        raise malformed("reservation", "does not fit uint32")
    expires_at = int.from_bytes(data[128:160], "big")
    if expires_at >> 40:
        raise malformed("expires_at", "does not fit uint40")
    claim_purpose = int.from_bytes(data[160:192], "big")
    if claim_purpose >> 8:
        raise malformed("claim_purpose", "does not fit uint8")
    consent_until = int.from_bytes(data[192:224], "big")
    if consent_until >> 40:
        raise malformed("consent_until", "does not fit uint40")
    consent_serial = int.from_bytes(data[224:256], "big")
    if consent_serial >> 32:
        raise malformed("consent_serial", "does not fit uint32")
    return ReservationRenewed(
        bill,
        actor,
        acting_organisation,
        acting_role,
        bill_version,
        reservation,
        expires_at,
        claim_purpose,
        consent_until,
        consent_serial,
    )


def _encode_reservation_renewed(event: ReservationRenewed) -> Encoded:
    topics = encode_topics(
        ReservationRenewed.TOPIC,
        ("bill", "uint64", event.bill),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("bill_version", "uint64", event.bill_version),
        ("reservation", "uint32", event.reservation),
        ("expires_at", "uint40", event.expires_at),
        ("claim_purpose", "uint8", event.claim_purpose),
        ("consent_until", "uint40", event.consent_until),
        ("consent_serial", "uint32", event.consent_serial),
    )
    return topics, data


def _decode_reversal_proposed(topics: Sequence[bytes], data: bytes) -> ReversalProposed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 192:
        raise malformed("log", "has another number or length of topics, or another length of data")
    bill = int.from_bytes(topics[1], "big")
    if bill >> 64:
        raise malformed("bill", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    bill_version = int.from_bytes(data[64:96], "big")
    if bill_version >> 64:
        raise malformed("bill_version", "does not fit uint64")
    reservation = int.from_bytes(data[96:128], "big")
    if reservation >> 32:
        raise malformed("reservation", "does not fit uint32")
    amount_fen = int.from_bytes(data[128:160], "big")
    if amount_fen >> 40:
        raise malformed("amount_fen", "does not fit uint40")
    reason = int.from_bytes(data[160:192], "big")
    if reason >> 8:
        raise malformed("reason", "does not fit uint8")
    return ReversalProposed(
        bill,
        actor,
        acting_organisation,
        acting_role,
        bill_version,
        reservation,
        amount_fen,
        reason,
    )


def _encode_reversal_proposed(event: ReversalProposed) -> Encoded:
    topics = encode_topics(
        ReversalProposed.TOPIC,
        ("bill", "uint64", event.bill),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("bill_version", "uint64", event.bill_version),
        ("reservation", "uint32", event.reservation),
        ("amount_fen", "uint40", event.amount_fen),
        ("reason", "uint8", event.reason),
    )
    return topics, data


def _decode_settlement_made(topics: Sequence[bytes], data: bytes) -> SettlementMade:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    bill = int.from_bytes(topics[1], "big")
    if bill >> 64:
        raise malformed("bill", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    bill_version = int.from_bytes(data[64:96], "big")
    if bill_version >> 64:
        raise malformed("bill_version", "does not fit uint64")
    reservation = int.from_bytes(data[96:128], "big")
    if reservation >> 32:
        raise malformed("reservation", "does not fit uint32")
    amount_fen = int.from_bytes(data[128:160], "big")
    if amount_fen >> 40:
        raise malformed("amount_fen", "does not fit uint40")
    return SettlementMade(
        bill,
        actor,
        acting_organisation,
        acting_role,
        bill_version,
        reservation,
        amount_fen,
    )


def _encode_settlement_made(event: SettlementMade) -> Encoded:
    topics = encode_topics(
        SettlementMade.TOPIC,
        ("bill", "uint64", event.bill),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("bill_version", "uint64", event.bill_version),
        ("reservation", "uint32", event.reservation),
        ("amount_fen", "uint40", event.amount_fen),
    )
    return topics, data


def _decode_settlement_reversed(topics: Sequence[bytes], data: bytes) -> SettlementReversed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 192:
        raise malformed("log", "has another number or length of topics, or another length of data")
    bill = int.from_bytes(topics[1], "big")
    if bill >> 64:
        raise malformed("bill", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    bill_version = int.from_bytes(data[64:96], "big")
    if bill_version >> 64:
        raise malformed("bill_version", "does not fit uint64")
    reservation = int.from_bytes(data[96:128], "big")
    if reservation >> 32:
        raise malformed("reservation", "does not fit uint32")
    amount_fen = int.from_bytes(data[128:160], "big")
    if amount_fen >> 40:
        raise malformed("amount_fen", "does not fit uint40")
    reason = int.from_bytes(data[160:192], "big")
    if reason >> 8:
        raise malformed("reason", "does not fit uint8")
    return SettlementReversed(
        bill,
        actor,
        acting_organisation,
        acting_role,
        bill_version,
        reservation,
        amount_fen,
        reason,
    )


def _encode_settlement_reversed(event: SettlementReversed) -> Encoded:
    topics = encode_topics(
        SettlementReversed.TOPIC,
        ("bill", "uint64", event.bill),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("bill_version", "uint64", event.bill_version),
        ("reservation", "uint32", event.reservation),
        ("amount_fen", "uint40", event.amount_fen),
        ("reason", "uint8", event.reason),
    )
    return topics, data


def _decode_numbers_voided(topics: Sequence[bytes], data: bytes) -> NumbersVoided:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 192:
        raise malformed("log", "has another number or length of topics, or another length of data")
    range = int.from_bytes(topics[1], "big")
    if range >> 64:
        raise malformed("range", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    range_version = int.from_bytes(data[64:96], "big")
    if range_version >> 64:
        raise malformed("range_version", "does not fit uint64")
    first = int.from_bytes(data[96:128], "big")
    if first >> 40:
        raise malformed("first", "does not fit uint40")
    count = int.from_bytes(data[128:160], "big")
    if count >> 32:
        raise malformed("count", "does not fit uint32")
    reason = int.from_bytes(data[160:192], "big")
    if reason >> 8:
        raise malformed("reason", "does not fit uint8")
    return NumbersVoided(
        range,
        actor,
        acting_organisation,
        acting_role,
        range_version,
        first,
        count,
        reason,
    )


def _encode_numbers_voided(event: NumbersVoided) -> Encoded:
    topics = encode_topics(
        NumbersVoided.TOPIC,
        ("range", "uint64", event.range),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("range_version", "uint64", event.range_version),
        ("first", "uint40", event.first),
        ("count", "uint32", event.count),
        ("reason", "uint8", event.reason),
    )
    return topics, data


def _decode_payer_classified(topics: Sequence[bytes], data: bytes) -> PayerClassified:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    code = int.from_bytes(topics[1], "big")
    if code >> 32:
        raise malformed("code", "does not fit uint32")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    code_version = int.from_bytes(data[64:96], "big")
    if code_version >> 64:
        raise malformed("code_version", "does not fit uint64")
    payer = int.from_bytes(data[96:128], "big")
    if payer >> 64:
        raise malformed("payer", "does not fit uint64")
    payer_class = int.from_bytes(data[128:160], "big")
    if payer_class >> 8:
        raise malformed("payer_class", "does not fit uint8")
    return PayerClassified(
        code,
        actor,
        acting_organisation,
        acting_role,
        code_version,
        payer,
        payer_class,
    )


def _encode_payer_classified(event: PayerClassified) -> Encoded:
    topics = encode_topics(
        PayerClassified.TOPIC,
        ("code", "uint32", event.code),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("code_version", "uint64", event.code_version),
        ("payer", "uint64", event.payer),
        ("payer_class", "uint8", event.payer_class),
    )
    return topics, data


def _decode_payer_order_set(topics: Sequence[bytes], data: bytes) -> PayerOrderSet:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    code = int.from_bytes(topics[1], "big")
    if code >> 32:
        raise malformed("code", "does not fit uint32")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    code_version = int.from_bytes(data[64:96], "big")
    if code_version >> 64:
        raise malformed("code_version", "does not fit uint64")
    turns = int.from_bytes(data[96:128], "big")
    if turns >> 8:
        raise malformed("turns", "does not fit uint8")
    return PayerOrderSet(
        code,
        actor,
        acting_organisation,
        acting_role,
        code_version,
        turns,
    )


def _encode_payer_order_set(event: PayerOrderSet) -> Encoded:
    topics = encode_topics(
        PayerOrderSet.TOPIC,
        ("code", "uint32", event.code),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("code_version", "uint64", event.code_version),
        ("turns", "uint8", event.turns),
    )
    return topics, data


def _decode_range_closed(topics: Sequence[bytes], data: bytes) -> RangeClosed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    range = int.from_bytes(topics[1], "big")
    if range >> 64:
        raise malformed("range", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    range_version = int.from_bytes(data[64:96], "big")
    if range_version >> 64:
        raise malformed("range_version", "does not fit uint64")
    first = int.from_bytes(data[96:128], "big")
    if first >> 40:
        raise malformed("first", "does not fit uint40")
    last = int.from_bytes(data[128:160], "big")
    if last >> 40:
        raise malformed("last", "does not fit uint40")
    return RangeClosed(
        range,
        actor,
        acting_organisation,
        acting_role,
        range_version,
        first,
        last,
    )


def _encode_range_closed(event: RangeClosed) -> Encoded:
    topics = encode_topics(
        RangeClosed.TOPIC,
        ("range", "uint64", event.range),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("range_version", "uint64", event.range_version),
        ("first", "uint40", event.first),
        ("last", "uint40", event.last),
    )
    return topics, data


def _decode_range_closure_proposed(topics: Sequence[bytes], data: bytes) -> RangeClosureProposed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 96:
        raise malformed("log", "has another number or length of topics, or another length of data")
    range = int.from_bytes(topics[1], "big")
    if range >> 64:
        raise malformed("range", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    range_version = int.from_bytes(data[64:96], "big")
    if range_version >> 64:
        raise malformed("range_version", "does not fit uint64")
    return RangeClosureProposed(
        range,
        actor,
        acting_organisation,
        acting_role,
        range_version,
    )


def _encode_range_closure_proposed(event: RangeClosureProposed) -> Encoded:
    topics = encode_topics(
        RangeClosureProposed.TOPIC,
        ("range", "uint64", event.range),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("range_version", "uint64", event.range_version),
    )
    return topics, data


def _decode_range_granted(topics: Sequence[bytes], data: bytes) -> RangeGranted:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 256:
        raise malformed("log", "has another number or length of topics, or another length of data")
    range = int.from_bytes(topics[1], "big")
    if range >> 64:
        raise malformed("range", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    range_version = int.from_bytes(data[64:96], "big")
    if range_version >> 64:
        raise malformed("range_version", "does not fit uint64")
    code = int.from_bytes(data[96:128], "big")
    if code >> 32:
        raise malformed("code", "does not fit uint32")
    holder = int.from_bytes(data[128:160], "big")
    if holder >> 64:
        raise malformed("holder", "does not fit uint64")
    first = int.from_bytes(data[160:192], "big")
    if first >> 40:
        raise malformed("first", "does not fit uint40")
    last = int.from_bytes(data[192:224], "big")
    if last >> 40:
        raise malformed("last", "does not fit uint40")
    valid_until = int.from_bytes(data[224:256], "big")
    if valid_until >> 40:
        raise malformed("valid_until", "does not fit uint40")
    return RangeGranted(
        range,
        actor,
        acting_organisation,
        acting_role,
        range_version,
        code,
        holder,
        first,
        last,
        valid_until,
    )


def _encode_range_granted(event: RangeGranted) -> Encoded:
    topics = encode_topics(
        RangeGranted.TOPIC,
        ("range", "uint64", event.range),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("range_version", "uint64", event.range_version),
        ("code", "uint32", event.code),
        ("holder", "uint64", event.holder),
        ("first", "uint40", event.first),
        ("last", "uint40", event.last),
        ("valid_until", "uint40", event.valid_until),
    )
    return topics, data


def _decode_range_proposed(topics: Sequence[bytes], data: bytes) -> RangeProposed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 224:
        raise malformed("log", "has another number or length of topics, or another length of data")
    range = int.from_bytes(topics[1], "big")
    if range >> 64:
        raise malformed("range", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    range_version = int.from_bytes(data[64:96], "big")
    if range_version >> 64:
        raise malformed("range_version", "does not fit uint64")
    code = int.from_bytes(data[96:128], "big")
    if code >> 32:
        raise malformed("code", "does not fit uint32")
    holder = int.from_bytes(data[128:160], "big")
    if holder >> 64:
        raise malformed("holder", "does not fit uint64")
    count = int.from_bytes(data[160:192], "big")
    if count >> 32:
        raise malformed("count", "does not fit uint32")
    valid_until = int.from_bytes(data[192:224], "big")
    if valid_until >> 40:
        raise malformed("valid_until", "does not fit uint40")
    return RangeProposed(
        range,
        actor,
        acting_organisation,
        acting_role,
        range_version,
        code,
        holder,
        count,
        valid_until,
    )


def _encode_range_proposed(event: RangeProposed) -> Encoded:
    topics = encode_topics(
        RangeProposed.TOPIC,
        ("range", "uint64", event.range),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("range_version", "uint64", event.range_version),
        ("code", "uint32", event.code),
        ("holder", "uint64", event.holder),
        ("count", "uint32", event.count),
        ("valid_until", "uint40", event.valid_until),
    )
    return topics, data


def _decode_range_returned(topics: Sequence[bytes], data: bytes) -> RangeReturned:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    range = int.from_bytes(topics[1], "big")
    if range >> 64:
        raise malformed("range", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    range_version = int.from_bytes(data[64:96], "big")
    if range_version >> 64:
        raise malformed("range_version", "does not fit uint64")
    first = int.from_bytes(data[96:128], "big")
    if first >> 40:
        raise malformed("first", "does not fit uint40")
    last = int.from_bytes(data[128:160], "big")
    if last >> 40:
        raise malformed("last", "does not fit uint40")
    return RangeReturned(
        range,
        actor,
        acting_organisation,
        acting_role,
        range_version,
        first,
        last,
    )


def _encode_range_returned(event: RangeReturned) -> Encoded:
    topics = encode_topics(
        RangeReturned.TOPIC,
        ("range", "uint64", event.range),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("range_version", "uint64", event.range_version),
        ("first", "uint40", event.first),
        ("last", "uint40", event.last),
    )
    return topics, data


def _decode_range_split(topics: Sequence[bytes], data: bytes) -> RangeSplit:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 256:
        raise malformed("log", "has another number or length of topics, or another length of data")
    range = int.from_bytes(topics[1], "big")
    if range >> 64:
        raise malformed("range", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    range_version = int.from_bytes(data[64:96], "big")
    if range_version >> 64:
        raise malformed("range_version", "does not fit uint64")
    part_range = int.from_bytes(data[96:128], "big")
    if part_range >> 64:
        raise malformed("part_range", "does not fit uint64")
    part_range_version = int.from_bytes(data[128:160], "big")
    if part_range_version >> 64:
        raise malformed("part_range_version", "does not fit uint64")
    unit = int.from_bytes(data[160:192], "big")
    if unit >> 16:
        raise malformed("unit", "does not fit uint16")
    first = int.from_bytes(data[192:224], "big")
    if first >> 40:
        raise malformed("first", "does not fit uint40")
    last = int.from_bytes(data[224:256], "big")
    if last >> 40:
        raise malformed("last", "does not fit uint40")
    return RangeSplit(
        range,
        actor,
        acting_organisation,
        acting_role,
        range_version,
        part_range,
        part_range_version,
        unit,
        first,
        last,
    )


def _encode_range_split(event: RangeSplit) -> Encoded:
    topics = encode_topics(
        RangeSplit.TOPIC,
        ("range", "uint64", event.range),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("range_version", "uint64", event.range_version),
        ("part_range", "uint64", event.part_range),
        ("part_range_version", "uint64", event.part_range_version),
        ("unit", "uint16", event.unit),
        ("first", "uint40", event.first),
        ("last", "uint40", event.last),
    )
    return topics, data


def _decode_range_written_off(topics: Sequence[bytes], data: bytes) -> RangeWrittenOff:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 96:
        raise malformed("log", "has another number or length of topics, or another length of data")
    range = int.from_bytes(topics[1], "big")
    if range >> 64:
        raise malformed("range", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    range_version = int.from_bytes(data[64:96], "big")
    if range_version >> 64:
        raise malformed("range_version", "does not fit uint64")
    return RangeWrittenOff(
        range,
        actor,
        acting_organisation,
        acting_role,
        range_version,
    )


def _encode_range_written_off(event: RangeWrittenOff) -> Encoded:
    topics = encode_topics(
        RangeWrittenOff.TOPIC,
        ("range", "uint64", event.range),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("range_version", "uint64", event.range_version),
    )
    return topics, data


def _decode_void_confirmed(topics: Sequence[bytes], data: bytes) -> VoidConfirmed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    range = int.from_bytes(topics[1], "big")
    if range >> 64:
        raise malformed("range", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    range_version = int.from_bytes(data[64:96], "big")
    if range_version >> 64:
        raise malformed("range_version", "does not fit uint64")
    first = int.from_bytes(data[96:128], "big")
    if first >> 40:
        raise malformed("first", "does not fit uint40")
    return VoidConfirmed(
        range,
        actor,
        acting_organisation,
        acting_role,
        range_version,
        first,
    )


def _encode_void_confirmed(event: VoidConfirmed) -> Encoded:
    topics = encode_topics(
        VoidConfirmed.TOPIC,
        ("range", "uint64", event.range),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("range_version", "uint64", event.range_version),
        ("first", "uint40", event.first),
    )
    return topics, data


def _decode_void_reviewed(topics: Sequence[bytes], data: bytes) -> VoidReviewed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    range = int.from_bytes(topics[1], "big")
    if range >> 64:
        raise malformed("range", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    range_version = int.from_bytes(data[64:96], "big")
    if range_version >> 64:
        raise malformed("range_version", "does not fit uint64")
    first = int.from_bytes(data[96:128], "big")
    if first >> 40:
        raise malformed("first", "does not fit uint40")
    return VoidReviewed(
        range,
        actor,
        acting_organisation,
        acting_role,
        range_version,
        first,
    )


def _encode_void_reviewed(event: VoidReviewed) -> Encoded:
    topics = encode_topics(
        VoidReviewed.TOPIC,
        ("range", "uint64", event.range),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("range_version", "uint64", event.range_version),
        ("first", "uint40", event.first),
    )
    return topics, data


def _decode_administrator_rule_set(topics: Sequence[bytes], data: bytes) -> AdministratorRuleSet:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    administration = int.from_bytes(topics[1], "big")
    if administration >> 64:
        raise malformed("administration", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    administration_version = int.from_bytes(data[64:96], "big")
    if administration_version >> 64:
        raise malformed("administration_version", "does not fit uint64")
    needed = int.from_bytes(data[96:128], "big")
    if needed >> 8:
        raise malformed("needed", "does not fit uint8")
    return AdministratorRuleSet(
        administration,
        actor,
        acting_organisation,
        acting_role,
        administration_version,
        needed,
    )


def _encode_administrator_rule_set(event: AdministratorRuleSet) -> Encoded:
    topics = encode_topics(
        AdministratorRuleSet.TOPIC,
        ("administration", "uint64", event.administration),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("administration_version", "uint64", event.administration_version),
        ("needed", "uint8", event.needed),
    )
    return topics, data


def _decode_contract_closed(topics: Sequence[bytes], data: bytes) -> ContractClosed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    if topics[1][0:12] != _ZEROS_12:
        raise malformed("listing", "is an address with bytes before it")
    listing = topics[1][12:32]
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    listing_version = int.from_bytes(data[64:96], "big")
    if listing_version >> 64:
        raise malformed("listing_version", "does not fit uint64")
    final_head = data[96:128]
    return ContractClosed(
        listing,
        actor,
        acting_organisation,
        acting_role,
        listing_version,
        final_head,
    )


def _encode_contract_closed(event: ContractClosed) -> Encoded:
    topics = encode_topics(
        ContractClosed.TOPIC,
        ("listing", "address", event.listing),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("listing_version", "uint64", event.listing_version),
        ("final_head", "bytes32", event.final_head),
    )
    return topics, data


def _decode_contract_listed(topics: Sequence[bytes], data: bytes) -> ContractListed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 192:
        raise malformed("log", "has another number or length of topics, or another length of data")
    if topics[1][0:12] != _ZEROS_12:
        raise malformed("listing", "is an address with bytes before it")
    listing = topics[1][12:32]
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    listing_version = int.from_bytes(data[64:96], "big")
    if listing_version >> 64:
        raise malformed("listing_version", "does not fit uint64")
    contract_role = int.from_bytes(data[96:128], "big")
    if contract_role >> 8:
        raise malformed("contract_role", "does not fit uint8")
    if data[128:140] != _ZEROS_12:
        raise malformed("replaced_listing", "is an address with bytes before it")
    replaced_listing = data[140:160]
    replaced_listing_version = int.from_bytes(data[160:192], "big")
    if replaced_listing_version >> 64:
        raise malformed("replaced_listing_version", "does not fit uint64")
    return ContractListed(
        listing,
        actor,
        acting_organisation,
        acting_role,
        listing_version,
        contract_role,
        replaced_listing,
        replaced_listing_version,
    )


def _encode_contract_listed(event: ContractListed) -> Encoded:
    topics = encode_topics(
        ContractListed.TOPIC,
        ("listing", "address", event.listing),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("listing_version", "uint64", event.listing_version),
        ("contract_role", "uint8", event.contract_role),
        ("replaced_listing", "address", event.replaced_listing),
        ("replaced_listing_version", "uint64", event.replaced_listing_version),
    )
    return topics, data


def _decode_endorsement_given(topics: Sequence[bytes], data: bytes) -> EndorsementGiven:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) < 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    endorsement = int.from_bytes(topics[1], "big")
    if endorsement >> 64:
        raise malformed("endorsement", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    end = 160
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    endorsement_version = int.from_bytes(data[64:96], "big")
    if endorsement_version >> 64:
        raise malformed("endorsement_version", "does not fit uint64")
    valid_until = int.from_bytes(data[96:128], "big")
    if valid_until >> 40:
        raise malformed("valid_until", "does not fit uint40")
    call, end = decode_tail(codec("bytes"), data, 0, 128, end, "call")
    if end != len(data):
        raise malformed("log", f"takes {end} bytes of data, and {len(data)} are there")
    return EndorsementGiven(
        endorsement,
        actor,
        acting_organisation,
        acting_role,
        endorsement_version,
        valid_until,
        call,
    )


def _encode_endorsement_given(event: EndorsementGiven) -> Encoded:
    topics = encode_topics(
        EndorsementGiven.TOPIC,
        ("endorsement", "uint64", event.endorsement),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("endorsement_version", "uint64", event.endorsement_version),
        ("valid_until", "uint40", event.valid_until),
        ("call", "bytes", event.call),
    )
    return topics, data


def _decode_endorsement_used(topics: Sequence[bytes], data: bytes) -> EndorsementUsed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 96:
        raise malformed("log", "has another number or length of topics, or another length of data")
    endorsement = int.from_bytes(topics[1], "big")
    if endorsement >> 64:
        raise malformed("endorsement", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    endorsement_version = int.from_bytes(data[64:96], "big")
    if endorsement_version >> 64:
        raise malformed("endorsement_version", "does not fit uint64")
    return EndorsementUsed(
        endorsement,
        actor,
        acting_organisation,
        acting_role,
        endorsement_version,
    )


def _encode_endorsement_used(event: EndorsementUsed) -> Encoded:
    topics = encode_topics(
        EndorsementUsed.TOPIC,
        ("endorsement", "uint64", event.endorsement),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("endorsement_version", "uint64", event.endorsement_version),
    )
    return topics, data


def _decode_endorsement_withdrawn(topics: Sequence[bytes], data: bytes) -> EndorsementWithdrawn:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 96:
        raise malformed("log", "has another number or length of topics, or another length of data")
    endorsement = int.from_bytes(topics[1], "big")
    if endorsement >> 64:
        raise malformed("endorsement", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    endorsement_version = int.from_bytes(data[64:96], "big")
    if endorsement_version >> 64:
        raise malformed("endorsement_version", "does not fit uint64")
    return EndorsementWithdrawn(
        endorsement,
        actor,
        acting_organisation,
        acting_role,
        endorsement_version,
    )


def _encode_endorsement_withdrawn(event: EndorsementWithdrawn) -> Encoded:
    topics = encode_topics(
        EndorsementWithdrawn.TOPIC,
        ("endorsement", "uint64", event.endorsement),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("endorsement_version", "uint64", event.endorsement_version),
    )
    return topics, data


def _decode_freeze_set(topics: Sequence[bytes], data: bytes) -> FreezeSet:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    officer = int.from_bytes(topics[1], "big")
    if officer >> 64:
        raise malformed("officer", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    officer_version = int.from_bytes(data[64:96], "big")
    if officer_version >> 64:
        raise malformed("officer_version", "does not fit uint64")
    if data[96:108] != _ZEROS_12:
        raise malformed("account", "is an address with bytes before it")
    account = data[108:128]
    frozen_until = int.from_bytes(data[128:160], "big")
    if frozen_until >> 40:
        raise malformed("frozen_until", "does not fit uint40")
    return FreezeSet(
        officer,
        actor,
        acting_organisation,
        acting_role,
        officer_version,
        account,
        frozen_until,
    )


def _encode_freeze_set(event: FreezeSet) -> Encoded:
    topics = encode_topics(
        FreezeSet.TOPIC,
        ("officer", "uint64", event.officer),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("officer_version", "uint64", event.officer_version),
        ("account", "address", event.account),
        ("frozen_until", "uint40", event.frozen_until),
    )
    return topics, data


def _decode_key_rotated(topics: Sequence[bytes], data: bytes) -> KeyRotated:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    officer = int.from_bytes(topics[1], "big")
    if officer >> 64:
        raise malformed("officer", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    officer_version = int.from_bytes(data[64:96], "big")
    if officer_version >> 64:
        raise malformed("officer_version", "does not fit uint64")
    if data[96:108] != _ZEROS_12:
        raise malformed("account", "is an address with bytes before it")
    account = data[108:128]
    if data[128:140] != _ZEROS_12:
        raise malformed("replaced_account", "is an address with bytes before it")
    replaced_account = data[140:160]
    return KeyRotated(
        officer,
        actor,
        acting_organisation,
        acting_role,
        officer_version,
        account,
        replaced_account,
    )


def _encode_key_rotated(event: KeyRotated) -> Encoded:
    topics = encode_topics(
        KeyRotated.TOPIC,
        ("officer", "uint64", event.officer),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("officer_version", "uint64", event.officer_version),
        ("account", "address", event.account),
        ("replaced_account", "address", event.replaced_account),
    )
    return topics, data


def _decode_officer_amended(topics: Sequence[bytes], data: bytes) -> OfficerAmended:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 224:
        raise malformed("log", "has another number or length of topics, or another length of data")
    officer = int.from_bytes(topics[1], "big")
    if officer >> 64:
        raise malformed("officer", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    officer_version = int.from_bytes(data[64:96], "big")
    if officer_version >> 64:
        raise malformed("officer_version", "does not fit uint64")
    roles = int.from_bytes(data[96:128], "big")
    if roles >> 32:
        raise malformed("roles", "does not fit uint32")
    unit = int.from_bytes(data[128:160], "big")
    if unit >> 16:
        raise malformed("unit", "does not fit uint16")
    valid_from = int.from_bytes(data[160:192], "big")
    if valid_from >> 40:
        raise malformed("valid_from", "does not fit uint40")
    valid_until = int.from_bytes(data[192:224], "big")
    if valid_until >> 40:
        raise malformed("valid_until", "does not fit uint40")
    return OfficerAmended(
        officer,
        actor,
        acting_organisation,
        acting_role,
        officer_version,
        roles,
        unit,
        valid_from,
        valid_until,
    )


def _encode_officer_amended(event: OfficerAmended) -> Encoded:
    topics = encode_topics(
        OfficerAmended.TOPIC,
        ("officer", "uint64", event.officer),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("officer_version", "uint64", event.officer_version),
        ("roles", "uint32", event.roles),
        ("unit", "uint16", event.unit),
        ("valid_from", "uint40", event.valid_from),
        ("valid_until", "uint40", event.valid_until),
    )
    return topics, data


def _decode_officer_appointed(topics: Sequence[bytes], data: bytes) -> OfficerAppointed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 288:
        raise malformed("log", "has another number or length of topics, or another length of data")
    officer = int.from_bytes(topics[1], "big")
    if officer >> 64:
        raise malformed("officer", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    officer_version = int.from_bytes(data[64:96], "big")
    if officer_version >> 64:
        raise malformed("officer_version", "does not fit uint64")
    organisation = int.from_bytes(data[96:128], "big")
    if organisation >> 64:
        raise malformed("organisation", "does not fit uint64")
    if data[128:140] != _ZEROS_12:
        raise malformed("account", "is an address with bytes before it")
    account = data[140:160]
    roles = int.from_bytes(data[160:192], "big")
    if roles >> 32:
        raise malformed("roles", "does not fit uint32")
    unit = int.from_bytes(data[192:224], "big")
    if unit >> 16:
        raise malformed("unit", "does not fit uint16")
    valid_from = int.from_bytes(data[224:256], "big")
    if valid_from >> 40:
        raise malformed("valid_from", "does not fit uint40")
    valid_until = int.from_bytes(data[256:288], "big")
    if valid_until >> 40:
        raise malformed("valid_until", "does not fit uint40")
    return OfficerAppointed(
        officer,
        actor,
        acting_organisation,
        acting_role,
        officer_version,
        organisation,
        account,
        roles,
        unit,
        valid_from,
        valid_until,
    )


def _encode_officer_appointed(event: OfficerAppointed) -> Encoded:
    topics = encode_topics(
        OfficerAppointed.TOPIC,
        ("officer", "uint64", event.officer),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("officer_version", "uint64", event.officer_version),
        ("organisation", "uint64", event.organisation),
        ("account", "address", event.account),
        ("roles", "uint32", event.roles),
        ("unit", "uint16", event.unit),
        ("valid_from", "uint40", event.valid_from),
        ("valid_until", "uint40", event.valid_until),
    )
    return topics, data


def _decode_officer_dismissed(topics: Sequence[bytes], data: bytes) -> OfficerDismissed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 96:
        raise malformed("log", "has another number or length of topics, or another length of data")
    officer = int.from_bytes(topics[1], "big")
    if officer >> 64:
        raise malformed("officer", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    officer_version = int.from_bytes(data[64:96], "big")
    if officer_version >> 64:
        raise malformed("officer_version", "does not fit uint64")
    return OfficerDismissed(
        officer,
        actor,
        acting_organisation,
        acting_role,
        officer_version,
    )


def _encode_officer_dismissed(event: OfficerDismissed) -> Encoded:
    topics = encode_topics(
        OfficerDismissed.TOPIC,
        ("officer", "uint64", event.officer),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("officer_version", "uint64", event.officer_version),
    )
    return topics, data


def _decode_organisation_admitted(topics: Sequence[bytes], data: bytes) -> OrganisationAdmitted:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 192:
        raise malformed("log", "has another number or length of topics, or another length of data")
    organisation = int.from_bytes(topics[1], "big")
    if organisation >> 64:
        raise malformed("organisation", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    organisation_version = int.from_bytes(data[64:96], "big")
    if organisation_version >> 64:
        raise malformed("organisation_version", "does not fit uint64")
    if data[114:128] != _ZEROS_14:
        raise malformed("public_code", "is bytes18 with bytes behind it")
    public_code = data[96:114]
    kinds = int.from_bytes(data[128:160], "big")
    if kinds >> 16:
        raise malformed("kinds", "does not fit uint16")
    voting = read_boolean(data[160:192], "voting")
    return OrganisationAdmitted(
        organisation,
        actor,
        acting_organisation,
        acting_role,
        organisation_version,
        public_code,
        kinds,
        voting,
    )


def _encode_organisation_admitted(event: OrganisationAdmitted) -> Encoded:
    topics = encode_topics(
        OrganisationAdmitted.TOPIC,
        ("organisation", "uint64", event.organisation),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("organisation_version", "uint64", event.organisation_version),
        ("public_code", "bytes18", event.public_code),
        ("kinds", "uint16", event.kinds),
        ("voting", "bool", event.voting),
    )
    return topics, data


def _decode_organisation_amended(topics: Sequence[bytes], data: bytes) -> OrganisationAmended:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    organisation = int.from_bytes(topics[1], "big")
    if organisation >> 64:
        raise malformed("organisation", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    organisation_version = int.from_bytes(data[64:96], "big")
    if organisation_version >> 64:
        raise malformed("organisation_version", "does not fit uint64")
    kinds = int.from_bytes(data[96:128], "big")
    if kinds >> 16:
        raise malformed("kinds", "does not fit uint16")
    voting = read_boolean(data[128:160], "voting")
    return OrganisationAmended(
        organisation,
        actor,
        acting_organisation,
        acting_role,
        organisation_version,
        kinds,
        voting,
    )


def _encode_organisation_amended(event: OrganisationAmended) -> Encoded:
    topics = encode_topics(
        OrganisationAmended.TOPIC,
        ("organisation", "uint64", event.organisation),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("organisation_version", "uint64", event.organisation_version),
        ("kinds", "uint16", event.kinds),
        ("voting", "bool", event.voting),
    )
    return topics, data


def _decode_organisation_ended(topics: Sequence[bytes], data: bytes) -> OrganisationEnded:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 192:
        raise malformed("log", "has another number or length of topics, or another length of data")
    organisation = int.from_bytes(topics[1], "big")
    if organisation >> 64:
        raise malformed("organisation", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    organisation_version = int.from_bytes(data[64:96], "big")
    if organisation_version >> 64:
        raise malformed("organisation_version", "does not fit uint64")
    status = int.from_bytes(data[96:128], "big")
    if status >> 8:
        raise malformed("status", "does not fit uint8")
    heir_organisation = int.from_bytes(data[128:160], "big")
    if heir_organisation >> 64:
        raise malformed("heir_organisation", "does not fit uint64")
    heir_organisation_version = int.from_bytes(data[160:192], "big")
    if heir_organisation_version >> 64:
        raise malformed("heir_organisation_version", "does not fit uint64")
    return OrganisationEnded(
        organisation,
        actor,
        acting_organisation,
        acting_role,
        organisation_version,
        status,
        heir_organisation,
        heir_organisation_version,
    )


def _encode_organisation_ended(event: OrganisationEnded) -> Encoded:
    topics = encode_topics(
        OrganisationEnded.TOPIC,
        ("organisation", "uint64", event.organisation),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("organisation_version", "uint64", event.organisation_version),
        ("status", "uint8", event.status),
        ("heir_organisation", "uint64", event.heir_organisation),
        ("heir_organisation_version", "uint64", event.heir_organisation_version),
    )
    return topics, data


def _decode_organisation_reinstated(topics: Sequence[bytes], data: bytes) -> OrganisationReinstated:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 96:
        raise malformed("log", "has another number or length of topics, or another length of data")
    organisation = int.from_bytes(topics[1], "big")
    if organisation >> 64:
        raise malformed("organisation", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    organisation_version = int.from_bytes(data[64:96], "big")
    if organisation_version >> 64:
        raise malformed("organisation_version", "does not fit uint64")
    return OrganisationReinstated(
        organisation,
        actor,
        acting_organisation,
        acting_role,
        organisation_version,
    )


def _encode_organisation_reinstated(event: OrganisationReinstated) -> Encoded:
    topics = encode_topics(
        OrganisationReinstated.TOPIC,
        ("organisation", "uint64", event.organisation),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("organisation_version", "uint64", event.organisation_version),
    )
    return topics, data


def _decode_organisation_suspended(topics: Sequence[bytes], data: bytes) -> OrganisationSuspended:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    organisation = int.from_bytes(topics[1], "big")
    if organisation >> 64:
        raise malformed("organisation", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    organisation_version = int.from_bytes(data[64:96], "big")
    if organisation_version >> 64:
        raise malformed("organisation_version", "does not fit uint64")
    reason = int.from_bytes(data[96:128], "big")
    if reason >> 8:
        raise malformed("reason", "does not fit uint8")
    return OrganisationSuspended(
        organisation,
        actor,
        acting_organisation,
        acting_role,
        organisation_version,
        reason,
    )


def _encode_organisation_suspended(event: OrganisationSuspended) -> Encoded:
    topics = encode_topics(
        OrganisationSuspended.TOPIC,
        ("organisation", "uint64", event.organisation),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("organisation_version", "uint64", event.organisation_version),
        ("reason", "uint8", event.reason),
    )
    return topics, data


def _decode_pause_set(topics: Sequence[bytes], data: bytes) -> PauseSet:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    if topics[1][0:12] != _ZEROS_12:
        raise malformed("listing", "is an address with bytes before it")
    listing = topics[1][12:32]
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    listing_version = int.from_bytes(data[64:96], "big")
    if listing_version >> 64:
        raise malformed("listing_version", "does not fit uint64")
    paused_until = int.from_bytes(data[96:128], "big")
    if paused_until >> 40:
        raise malformed("paused_until", "does not fit uint40")
    return PauseSet(
        listing,
        actor,
        acting_organisation,
        acting_role,
        listing_version,
        paused_until,
    )


def _encode_pause_set(event: PauseSet) -> Encoded:
    topics = encode_topics(
        PauseSet.TOPIC,
        ("listing", "address", event.listing),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("listing_version", "uint64", event.listing_version),
        ("paused_until", "uint40", event.paused_until),
    )
    return topics, data


def _decode_record_batch_registered(topics: Sequence[bytes], data: bytes) -> RecordBatchRegistered:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 192:
        raise malformed("log", "has another number or length of topics, or another length of data")
    record = int.from_bytes(topics[1], "big")
    if record >> 64:
        raise malformed("record", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    record_version = int.from_bytes(data[64:96], "big")
    if record_version >> 64:
        raise malformed("record_version", "does not fit uint64")
    resource = int.from_bytes(data[96:128], "big")
    if resource >> 64:
        raise malformed("resource", "does not fit uint64")
    count = int.from_bytes(data[128:160], "big")
    if count >> 32:
        raise malformed("count", "does not fit uint32")
    root = data[160:192]
    return RecordBatchRegistered(
        record,
        actor,
        acting_organisation,
        acting_role,
        record_version,
        resource,
        count,
        root,
    )


def _encode_record_batch_registered(event: RecordBatchRegistered) -> Encoded:
    topics = encode_topics(
        RecordBatchRegistered.TOPIC,
        ("record", "uint64", event.record),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("record_version", "uint64", event.record_version),
        ("resource", "uint64", event.resource),
        ("count", "uint32", event.count),
        ("root", "bytes32", event.root),
    )
    return topics, data


def _decode_record_opened(topics: Sequence[bytes], data: bytes) -> RecordOpened:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    record = int.from_bytes(topics[1], "big")
    if record >> 64:
        raise malformed("record", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    record_version = int.from_bytes(data[64:96], "big")
    if record_version >> 64:
        raise malformed("record_version", "does not fit uint64")
    resource = int.from_bytes(data[96:128], "big")
    if resource >> 64:
        raise malformed("resource", "does not fit uint64")
    commitment = data[128:160]
    return RecordOpened(
        record,
        actor,
        acting_organisation,
        acting_role,
        record_version,
        resource,
        commitment,
    )


def _encode_record_opened(event: RecordOpened) -> Encoded:
    topics = encode_topics(
        RecordOpened.TOPIC,
        ("record", "uint64", event.record),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("record_version", "uint64", event.record_version),
        ("resource", "uint64", event.resource),
        ("commitment", "bytes32", event.commitment),
    )
    return topics, data


def _decode_record_registered(topics: Sequence[bytes], data: bytes) -> RecordRegistered:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    record = int.from_bytes(topics[1], "big")
    if record >> 64:
        raise malformed("record", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    record_version = int.from_bytes(data[64:96], "big")
    if record_version >> 64:
        raise malformed("record_version", "does not fit uint64")
    resource = int.from_bytes(data[96:128], "big")
    if resource >> 64:
        raise malformed("resource", "does not fit uint64")
    commitment = data[128:160]
    return RecordRegistered(
        record,
        actor,
        acting_organisation,
        acting_role,
        record_version,
        resource,
        commitment,
    )


def _encode_record_registered(event: RecordRegistered) -> Encoded:
    topics = encode_topics(
        RecordRegistered.TOPIC,
        ("record", "uint64", event.record),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("record_version", "uint64", event.record_version),
        ("resource", "uint64", event.resource),
        ("commitment", "bytes32", event.commitment),
    )
    return topics, data


def _decode_record_shredded(topics: Sequence[bytes], data: bytes) -> RecordShredded:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    record = int.from_bytes(topics[1], "big")
    if record >> 64:
        raise malformed("record", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    record_version = int.from_bytes(data[64:96], "big")
    if record_version >> 64:
        raise malformed("record_version", "does not fit uint64")
    reason = int.from_bytes(data[96:128], "big")
    if reason >> 8:
        raise malformed("reason", "does not fit uint8")
    return RecordShredded(
        record,
        actor,
        acting_organisation,
        acting_role,
        record_version,
        reason,
    )


def _encode_record_shredded(event: RecordShredded) -> Encoded:
    topics = encode_topics(
        RecordShredded.TOPIC,
        ("record", "uint64", event.record),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("record_version", "uint64", event.record_version),
        ("reason", "uint8", event.reason),
    )
    return topics, data


def _decode_record_superseded(topics: Sequence[bytes], data: bytes) -> RecordSuperseded:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    record = int.from_bytes(topics[1], "big")
    if record >> 64:
        raise malformed("record", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    record_version = int.from_bytes(data[64:96], "big")
    if record_version >> 64:
        raise malformed("record_version", "does not fit uint64")
    commitment = data[96:128]
    return RecordSuperseded(
        record,
        actor,
        acting_organisation,
        acting_role,
        record_version,
        commitment,
    )


def _encode_record_superseded(event: RecordSuperseded) -> Encoded:
    topics = encode_topics(
        RecordSuperseded.TOPIC,
        ("record", "uint64", event.record),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("record_version", "uint64", event.record_version),
        ("commitment", "bytes32", event.commitment),
    )
    return topics, data


def _decode_record_withdrawn(topics: Sequence[bytes], data: bytes) -> RecordWithdrawn:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    record = int.from_bytes(topics[1], "big")
    if record >> 64:
        raise malformed("record", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    record_version = int.from_bytes(data[64:96], "big")
    if record_version >> 64:
        raise malformed("record_version", "does not fit uint64")
    reason = int.from_bytes(data[96:128], "big")
    if reason >> 8:
        raise malformed("reason", "does not fit uint8")
    return RecordWithdrawn(
        record,
        actor,
        acting_organisation,
        acting_role,
        record_version,
        reason,
    )


def _encode_record_withdrawn(event: RecordWithdrawn) -> Encoded:
    topics = encode_topics(
        RecordWithdrawn.TOPIC,
        ("record", "uint64", event.record),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("record_version", "uint64", event.record_version),
        ("reason", "uint8", event.reason),
    )
    return topics, data


def _decode_resource_amended(topics: Sequence[bytes], data: bytes) -> ResourceAmended:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 416:
        raise malformed("log", "has another number or length of topics, or another length of data")
    resource = int.from_bytes(topics[1], "big")
    if resource >> 64:
        raise malformed("resource", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    resource_version = int.from_bytes(data[64:96], "big")
    if resource_version >> 64:
        raise malformed("resource_version", "does not fit uint64")
    schema = data[96:128]
    schema_version = int.from_bytes(data[128:160], "big")
    if schema_version >> 32:
        raise malformed("schema_version", "does not fit uint32")
    sensitivity = int.from_bytes(data[160:192], "big")
    if sensitivity >> 8:
        raise malformed("sensitivity", "does not fit uint8")
    modes = int.from_bytes(data[192:224], "big")
    if modes >> 8:
        raise malformed("modes", "does not fit uint8")
    approvers, _ = codec("uint64[4]").decode(data, 224, "approvers")
    approvals = int.from_bytes(data[352:384], "big")
    if approvals >> 8:
        raise malformed("approvals", "does not fit uint8")
    detail_approvals = int.from_bytes(data[384:416], "big")
    if detail_approvals >> 8:
        raise malformed("detail_approvals", "does not fit uint8")
    return ResourceAmended(
        resource,
        actor,
        acting_organisation,
        acting_role,
        resource_version,
        schema,
        schema_version,
        sensitivity,
        modes,
        approvers,
        approvals,
        detail_approvals,
    )


def _encode_resource_amended(event: ResourceAmended) -> Encoded:
    topics = encode_topics(
        ResourceAmended.TOPIC,
        ("resource", "uint64", event.resource),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("resource_version", "uint64", event.resource_version),
        (
            "terms",
            "(bytes32,uint32,uint8,uint8,uint64[4],uint8,uint8)",
            (
                event.schema,
                event.schema_version,
                event.sensitivity,
                event.modes,
                event.approvers,
                event.approvals,
                event.detail_approvals,
            ),
        ),
    )
    return topics, data


def _decode_resource_registered(topics: Sequence[bytes], data: bytes) -> ResourceRegistered:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 416:
        raise malformed("log", "has another number or length of topics, or another length of data")
    resource = int.from_bytes(topics[1], "big")
    if resource >> 64:
        raise malformed("resource", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    resource_version = int.from_bytes(data[64:96], "big")
    if resource_version >> 64:
        raise malformed("resource_version", "does not fit uint64")
    schema = data[96:128]
    schema_version = int.from_bytes(data[128:160], "big")
    if schema_version >> 32:
        raise malformed("schema_version", "does not fit uint32")
    sensitivity = int.from_bytes(data[160:192], "big")
    if sensitivity >> 8:
        raise malformed("sensitivity", "does not fit uint8")
    modes = int.from_bytes(data[192:224], "big")
    if modes >> 8:
        raise malformed("modes", "does not fit uint8")
    approvers, _ = codec("uint64[4]").decode(data, 224, "approvers")
    approvals = int.from_bytes(data[352:384], "big")
    if approvals >> 8:
        raise malformed("approvals", "does not fit uint8")
    detail_approvals = int.from_bytes(data[384:416], "big")
    if detail_approvals >> 8:
        raise malformed("detail_approvals", "does not fit uint8")
    return ResourceRegistered(
        resource,
        actor,
        acting_organisation,
        acting_role,
        resource_version,
        schema,
        schema_version,
        sensitivity,
        modes,
        approvers,
        approvals,
        detail_approvals,
    )


def _encode_resource_registered(event: ResourceRegistered) -> Encoded:
    topics = encode_topics(
        ResourceRegistered.TOPIC,
        ("resource", "uint64", event.resource),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("resource_version", "uint64", event.resource_version),
        (
            "terms",
            "(bytes32,uint32,uint8,uint8,uint64[4],uint8,uint8)",
            (
                event.schema,
                event.schema_version,
                event.sensitivity,
                event.modes,
                event.approvers,
                event.approvals,
                event.detail_approvals,
            ),
        ),
    )
    return topics, data


def _decode_resource_retired(topics: Sequence[bytes], data: bytes) -> ResourceRetired:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    resource = int.from_bytes(topics[1], "big")
    if resource >> 64:
        raise malformed("resource", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    resource_version = int.from_bytes(data[64:96], "big")
    if resource_version >> 64:
        raise malformed("resource_version", "does not fit uint64")
    reason = int.from_bytes(data[96:128], "big")
    if reason >> 8:
        raise malformed("reason", "does not fit uint8")
    return ResourceRetired(
        resource,
        actor,
        acting_organisation,
        acting_role,
        resource_version,
        reason,
    )


def _encode_resource_retired(event: ResourceRetired) -> Encoded:
    topics = encode_topics(
        ResourceRetired.TOPIC,
        ("resource", "uint64", event.resource),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("resource_version", "uint64", event.resource_version),
        ("reason", "uint8", event.reason),
    )
    return topics, data


def _decode_timestamp_anchored(topics: Sequence[bytes], data: bytes) -> TimestampAnchored:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    record = int.from_bytes(topics[1], "big")
    if record >> 64:
        raise malformed("record", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    record_version = int.from_bytes(data[64:96], "big")
    if record_version >> 64:
        raise malformed("record_version", "does not fit uint64")
    token = data[96:128]
    return TimestampAnchored(
        record,
        actor,
        acting_organisation,
        acting_role,
        record_version,
        token,
    )


def _encode_timestamp_anchored(event: TimestampAnchored) -> Encoded:
    topics = encode_topics(
        TimestampAnchored.TOPIC,
        ("record", "uint64", event.record),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("record_version", "uint64", event.record_version),
        ("token", "bytes32", event.token),
    )
    return topics, data


def _decode_emergency_answered(topics: Sequence[bytes], data: bytes) -> EmergencyAnswered:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    emergency = int.from_bytes(topics[1], "big")
    if emergency >> 64:
        raise malformed("emergency", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    emergency_version = int.from_bytes(data[64:96], "big")
    if emergency_version >> 64:
        raise malformed("emergency_version", "does not fit uint64")
    answer = data[96:128]
    return EmergencyAnswered(
        emergency,
        actor,
        acting_organisation,
        acting_role,
        emergency_version,
        answer,
    )


def _encode_emergency_answered(event: EmergencyAnswered) -> Encoded:
    topics = encode_topics(
        EmergencyAnswered.TOPIC,
        ("emergency", "uint64", event.emergency),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("emergency_version", "uint64", event.emergency_version),
        ("answer", "bytes32", event.answer),
    )
    return topics, data


def _decode_emergency_justified(topics: Sequence[bytes], data: bytes) -> EmergencyJustified:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    emergency = int.from_bytes(topics[1], "big")
    if emergency >> 64:
        raise malformed("emergency", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    emergency_version = int.from_bytes(data[64:96], "big")
    if emergency_version >> 64:
        raise malformed("emergency_version", "does not fit uint64")
    statement = data[96:128]
    review_by = int.from_bytes(data[128:160], "big")
    if review_by >> 40:
        raise malformed("review_by", "does not fit uint40")
    return EmergencyJustified(
        emergency,
        actor,
        acting_organisation,
        acting_role,
        emergency_version,
        statement,
        review_by,
    )


def _encode_emergency_justified(event: EmergencyJustified) -> Encoded:
    topics = encode_topics(
        EmergencyJustified.TOPIC,
        ("emergency", "uint64", event.emergency),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("emergency_version", "uint64", event.emergency_version),
        ("statement", "bytes32", event.statement),
        ("review_by", "uint40", event.review_by),
    )
    return topics, data


def _decode_emergency_reviewed(topics: Sequence[bytes], data: bytes) -> EmergencyReviewed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    emergency = int.from_bytes(topics[1], "big")
    if emergency >> 64:
        raise malformed("emergency", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    emergency_version = int.from_bytes(data[64:96], "big")
    if emergency_version >> 64:
        raise malformed("emergency_version", "does not fit uint64")
    outcome = int.from_bytes(data[96:128], "big")
    if outcome >> 8:
        raise malformed("outcome", "does not fit uint8")
    return EmergencyReviewed(
        emergency,
        actor,
        acting_organisation,
        acting_role,
        emergency_version,
        outcome,
    )


def _encode_emergency_reviewed(event: EmergencyReviewed) -> Encoded:
    topics = encode_topics(
        EmergencyReviewed.TOPIC,
        ("emergency", "uint64", event.emergency),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("emergency_version", "uint64", event.emergency_version),
        ("outcome", "uint8", event.outcome),
    )
    return topics, data


def _decode_glass_broken(topics: Sequence[bytes], data: bytes) -> GlassBroken:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 544:
        raise malformed("log", "has another number or length of topics, or another length of data")
    emergency = int.from_bytes(topics[1], "big")
    if emergency >> 64:
        raise malformed("emergency", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    emergency_version = int.from_bytes(data[64:96], "big")
    if emergency_version >> 64:
        raise malformed("emergency_version", "does not fit uint64")
    resource = int.from_bytes(data[96:128], "big")
    if resource >> 64:
        raise malformed("resource", "does not fit uint64")
    record = int.from_bytes(data[128:160], "big")
    if record >> 64:
        raise malformed("record", "does not fit uint64")
    index = int.from_bytes(data[160:192], "big")
    if index >> 32:
        raise malformed("index", "does not fit uint32")
    owner = int.from_bytes(data[192:224], "big")
    if owner >> 64:
        raise malformed("owner", "does not fit uint64")
    mode = int.from_bytes(data[224:256], "big")
    if mode >> 8:
        raise malformed("mode", "does not fit uint8")
    fields = int.from_bytes(data[256:288], "big")
    purpose = int.from_bytes(data[288:320], "big")
    if purpose >> 16:
        raise malformed("purpose", "does not fit uint16")
    legal_basis = data[320:352]
    case_tag = data[352:384]
    site = int.from_bytes(data[384:416], "big")
    if site >> 32:
        raise malformed("site", "does not fit uint32")
    system = int.from_bytes(data[416:448], "big")
    if system >> 32:
        raise malformed("system", "does not fit uint32")
    reason = int.from_bytes(data[448:480], "big")
    if reason >> 8:
        raise malformed("reason", "does not fit uint8")
    statement = data[480:512]
    justify_by = int.from_bytes(data[512:544], "big")
    if justify_by >> 40:
        raise malformed("justify_by", "does not fit uint40")
    return GlassBroken(
        emergency,
        actor,
        acting_organisation,
        acting_role,
        emergency_version,
        resource,
        record,
        index,
        owner,
        mode,
        fields,
        purpose,
        legal_basis,
        case_tag,
        site,
        system,
        reason,
        statement,
        justify_by,
    )


def _encode_glass_broken(event: GlassBroken) -> Encoded:
    topics = encode_topics(
        GlassBroken.TOPIC,
        ("emergency", "uint64", event.emergency),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("emergency_version", "uint64", event.emergency_version),
        (
            "terms",
            "(uint64,uint64,uint32,uint64,uint8,uint256,uint16,bytes32,bytes32,uint32,uint32,uint8,bytes32)",
            (
                event.resource,
                event.record,
                event.index,
                event.owner,
                event.mode,
                event.fields,
                event.purpose,
                event.legal_basis,
                event.case_tag,
                event.site,
                event.system,
                event.reason,
                event.statement,
            ),
        ),
        ("justify_by", "uint40", event.justify_by),
    )
    return topics, data


def _decode_request_acknowledged(topics: Sequence[bytes], data: bytes) -> RequestAcknowledged:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 96:
        raise malformed("log", "has another number or length of topics, or another length of data")
    request = int.from_bytes(topics[1], "big")
    if request >> 64:
        raise malformed("request", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    request_version = int.from_bytes(data[64:96], "big")
    if request_version >> 64:
        raise malformed("request_version", "does not fit uint64")
    return RequestAcknowledged(
        request,
        actor,
        acting_organisation,
        acting_role,
        request_version,
    )


def _encode_request_acknowledged(event: RequestAcknowledged) -> Encoded:
    topics = encode_topics(
        RequestAcknowledged.TOPIC,
        ("request", "uint64", event.request),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("request_version", "uint64", event.request_version),
    )
    return topics, data


def _decode_request_approved(topics: Sequence[bytes], data: bytes) -> RequestApproved:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 96:
        raise malformed("log", "has another number or length of topics, or another length of data")
    request = int.from_bytes(topics[1], "big")
    if request >> 64:
        raise malformed("request", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    request_version = int.from_bytes(data[64:96], "big")
    if request_version >> 64:
        raise malformed("request_version", "does not fit uint64")
    return RequestApproved(
        request,
        actor,
        acting_organisation,
        acting_role,
        request_version,
    )


def _encode_request_approved(event: RequestApproved) -> Encoded:
    topics = encode_topics(
        RequestApproved.TOPIC,
        ("request", "uint64", event.request),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("request_version", "uint64", event.request_version),
    )
    return topics, data


def _decode_request_disputed(topics: Sequence[bytes], data: bytes) -> RequestDisputed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    request = int.from_bytes(topics[1], "big")
    if request >> 64:
        raise malformed("request", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    request_version = int.from_bytes(data[64:96], "big")
    if request_version >> 64:
        raise malformed("request_version", "does not fit uint64")
    reason = int.from_bytes(data[96:128], "big")
    if reason >> 8:
        raise malformed("reason", "does not fit uint8")
    return RequestDisputed(
        request,
        actor,
        acting_organisation,
        acting_role,
        request_version,
        reason,
    )


def _encode_request_disputed(event: RequestDisputed) -> Encoded:
    topics = encode_topics(
        RequestDisputed.TOPIC,
        ("request", "uint64", event.request),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("request_version", "uint64", event.request_version),
        ("reason", "uint8", event.reason),
    )
    return topics, data


def _decode_request_filed(topics: Sequence[bytes], data: bytes) -> RequestFiled:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 576:
        raise malformed("log", "has another number or length of topics, or another length of data")
    request = int.from_bytes(topics[1], "big")
    if request >> 64:
        raise malformed("request", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    request_version = int.from_bytes(data[64:96], "big")
    if request_version >> 64:
        raise malformed("request_version", "does not fit uint64")
    grant = int.from_bytes(data[96:128], "big")
    if grant >> 64:
        raise malformed("grant", "does not fit uint64")
    resource = int.from_bytes(data[128:160], "big")
    if resource >> 64:
        raise malformed("resource", "does not fit uint64")
    record = int.from_bytes(data[160:192], "big")
    if record >> 64:
        raise malformed("record", "does not fit uint64")
    index = int.from_bytes(data[192:224], "big")
    if index >> 32:
        raise malformed("index", "does not fit uint32")
    owner = int.from_bytes(data[224:256], "big")
    if owner >> 64:
        raise malformed("owner", "does not fit uint64")
    grantee = int.from_bytes(data[256:288], "big")
    if grantee >> 64:
        raise malformed("grantee", "does not fit uint64")
    mode = int.from_bytes(data[288:320], "big")
    if mode >> 8:
        raise malformed("mode", "does not fit uint8")
    fields = int.from_bytes(data[320:352], "big")
    purpose = int.from_bytes(data[352:384], "big")
    if purpose >> 16:
        raise malformed("purpose", "does not fit uint16")
    legal_basis = data[384:416]
    case_tag = data[416:448]
    site = int.from_bytes(data[448:480], "big")
    if site >> 32:
        raise malformed("site", "does not fit uint32")
    system = int.from_bytes(data[480:512], "big")
    if system >> 32:
        raise malformed("system", "does not fit uint32")
    serve_by = int.from_bytes(data[512:544], "big")
    if serve_by >> 40:
        raise malformed("serve_by", "does not fit uint40")
    acknowledge_within = int.from_bytes(data[544:576], "big")
    if acknowledge_within >> 32:
        raise malformed("acknowledge_within", "does not fit uint32")
    return RequestFiled(
        request,
        actor,
        acting_organisation,
        acting_role,
        request_version,
        grant,
        resource,
        record,
        index,
        owner,
        grantee,
        mode,
        fields,
        purpose,
        legal_basis,
        case_tag,
        site,
        system,
        serve_by,
        acknowledge_within,
    )


def _encode_request_filed(event: RequestFiled) -> Encoded:
    topics = encode_topics(
        RequestFiled.TOPIC,
        ("request", "uint64", event.request),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("request_version", "uint64", event.request_version),
        (
            "terms",
            "(uint64,uint64,uint64,uint32,uint64,uint64,uint8,uint256,uint16,bytes32,bytes32,uint32,uint32,uint40,uint32)",
            (
                event.grant,
                event.resource,
                event.record,
                event.index,
                event.owner,
                event.grantee,
                event.mode,
                event.fields,
                event.purpose,
                event.legal_basis,
                event.case_tag,
                event.site,
                event.system,
                event.serve_by,
                event.acknowledge_within,
            ),
        ),
    )
    return topics, data


def _decode_request_rejected(topics: Sequence[bytes], data: bytes) -> RequestRejected:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    request = int.from_bytes(topics[1], "big")
    if request >> 64:
        raise malformed("request", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    request_version = int.from_bytes(data[64:96], "big")
    if request_version >> 64:
        raise malformed("request_version", "does not fit uint64")
    reason = int.from_bytes(data[96:128], "big")
    if reason >> 8:
        raise malformed("reason", "does not fit uint8")
    return RequestRejected(
        request,
        actor,
        acting_organisation,
        acting_role,
        request_version,
        reason,
    )


def _encode_request_rejected(event: RequestRejected) -> Encoded:
    topics = encode_topics(
        RequestRejected.TOPIC,
        ("request", "uint64", event.request),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("request_version", "uint64", event.request_version),
        ("reason", "uint8", event.reason),
    )
    return topics, data


def _decode_request_revoked(topics: Sequence[bytes], data: bytes) -> RequestRevoked:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 96:
        raise malformed("log", "has another number or length of topics, or another length of data")
    request = int.from_bytes(topics[1], "big")
    if request >> 64:
        raise malformed("request", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    request_version = int.from_bytes(data[64:96], "big")
    if request_version >> 64:
        raise malformed("request_version", "does not fit uint64")
    return RequestRevoked(
        request,
        actor,
        acting_organisation,
        acting_role,
        request_version,
    )


def _encode_request_revoked(event: RequestRevoked) -> Encoded:
    topics = encode_topics(
        RequestRevoked.TOPIC,
        ("request", "uint64", event.request),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("request_version", "uint64", event.request_version),
    )
    return topics, data


def _decode_request_sealed(topics: Sequence[bytes], data: bytes) -> RequestSealed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    request = int.from_bytes(topics[1], "big")
    if request >> 64:
        raise malformed("request", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    request_version = int.from_bytes(data[64:96], "big")
    if request_version >> 64:
        raise malformed("request_version", "does not fit uint64")
    disclose_at = int.from_bytes(data[96:128], "big")
    if disclose_at >> 40:
        raise malformed("disclose_at", "does not fit uint40")
    legal_basis = data[128:160]
    return RequestSealed(
        request,
        actor,
        acting_organisation,
        acting_role,
        request_version,
        disclose_at,
        legal_basis,
    )


def _encode_request_sealed(event: RequestSealed) -> Encoded:
    topics = encode_topics(
        RequestSealed.TOPIC,
        ("request", "uint64", event.request),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("request_version", "uint64", event.request_version),
        ("disclose_at", "uint40", event.disclose_at),
        ("legal_basis", "bytes32", event.legal_basis),
    )
    return topics, data


def _decode_request_served(topics: Sequence[bytes], data: bytes) -> RequestServed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 704:
        raise malformed("log", "has another number or length of topics, or another length of data")
    request = int.from_bytes(topics[1], "big")
    if request >> 64:
        raise malformed("request", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    request_version = int.from_bytes(data[64:96], "big")
    if request_version >> 64:
        raise malformed("request_version", "does not fit uint64")
    grant = int.from_bytes(data[96:128], "big")
    if grant >> 64:
        raise malformed("grant", "does not fit uint64")
    resource = int.from_bytes(data[128:160], "big")
    if resource >> 64:
        raise malformed("resource", "does not fit uint64")
    record = int.from_bytes(data[160:192], "big")
    if record >> 64:
        raise malformed("record", "does not fit uint64")
    index = int.from_bytes(data[192:224], "big")
    if index >> 32:
        raise malformed("index", "does not fit uint32")
    owner = int.from_bytes(data[224:256], "big")
    if owner >> 64:
        raise malformed("owner", "does not fit uint64")
    grantee = int.from_bytes(data[256:288], "big")
    if grantee >> 64:
        raise malformed("grantee", "does not fit uint64")
    mode = int.from_bytes(data[288:320], "big")
    if mode >> 8:
        raise malformed("mode", "does not fit uint8")
    fields = int.from_bytes(data[320:352], "big")
    purpose = int.from_bytes(data[352:384], "big")
    if purpose >> 16:
        raise malformed("purpose", "does not fit uint16")
    legal_basis = data[384:416]
    case_tag = data[416:448]
    site = int.from_bytes(data[448:480], "big")
    if site >> 32:
        raise malformed("site", "does not fit uint32")
    system = int.from_bytes(data[480:512], "big")
    if system >> 32:
        raise malformed("system", "does not fit uint32")
    serve_by = int.from_bytes(data[512:544], "big")
    if serve_by >> 40:
        raise malformed("serve_by", "does not fit uint40")
    acknowledge_within = int.from_bytes(data[544:576], "big")
    if acknowledge_within >> 32:
        raise malformed("acknowledge_within", "does not fit uint32")
    filed_by = int.from_bytes(data[576:608], "big")
    if filed_by >> 64:
        raise malformed("filed_by", "does not fit uint64")
    answer = data[608:640]
    rule_version = int.from_bytes(data[640:672], "big")
    if rule_version >> 32:
        raise malformed("rule_version", "does not fit uint32")
    acknowledge_by = int.from_bytes(data[672:704], "big")
    if acknowledge_by >> 40:
        raise malformed("acknowledge_by", "does not fit uint40")
    return RequestServed(
        request,
        actor,
        acting_organisation,
        acting_role,
        request_version,
        grant,
        resource,
        record,
        index,
        owner,
        grantee,
        mode,
        fields,
        purpose,
        legal_basis,
        case_tag,
        site,
        system,
        serve_by,
        acknowledge_within,
        filed_by,
        answer,
        rule_version,
        acknowledge_by,
    )


def _encode_request_served(event: RequestServed) -> Encoded:
    topics = encode_topics(
        RequestServed.TOPIC,
        ("request", "uint64", event.request),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("request_version", "uint64", event.request_version),
        (
            "terms",
            "(uint64,uint64,uint64,uint32,uint64,uint64,uint8,uint256,uint16,bytes32,bytes32,uint32,uint32,uint40,uint32)",
            (
                event.grant,
                event.resource,
                event.record,
                event.index,
                event.owner,
                event.grantee,
                event.mode,
                event.fields,
                event.purpose,
                event.legal_basis,
                event.case_tag,
                event.site,
                event.system,
                event.serve_by,
                event.acknowledge_within,
            ),
        ),
        ("filed_by", "uint64", event.filed_by),
        ("answer", "bytes32", event.answer),
        ("rule_version", "uint32", event.rule_version),
        ("acknowledge_by", "uint40", event.acknowledge_by),
    )
    return topics, data


def _decode_request_unsealed(topics: Sequence[bytes], data: bytes) -> RequestUnsealed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 96:
        raise malformed("log", "has another number or length of topics, or another length of data")
    request = int.from_bytes(topics[1], "big")
    if request >> 64:
        raise malformed("request", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    request_version = int.from_bytes(data[64:96], "big")
    if request_version >> 64:
        raise malformed("request_version", "does not fit uint64")
    return RequestUnsealed(
        request,
        actor,
        acting_organisation,
        acting_role,
        request_version,
    )


def _encode_request_unsealed(event: RequestUnsealed) -> Encoded:
    topics = encode_topics(
        RequestUnsealed.TOPIC,
        ("request", "uint64", event.request),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("request_version", "uint64", event.request_version),
    )
    return topics, data


def _decode_window_closed(topics: Sequence[bytes], data: bytes) -> WindowClosed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    window = int.from_bytes(topics[1], "big")
    if window >> 64:
        raise malformed("window", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    window_version = int.from_bytes(data[64:96], "big")
    if window_version >> 64:
        raise malformed("window_version", "does not fit uint64")
    count = int.from_bytes(data[96:128], "big")
    if count >> 32:
        raise malformed("count", "does not fit uint32")
    root = data[128:160]
    return WindowClosed(
        window,
        actor,
        acting_organisation,
        acting_role,
        window_version,
        count,
        root,
    )


def _encode_window_closed(event: WindowClosed) -> Encoded:
    topics = encode_topics(
        WindowClosed.TOPIC,
        ("window", "uint64", event.window),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("window_version", "uint64", event.window_version),
        ("count", "uint32", event.count),
        ("root", "bytes32", event.root),
    )
    return topics, data


def _decode_window_opened(topics: Sequence[bytes], data: bytes) -> WindowOpened:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 480:
        raise malformed("log", "has another number or length of topics, or another length of data")
    window = int.from_bytes(topics[1], "big")
    if window >> 64:
        raise malformed("window", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    window_version = int.from_bytes(data[64:96], "big")
    if window_version >> 64:
        raise malformed("window_version", "does not fit uint64")
    grant = int.from_bytes(data[96:128], "big")
    if grant >> 64:
        raise malformed("grant", "does not fit uint64")
    resource = int.from_bytes(data[128:160], "big")
    if resource >> 64:
        raise malformed("resource", "does not fit uint64")
    owner = int.from_bytes(data[160:192], "big")
    if owner >> 64:
        raise malformed("owner", "does not fit uint64")
    grantee = int.from_bytes(data[192:224], "big")
    if grantee >> 64:
        raise malformed("grantee", "does not fit uint64")
    mode = int.from_bytes(data[224:256], "big")
    if mode >> 8:
        raise malformed("mode", "does not fit uint8")
    fields = int.from_bytes(data[256:288], "big")
    purpose = int.from_bytes(data[288:320], "big")
    if purpose >> 16:
        raise malformed("purpose", "does not fit uint16")
    legal_basis = data[320:352]
    site = int.from_bytes(data[352:384], "big")
    if site >> 32:
        raise malformed("site", "does not fit uint32")
    system = int.from_bytes(data[384:416], "big")
    if system >> 32:
        raise malformed("system", "does not fit uint32")
    uses = int.from_bytes(data[416:448], "big")
    if uses >> 32:
        raise malformed("uses", "does not fit uint32")
    close_by = int.from_bytes(data[448:480], "big")
    if close_by >> 40:
        raise malformed("close_by", "does not fit uint40")
    return WindowOpened(
        window,
        actor,
        acting_organisation,
        acting_role,
        window_version,
        grant,
        resource,
        owner,
        grantee,
        mode,
        fields,
        purpose,
        legal_basis,
        site,
        system,
        uses,
        close_by,
    )


def _encode_window_opened(event: WindowOpened) -> Encoded:
    topics = encode_topics(
        WindowOpened.TOPIC,
        ("window", "uint64", event.window),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("window_version", "uint64", event.window_version),
        (
            "terms",
            "(uint64,uint64,uint64,uint64,uint8,uint256,uint16,bytes32,uint32,uint32,uint32,uint40)",
            (
                event.grant,
                event.resource,
                event.owner,
                event.grantee,
                event.mode,
                event.fields,
                event.purpose,
                event.legal_basis,
                event.site,
                event.system,
                event.uses,
                event.close_by,
            ),
        ),
    )
    return topics, data


def _decode_decision_executed(topics: Sequence[bytes], data: bytes) -> DecisionExecuted:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) < 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    proposal = int.from_bytes(topics[1], "big")
    if proposal >> 64:
        raise malformed("proposal", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    end = 160
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    proposal_version = int.from_bytes(data[64:96], "big")
    if proposal_version >> 64:
        raise malformed("proposal_version", "does not fit uint64")
    if data[96:108] != _ZEROS_12:
        raise malformed("target", "is an address with bytes before it")
    target = data[108:128]
    call, end = decode_tail(codec("bytes"), data, 0, 128, end, "call")
    if end != len(data):
        raise malformed("log", f"takes {end} bytes of data, and {len(data)} are there")
    return DecisionExecuted(
        proposal,
        actor,
        acting_organisation,
        acting_role,
        proposal_version,
        target,
        call,
    )


def _encode_decision_executed(event: DecisionExecuted) -> Encoded:
    topics = encode_topics(
        DecisionExecuted.TOPIC,
        ("proposal", "uint64", event.proposal),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("proposal_version", "uint64", event.proposal_version),
        ("target", "address", event.target),
        ("call", "bytes", event.call),
    )
    return topics, data


def _decode_guardian_appointed(topics: Sequence[bytes], data: bytes) -> GuardianAppointed:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    if topics[1][0:12] != _ZEROS_12:
        raise malformed("guardian", "is an address with bytes before it")
    guardian = topics[1][12:32]
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    guardian_version = int.from_bytes(data[64:96], "big")
    if guardian_version >> 64:
        raise malformed("guardian_version", "does not fit uint64")
    if data[96:108] != _ZEROS_12:
        raise malformed("replaced_guardian", "is an address with bytes before it")
    replaced_guardian = data[108:128]
    replaced_guardian_version = int.from_bytes(data[128:160], "big")
    if replaced_guardian_version >> 64:
        raise malformed("replaced_guardian_version", "does not fit uint64")
    return GuardianAppointed(
        guardian,
        actor,
        acting_organisation,
        acting_role,
        guardian_version,
        replaced_guardian,
        replaced_guardian_version,
    )


def _encode_guardian_appointed(event: GuardianAppointed) -> Encoded:
    topics = encode_topics(
        GuardianAppointed.TOPIC,
        ("guardian", "address", event.guardian),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("guardian_version", "uint64", event.guardian_version),
        ("replaced_guardian", "address", event.replaced_guardian),
        ("replaced_guardian_version", "uint64", event.replaced_guardian_version),
    )
    return topics, data


def _decode_guardian_froze(topics: Sequence[bytes], data: bytes) -> GuardianFroze:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    if topics[1][0:12] != _ZEROS_12:
        raise malformed("guardian", "is an address with bytes before it")
    guardian = topics[1][12:32]
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    guardian_version = int.from_bytes(data[64:96], "big")
    if guardian_version >> 64:
        raise malformed("guardian_version", "does not fit uint64")
    officer = int.from_bytes(data[96:128], "big")
    if officer >> 64:
        raise malformed("officer", "does not fit uint64")
    return GuardianFroze(
        guardian,
        actor,
        acting_organisation,
        acting_role,
        guardian_version,
        officer,
    )


def _encode_guardian_froze(event: GuardianFroze) -> Encoded:
    topics = encode_topics(
        GuardianFroze.TOPIC,
        ("guardian", "address", event.guardian),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("guardian_version", "uint64", event.guardian_version),
        ("officer", "uint64", event.officer),
    )
    return topics, data


def _decode_guardian_removed(topics: Sequence[bytes], data: bytes) -> GuardianRemoved:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 96:
        raise malformed("log", "has another number or length of topics, or another length of data")
    if topics[1][0:12] != _ZEROS_12:
        raise malformed("guardian", "is an address with bytes before it")
    guardian = topics[1][12:32]
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    guardian_version = int.from_bytes(data[64:96], "big")
    if guardian_version >> 64:
        raise malformed("guardian_version", "does not fit uint64")
    return GuardianRemoved(
        guardian,
        actor,
        acting_organisation,
        acting_role,
        guardian_version,
    )


def _encode_guardian_removed(event: GuardianRemoved) -> Encoded:
    topics = encode_topics(
        GuardianRemoved.TOPIC,
        ("guardian", "address", event.guardian),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("guardian_version", "uint64", event.guardian_version),
    )
    return topics, data


def _decode_guardian_stopped(topics: Sequence[bytes], data: bytes) -> GuardianStopped:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    if topics[1][0:12] != _ZEROS_12:
        raise malformed("guardian", "is an address with bytes before it")
    guardian = topics[1][12:32]
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    guardian_version = int.from_bytes(data[64:96], "big")
    if guardian_version >> 64:
        raise malformed("guardian_version", "does not fit uint64")
    if data[96:108] != _ZEROS_12:
        raise malformed("account", "is an address with bytes before it")
    account = data[108:128]
    return GuardianStopped(
        guardian,
        actor,
        acting_organisation,
        acting_role,
        guardian_version,
        account,
    )


def _encode_guardian_stopped(event: GuardianStopped) -> Encoded:
    topics = encode_topics(
        GuardianStopped.TOPIC,
        ("guardian", "address", event.guardian),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("guardian_version", "uint64", event.guardian_version),
        ("account", "address", event.account),
    )
    return topics, data


def _decode_handed_over(topics: Sequence[bytes], data: bytes) -> HandedOver:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 96:
        raise malformed("log", "has another number or length of topics, or another length of data")
    if topics[1][0:12] != _ZEROS_12:
        raise malformed("founder", "is an address with bytes before it")
    founder = topics[1][12:32]
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    founder_version = int.from_bytes(data[64:96], "big")
    if founder_version >> 64:
        raise malformed("founder_version", "does not fit uint64")
    return HandedOver(
        founder,
        actor,
        acting_organisation,
        acting_role,
        founder_version,
    )


def _encode_handed_over(event: HandedOver) -> Encoded:
    topics = encode_topics(
        HandedOver.TOPIC,
        ("founder", "address", event.founder),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("founder_version", "uint64", event.founder_version),
    )
    return topics, data


def _decode_policy_set(topics: Sequence[bytes], data: bytes) -> PolicySet:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 192:
        raise malformed("log", "has another number or length of topics, or another length of data")
    policy = int.from_bytes(topics[1], "big")
    if policy >> 64:
        raise malformed("policy", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    policy_version = int.from_bytes(data[64:96], "big")
    if policy_version >> 64:
        raise malformed("policy_version", "does not fit uint64")
    threshold = int.from_bytes(data[96:128], "big")
    if threshold >> 16:
        raise malformed("threshold", "does not fit uint16")
    delay = int.from_bytes(data[128:160], "big")
    if delay >> 40:
        raise malformed("delay", "does not fit uint40")
    lapse = int.from_bytes(data[160:192], "big")
    if lapse >> 40:
        raise malformed("lapse", "does not fit uint40")
    return PolicySet(
        policy,
        actor,
        acting_organisation,
        acting_role,
        policy_version,
        threshold,
        delay,
        lapse,
    )


def _encode_policy_set(event: PolicySet) -> Encoded:
    topics = encode_topics(
        PolicySet.TOPIC,
        ("policy", "uint64", event.policy),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("policy_version", "uint64", event.policy_version),
        ("terms", "(uint16,uint40,uint40)", (event.threshold, event.delay, event.lapse)),
    )
    return topics, data


def _decode_proposal_cancelled(topics: Sequence[bytes], data: bytes) -> ProposalCancelled:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 96:
        raise malformed("log", "has another number or length of topics, or another length of data")
    proposal = int.from_bytes(topics[1], "big")
    if proposal >> 64:
        raise malformed("proposal", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    proposal_version = int.from_bytes(data[64:96], "big")
    if proposal_version >> 64:
        raise malformed("proposal_version", "does not fit uint64")
    return ProposalCancelled(
        proposal,
        actor,
        acting_organisation,
        acting_role,
        proposal_version,
    )


def _encode_proposal_cancelled(event: ProposalCancelled) -> Encoded:
    topics = encode_topics(
        ProposalCancelled.TOPIC,
        ("proposal", "uint64", event.proposal),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("proposal_version", "uint64", event.proposal_version),
    )
    return topics, data


def _decode_proposal_made(topics: Sequence[bytes], data: bytes) -> ProposalMade:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) < 256:
        raise malformed("log", "has another number or length of topics, or another length of data")
    proposal = int.from_bytes(topics[1], "big")
    if proposal >> 64:
        raise malformed("proposal", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    end = 256
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    proposal_version = int.from_bytes(data[64:96], "big")
    if proposal_version >> 64:
        raise malformed("proposal_version", "does not fit uint64")
    kind = int.from_bytes(data[96:128], "big")
    if kind >> 8:
        raise malformed("kind", "does not fit uint8")
    concerned = int.from_bytes(data[128:160], "big")
    if concerned >> 64:
        raise malformed("concerned", "does not fit uint64")
    lapses_at = int.from_bytes(data[160:192], "big")
    if lapses_at >> 40:
        raise malformed("lapses_at", "does not fit uint40")
    if data[192:204] != _ZEROS_12:
        raise malformed("target", "is an address with bytes before it")
    target = data[204:224]
    call, end = decode_tail(codec("bytes"), data, 0, 224, end, "call")
    if end != len(data):
        raise malformed("log", f"takes {end} bytes of data, and {len(data)} are there")
    return ProposalMade(
        proposal,
        actor,
        acting_organisation,
        acting_role,
        proposal_version,
        kind,
        concerned,
        lapses_at,
        target,
        call,
    )


def _encode_proposal_made(event: ProposalMade) -> Encoded:
    topics = encode_topics(
        ProposalMade.TOPIC,
        ("proposal", "uint64", event.proposal),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("proposal_version", "uint64", event.proposal_version),
        ("kind", "uint8", event.kind),
        ("concerned", "uint64", event.concerned),
        ("lapses_at", "uint40", event.lapses_at),
        ("target", "address", event.target),
        ("call", "bytes", event.call),
    )
    return topics, data


def _decode_proposal_queued(topics: Sequence[bytes], data: bytes) -> ProposalQueued:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    proposal = int.from_bytes(topics[1], "big")
    if proposal >> 64:
        raise malformed("proposal", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    proposal_version = int.from_bytes(data[64:96], "big")
    if proposal_version >> 64:
        raise malformed("proposal_version", "does not fit uint64")
    ready_at = int.from_bytes(data[96:128], "big")
    if ready_at >> 40:
        raise malformed("ready_at", "does not fit uint40")
    return ProposalQueued(
        proposal,
        actor,
        acting_organisation,
        acting_role,
        proposal_version,
        ready_at,
    )


def _encode_proposal_queued(event: ProposalQueued) -> Encoded:
    topics = encode_topics(
        ProposalQueued.TOPIC,
        ("proposal", "uint64", event.proposal),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("proposal_version", "uint64", event.proposal_version),
        ("ready_at", "uint40", event.ready_at),
    )
    return topics, data


def _decode_vote_cast(topics: Sequence[bytes], data: bytes) -> VoteCast:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 96:
        raise malformed("log", "has another number or length of topics, or another length of data")
    proposal = int.from_bytes(topics[1], "big")
    if proposal >> 64:
        raise malformed("proposal", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    proposal_version = int.from_bytes(data[64:96], "big")
    if proposal_version >> 64:
        raise malformed("proposal_version", "does not fit uint64")
    return VoteCast(
        proposal,
        actor,
        acting_organisation,
        acting_role,
        proposal_version,
    )


def _encode_vote_cast(event: VoteCast) -> Encoded:
    topics = encode_topics(
        VoteCast.TOPIC,
        ("proposal", "uint64", event.proposal),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("proposal_version", "uint64", event.proposal_version),
    )
    return topics, data


def _decode_vote_withdrawn(topics: Sequence[bytes], data: bytes) -> VoteWithdrawn:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    proposal = int.from_bytes(topics[1], "big")
    if proposal >> 64:
        raise malformed("proposal", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    proposal_version = int.from_bytes(data[64:96], "big")
    if proposal_version >> 64:
        raise malformed("proposal_version", "does not fit uint64")
    unqueued = read_boolean(data[96:128], "unqueued")
    return VoteWithdrawn(
        proposal,
        actor,
        acting_organisation,
        acting_role,
        proposal_version,
        unqueued,
    )


def _encode_vote_withdrawn(event: VoteWithdrawn) -> Encoded:
    topics = encode_topics(
        VoteWithdrawn.TOPIC,
        ("proposal", "uint64", event.proposal),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("proposal_version", "uint64", event.proposal_version),
        ("unqueued", "bool", event.unqueued),
    )
    return topics, data


def _decode_batch_issued(topics: Sequence[bytes], data: bytes) -> BatchIssued:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 224:
        raise malformed("log", "has another number or length of topics, or another length of data")
    batch = int.from_bytes(topics[1], "big")
    if batch >> 64:
        raise malformed("batch", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    batch_version = int.from_bytes(data[64:96], "big")
    if batch_version >> 64:
        raise malformed("batch_version", "does not fit uint64")
    range = int.from_bytes(data[96:128], "big")
    if range >> 64:
        raise malformed("range", "does not fit uint64")
    first = int.from_bytes(data[128:160], "big")
    if first >> 64:
        raise malformed("first", "does not fit uint64")
    count = int.from_bytes(data[160:192], "big")
    if count >> 32:
        raise malformed("count", "does not fit uint32")
    root = data[192:224]
    return BatchIssued(
        batch,
        actor,
        acting_organisation,
        acting_role,
        batch_version,
        range,
        first,
        count,
        root,
    )


def _encode_batch_issued(event: BatchIssued) -> Encoded:
    topics = encode_topics(
        BatchIssued.TOPIC,
        ("batch", "uint64", event.batch),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("batch_version", "uint64", event.batch_version),
        ("range", "uint64", event.range),
        ("first", "uint64", event.first),
        ("count", "uint32", event.count),
        ("root", "bytes32", event.root),
    )
    return topics, data


def _decode_bill_frozen(topics: Sequence[bytes], data: bytes) -> BillFrozen:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    bill = int.from_bytes(topics[1], "big")
    if bill >> 64:
        raise malformed("bill", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    bill_version = int.from_bytes(data[64:96], "big")
    if bill_version >> 64:
        raise malformed("bill_version", "does not fit uint64")
    reason = int.from_bytes(data[96:128], "big")
    if reason >> 8:
        raise malformed("reason", "does not fit uint8")
    return BillFrozen(
        bill,
        actor,
        acting_organisation,
        acting_role,
        bill_version,
        reason,
    )


def _encode_bill_frozen(event: BillFrozen) -> Encoded:
    topics = encode_topics(
        BillFrozen.TOPIC,
        ("bill", "uint64", event.bill),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("bill_version", "uint64", event.bill_version),
        ("reason", "uint8", event.reason),
    )
    return topics, data


def _decode_bill_issued(topics: Sequence[bytes], data: bytes) -> BillIssued:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 224:
        raise malformed("log", "has another number or length of topics, or another length of data")
    bill = int.from_bytes(topics[1], "big")
    if bill >> 64:
        raise malformed("bill", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    bill_version = int.from_bytes(data[64:96], "big")
    if bill_version >> 64:
        raise malformed("bill_version", "does not fit uint64")
    range = int.from_bytes(data[96:128], "big")
    if range >> 64:
        raise malformed("range", "does not fit uint64")
    business_tag = data[128:160]
    settlement_tag = data[160:192]
    inner = data[192:224]
    return BillIssued(
        bill,
        actor,
        acting_organisation,
        acting_role,
        bill_version,
        range,
        business_tag,
        settlement_tag,
        inner,
    )


def _encode_bill_issued(event: BillIssued) -> Encoded:
    topics = encode_topics(
        BillIssued.TOPIC,
        ("bill", "uint64", event.bill),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("bill_version", "uint64", event.bill_version),
        ("range", "uint64", event.range),
        ("leaf", "(bytes32,bytes32,bytes32)", (event.business_tag, event.settlement_tag, event.inner)),
    )
    return topics, data


def _decode_bill_opened(topics: Sequence[bytes], data: bytes) -> BillOpened:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 224:
        raise malformed("log", "has another number or length of topics, or another length of data")
    bill = int.from_bytes(topics[1], "big")
    if bill >> 64:
        raise malformed("bill", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    bill_version = int.from_bytes(data[64:96], "big")
    if bill_version >> 64:
        raise malformed("bill_version", "does not fit uint64")
    batch = int.from_bytes(data[96:128], "big")
    if batch >> 64:
        raise malformed("batch", "does not fit uint64")
    business_tag = data[128:160]
    settlement_tag = data[160:192]
    inner = data[192:224]
    return BillOpened(
        bill,
        actor,
        acting_organisation,
        acting_role,
        bill_version,
        batch,
        business_tag,
        settlement_tag,
        inner,
    )


def _encode_bill_opened(event: BillOpened) -> Encoded:
    topics = encode_topics(
        BillOpened.TOPIC,
        ("bill", "uint64", event.bill),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("bill_version", "uint64", event.bill_version),
        ("batch", "uint64", event.batch),
        ("leaf", "(bytes32,bytes32,bytes32)", (event.business_tag, event.settlement_tag, event.inner)),
    )
    return topics, data


def _decode_bill_red_lettered(topics: Sequence[bytes], data: bytes) -> BillRedLettered:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 320:
        raise malformed("log", "has another number or length of topics, or another length of data")
    bill = int.from_bytes(topics[1], "big")
    if bill >> 64:
        raise malformed("bill", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    bill_version = int.from_bytes(data[64:96], "big")
    if bill_version >> 64:
        raise malformed("bill_version", "does not fit uint64")
    red_bill = int.from_bytes(data[96:128], "big")
    if red_bill >> 64:
        raise malformed("red_bill", "does not fit uint64")
    red_bill_version = int.from_bytes(data[128:160], "big")
    if red_bill_version >> 64:
        raise malformed("red_bill_version", "does not fit uint64")
    range = int.from_bytes(data[160:192], "big")
    if range >> 64:
        raise malformed("range", "does not fit uint64")
    business_tag = data[192:224]
    settlement_tag = data[224:256]
    inner = data[256:288]
    reason = int.from_bytes(data[288:320], "big")
    if reason >> 8:
        raise malformed("reason", "does not fit uint8")
    return BillRedLettered(
        bill,
        actor,
        acting_organisation,
        acting_role,
        bill_version,
        red_bill,
        red_bill_version,
        range,
        business_tag,
        settlement_tag,
        inner,
        reason,
    )


def _encode_bill_red_lettered(event: BillRedLettered) -> Encoded:
    topics = encode_topics(
        BillRedLettered.TOPIC,
        ("bill", "uint64", event.bill),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("bill_version", "uint64", event.bill_version),
        ("red_bill", "uint64", event.red_bill),
        ("red_bill_version", "uint64", event.red_bill_version),
        ("range", "uint64", event.range),
        ("leaf", "(bytes32,bytes32,bytes32)", (event.business_tag, event.settlement_tag, event.inner)),
        ("reason", "uint8", event.reason),
    )
    return topics, data


def _decode_bill_shredded(topics: Sequence[bytes], data: bytes) -> BillShredded:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    bill = int.from_bytes(topics[1], "big")
    if bill >> 64:
        raise malformed("bill", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    bill_version = int.from_bytes(data[64:96], "big")
    if bill_version >> 64:
        raise malformed("bill_version", "does not fit uint64")
    batch = int.from_bytes(data[96:128], "big")
    if batch >> 64:
        raise malformed("batch", "does not fit uint64")
    reason = int.from_bytes(data[128:160], "big")
    if reason >> 8:
        raise malformed("reason", "does not fit uint8")
    return BillShredded(
        bill,
        actor,
        acting_organisation,
        acting_role,
        bill_version,
        batch,
        reason,
    )


def _encode_bill_shredded(event: BillShredded) -> Encoded:
    topics = encode_topics(
        BillShredded.TOPIC,
        ("bill", "uint64", event.bill),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("bill_version", "uint64", event.bill_version),
        ("batch", "uint64", event.batch),
        ("reason", "uint8", event.reason),
    )
    return topics, data


def _decode_freeze_lifted(topics: Sequence[bytes], data: bytes) -> FreezeLifted:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    bill = int.from_bytes(topics[1], "big")
    if bill >> 64:
        raise malformed("bill", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    bill_version = int.from_bytes(data[64:96], "big")
    if bill_version >> 64:
        raise malformed("bill_version", "does not fit uint64")
    frozen_until = int.from_bytes(data[96:128], "big")
    if frozen_until >> 40:
        raise malformed("frozen_until", "does not fit uint40")
    return FreezeLifted(
        bill,
        actor,
        acting_organisation,
        acting_role,
        bill_version,
        frozen_until,
    )


def _encode_freeze_lifted(event: FreezeLifted) -> Encoded:
    topics = encode_topics(
        FreezeLifted.TOPIC,
        ("bill", "uint64", event.bill),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("bill_version", "uint64", event.bill_version),
        ("frozen_until", "uint40", event.frozen_until),
    )
    return topics, data


def _decode_paper_issued(topics: Sequence[bytes], data: bytes) -> PaperIssued:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 160:
        raise malformed("log", "has another number or length of topics, or another length of data")
    bill = int.from_bytes(topics[1], "big")
    if bill >> 64:
        raise malformed("bill", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    bill_version = int.from_bytes(data[64:96], "big")
    if bill_version >> 64:
        raise malformed("bill_version", "does not fit uint64")
    paper = int.from_bytes(data[96:128], "big")
    if paper >> 64:
        raise malformed("paper", "does not fit uint64")
    replaced = int.from_bytes(data[128:160], "big")
    if replaced >> 64:
        raise malformed("replaced", "does not fit uint64")
    return PaperIssued(
        bill,
        actor,
        acting_organisation,
        acting_role,
        bill_version,
        paper,
        replaced,
    )


def _encode_paper_issued(event: PaperIssued) -> Encoded:
    topics = encode_topics(
        PaperIssued.TOPIC,
        ("bill", "uint64", event.bill),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("bill_version", "uint64", event.bill_version),
        ("paper", "uint64", event.paper),
        ("replaced", "uint64", event.replaced),
    )
    return topics, data


def _decode_paper_voided(topics: Sequence[bytes], data: bytes) -> PaperVoided:
    if len(topics) != 3 or len(topics[1]) != 32 or len(topics[2]) != 32 or len(data) != 128:
        raise malformed("log", "has another number or length of topics, or another length of data")
    bill = int.from_bytes(topics[1], "big")
    if bill >> 64:
        raise malformed("bill", "does not fit uint64")
    if topics[2][0:12] != _ZEROS_12:
        raise malformed("actor", "is an address with bytes before it")
    actor = topics[2][12:32]
    acting_organisation = int.from_bytes(data[0:32], "big")
    if acting_organisation >> 64:
        raise malformed("acting_organisation", "does not fit uint64")
    acting_role = int.from_bytes(data[32:64], "big")
    if acting_role >> 8:
        raise malformed("acting_role", "does not fit uint8")
    bill_version = int.from_bytes(data[64:96], "big")
    if bill_version >> 64:
        raise malformed("bill_version", "does not fit uint64")
    paper = int.from_bytes(data[96:128], "big")
    if paper >> 64:
        raise malformed("paper", "does not fit uint64")
    return PaperVoided(
        bill,
        actor,
        acting_organisation,
        acting_role,
        bill_version,
        paper,
    )


def _encode_paper_voided(event: PaperVoided) -> Encoded:
    topics = encode_topics(
        PaperVoided.TOPIC,
        ("bill", "uint64", event.bill),
        ("actor", "address", event.actor),
    )
    data = encode_values(
        ("acting_organisation", "uint64", event.acting_organisation),
        ("acting_role", "uint8", event.acting_role),
        ("bill_version", "uint64", event.bill_version),
        ("paper", "uint64", event.paper),
    )
    return topics, data


_DECODERS: dict[bytes, Callable[[Sequence[bytes], bytes], Event]] = {
    DraftApprovalWithdrawn.TOPIC: _decode_draft_approval_withdrawn,
    DraftApproved.TOPIC: _decode_draft_approved,
    GrantIssued.TOPIC: _decode_grant_issued,
    GrantRevoked.TOPIC: _decode_grant_revoked,
    SignatureCancelled.TOPIC: _decode_signature_cancelled,
    BillBooked.TOPIC: _decode_bill_booked,
    BookingReversed.TOPIC: _decode_booking_reversed,
    ClaimDeclined.TOPIC: _decode_claim_declined,
    ClaimOpened.TOPIC: _decode_claim_opened,
    ConsentRevoked.TOPIC: _decode_consent_revoked,
    DirectSettlementMade.TOPIC: _decode_direct_settlement_made,
    ReservationMade.TOPIC: _decode_reservation_made,
    ReservationReleased.TOPIC: _decode_reservation_released,
    ReservationRenewed.TOPIC: _decode_reservation_renewed,
    ReversalProposed.TOPIC: _decode_reversal_proposed,
    SettlementMade.TOPIC: _decode_settlement_made,
    SettlementReversed.TOPIC: _decode_settlement_reversed,
    NumbersVoided.TOPIC: _decode_numbers_voided,
    PayerClassified.TOPIC: _decode_payer_classified,
    PayerOrderSet.TOPIC: _decode_payer_order_set,
    RangeClosed.TOPIC: _decode_range_closed,
    RangeClosureProposed.TOPIC: _decode_range_closure_proposed,
    RangeGranted.TOPIC: _decode_range_granted,
    RangeProposed.TOPIC: _decode_range_proposed,
    RangeReturned.TOPIC: _decode_range_returned,
    RangeSplit.TOPIC: _decode_range_split,
    RangeWrittenOff.TOPIC: _decode_range_written_off,
    VoidConfirmed.TOPIC: _decode_void_confirmed,
    VoidReviewed.TOPIC: _decode_void_reviewed,
    AdministratorRuleSet.TOPIC: _decode_administrator_rule_set,
    ContractClosed.TOPIC: _decode_contract_closed,
    ContractListed.TOPIC: _decode_contract_listed,
    EndorsementGiven.TOPIC: _decode_endorsement_given,
    EndorsementUsed.TOPIC: _decode_endorsement_used,
    EndorsementWithdrawn.TOPIC: _decode_endorsement_withdrawn,
    FreezeSet.TOPIC: _decode_freeze_set,
    KeyRotated.TOPIC: _decode_key_rotated,
    OfficerAmended.TOPIC: _decode_officer_amended,
    OfficerAppointed.TOPIC: _decode_officer_appointed,
    OfficerDismissed.TOPIC: _decode_officer_dismissed,
    OrganisationAdmitted.TOPIC: _decode_organisation_admitted,
    OrganisationAmended.TOPIC: _decode_organisation_amended,
    OrganisationEnded.TOPIC: _decode_organisation_ended,
    OrganisationReinstated.TOPIC: _decode_organisation_reinstated,
    OrganisationSuspended.TOPIC: _decode_organisation_suspended,
    PauseSet.TOPIC: _decode_pause_set,
    RecordBatchRegistered.TOPIC: _decode_record_batch_registered,
    RecordOpened.TOPIC: _decode_record_opened,
    RecordRegistered.TOPIC: _decode_record_registered,
    RecordShredded.TOPIC: _decode_record_shredded,
    RecordSuperseded.TOPIC: _decode_record_superseded,
    RecordWithdrawn.TOPIC: _decode_record_withdrawn,
    ResourceAmended.TOPIC: _decode_resource_amended,
    ResourceRegistered.TOPIC: _decode_resource_registered,
    ResourceRetired.TOPIC: _decode_resource_retired,
    TimestampAnchored.TOPIC: _decode_timestamp_anchored,
    EmergencyAnswered.TOPIC: _decode_emergency_answered,
    EmergencyJustified.TOPIC: _decode_emergency_justified,
    EmergencyReviewed.TOPIC: _decode_emergency_reviewed,
    GlassBroken.TOPIC: _decode_glass_broken,
    RequestAcknowledged.TOPIC: _decode_request_acknowledged,
    RequestApproved.TOPIC: _decode_request_approved,
    RequestDisputed.TOPIC: _decode_request_disputed,
    RequestFiled.TOPIC: _decode_request_filed,
    RequestRejected.TOPIC: _decode_request_rejected,
    RequestRevoked.TOPIC: _decode_request_revoked,
    RequestSealed.TOPIC: _decode_request_sealed,
    RequestServed.TOPIC: _decode_request_served,
    RequestUnsealed.TOPIC: _decode_request_unsealed,
    WindowClosed.TOPIC: _decode_window_closed,
    WindowOpened.TOPIC: _decode_window_opened,
    DecisionExecuted.TOPIC: _decode_decision_executed,
    GuardianAppointed.TOPIC: _decode_guardian_appointed,
    GuardianFroze.TOPIC: _decode_guardian_froze,
    GuardianRemoved.TOPIC: _decode_guardian_removed,
    GuardianStopped.TOPIC: _decode_guardian_stopped,
    HandedOver.TOPIC: _decode_handed_over,
    PolicySet.TOPIC: _decode_policy_set,
    ProposalCancelled.TOPIC: _decode_proposal_cancelled,
    ProposalMade.TOPIC: _decode_proposal_made,
    ProposalQueued.TOPIC: _decode_proposal_queued,
    VoteCast.TOPIC: _decode_vote_cast,
    VoteWithdrawn.TOPIC: _decode_vote_withdrawn,
    BatchIssued.TOPIC: _decode_batch_issued,
    BillFrozen.TOPIC: _decode_bill_frozen,
    BillIssued.TOPIC: _decode_bill_issued,
    BillOpened.TOPIC: _decode_bill_opened,
    BillRedLettered.TOPIC: _decode_bill_red_lettered,
    BillShredded.TOPIC: _decode_bill_shredded,
    FreezeLifted.TOPIC: _decode_freeze_lifted,
    PaperIssued.TOPIC: _decode_paper_issued,
    PaperVoided.TOPIC: _decode_paper_voided,
}

_ENCODERS: dict[type[Event], Callable[[Any], Encoded]] = {
    DraftApprovalWithdrawn: _encode_draft_approval_withdrawn,
    DraftApproved: _encode_draft_approved,
    GrantIssued: _encode_grant_issued,
    GrantRevoked: _encode_grant_revoked,
    SignatureCancelled: _encode_signature_cancelled,
    BillBooked: _encode_bill_booked,
    BookingReversed: _encode_booking_reversed,
    ClaimDeclined: _encode_claim_declined,
    ClaimOpened: _encode_claim_opened,
    ConsentRevoked: _encode_consent_revoked,
    DirectSettlementMade: _encode_direct_settlement_made,
    ReservationMade: _encode_reservation_made,
    ReservationReleased: _encode_reservation_released,
    ReservationRenewed: _encode_reservation_renewed,
    ReversalProposed: _encode_reversal_proposed,
    SettlementMade: _encode_settlement_made,
    SettlementReversed: _encode_settlement_reversed,
    NumbersVoided: _encode_numbers_voided,
    PayerClassified: _encode_payer_classified,
    PayerOrderSet: _encode_payer_order_set,
    RangeClosed: _encode_range_closed,
    RangeClosureProposed: _encode_range_closure_proposed,
    RangeGranted: _encode_range_granted,
    RangeProposed: _encode_range_proposed,
    RangeReturned: _encode_range_returned,
    RangeSplit: _encode_range_split,
    RangeWrittenOff: _encode_range_written_off,
    VoidConfirmed: _encode_void_confirmed,
    VoidReviewed: _encode_void_reviewed,
    AdministratorRuleSet: _encode_administrator_rule_set,
    ContractClosed: _encode_contract_closed,
    ContractListed: _encode_contract_listed,
    EndorsementGiven: _encode_endorsement_given,
    EndorsementUsed: _encode_endorsement_used,
    EndorsementWithdrawn: _encode_endorsement_withdrawn,
    FreezeSet: _encode_freeze_set,
    KeyRotated: _encode_key_rotated,
    OfficerAmended: _encode_officer_amended,
    OfficerAppointed: _encode_officer_appointed,
    OfficerDismissed: _encode_officer_dismissed,
    OrganisationAdmitted: _encode_organisation_admitted,
    OrganisationAmended: _encode_organisation_amended,
    OrganisationEnded: _encode_organisation_ended,
    OrganisationReinstated: _encode_organisation_reinstated,
    OrganisationSuspended: _encode_organisation_suspended,
    PauseSet: _encode_pause_set,
    RecordBatchRegistered: _encode_record_batch_registered,
    RecordOpened: _encode_record_opened,
    RecordRegistered: _encode_record_registered,
    RecordShredded: _encode_record_shredded,
    RecordSuperseded: _encode_record_superseded,
    RecordWithdrawn: _encode_record_withdrawn,
    ResourceAmended: _encode_resource_amended,
    ResourceRegistered: _encode_resource_registered,
    ResourceRetired: _encode_resource_retired,
    TimestampAnchored: _encode_timestamp_anchored,
    EmergencyAnswered: _encode_emergency_answered,
    EmergencyJustified: _encode_emergency_justified,
    EmergencyReviewed: _encode_emergency_reviewed,
    GlassBroken: _encode_glass_broken,
    RequestAcknowledged: _encode_request_acknowledged,
    RequestApproved: _encode_request_approved,
    RequestDisputed: _encode_request_disputed,
    RequestFiled: _encode_request_filed,
    RequestRejected: _encode_request_rejected,
    RequestRevoked: _encode_request_revoked,
    RequestSealed: _encode_request_sealed,
    RequestServed: _encode_request_served,
    RequestUnsealed: _encode_request_unsealed,
    WindowClosed: _encode_window_closed,
    WindowOpened: _encode_window_opened,
    DecisionExecuted: _encode_decision_executed,
    GuardianAppointed: _encode_guardian_appointed,
    GuardianFroze: _encode_guardian_froze,
    GuardianRemoved: _encode_guardian_removed,
    GuardianStopped: _encode_guardian_stopped,
    HandedOver: _encode_handed_over,
    PolicySet: _encode_policy_set,
    ProposalCancelled: _encode_proposal_cancelled,
    ProposalMade: _encode_proposal_made,
    ProposalQueued: _encode_proposal_queued,
    VoteCast: _encode_vote_cast,
    VoteWithdrawn: _encode_vote_withdrawn,
    BatchIssued: _encode_batch_issued,
    BillFrozen: _encode_bill_frozen,
    BillIssued: _encode_bill_issued,
    BillOpened: _encode_bill_opened,
    BillRedLettered: _encode_bill_red_lettered,
    BillShredded: _encode_bill_shredded,
    FreezeLifted: _encode_freeze_lifted,
    PaperIssued: _encode_paper_issued,
    PaperVoided: _encode_paper_voided,
}
