"""Requests and access receipts: every access, with who, where, why, what and when."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from govledger.actions.section import Acting, ActingSection, ReadingSection, VaultAccess
from govledger.events.types import (
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
)
from govledger.model import (
    DisputeReason,
    Emergency,
    EmergencyStatus,
    GlassTerms,
    Recorded,
    RejectionReason,
    Request,
    RequestStatus,
    RequestTerms,
    ReviewOutcome,
    Seal,
    Window,
    WindowStatus,
    WindowTerms,
    fields_to_bits,
)
from govledger.privacy.canonical import JsonValue
from govledger.privacy.tags import TagKind
from govledger.registry.access import SmallReceipt, access_tree
from govledger.registry.record import seal_record
from govledger.vault import SALT_LENGTH


class RequestsReader(ReadingSection):
    """What was asked, and how far it is."""

    CONTRACT = "data_requests"

    def request(self, request: int) -> Request | None:
        """The request with this id, its status at this time, or None."""
        found = self._read("getRequest", request)
        if not found.version:
            return None
        return Request(
            found.version,
            RequestStatus(found.status),
            found.serve_by,
            found.acknowledge_by,
            found.filed_by,
            found.terms_hash,
        )

    def requests(self) -> Iterator[tuple[int, Request]]:
        """Every request that was ever filed in this contract, with its id; statuses at this time."""
        return self._every(self.request)

    def seal(self, request: int) -> Seal | None:
        """Who keeps a request from its subject's view and until when, also afterwards; None if it was never sealed."""
        organisation, disclose_at = self._read("getSeal", request)
        return Seal(organisation, disclose_at) if organisation else None

    def emergency(self, emergency: int) -> Emergency | None:
        """The emergency with this id, its status at this time, or None."""
        found = self._read("getEmergency", emergency)
        if not found.version:
            return None
        return Emergency(
            found.version,
            found.organisation,
            found.owner,
            EmergencyStatus(found.status),
            found.answered,
            found.due_by,
        )

    def emergencies(self) -> Iterator[tuple[int, Emergency]]:
        """Every emergency access that was ever made in this contract, with its id; statuses at this time."""
        return self._every(self.emergency)

    def open_emergencies(self, organisation: int) -> tuple[int, ...]:
        """The emergencies that an organisation has not justified yet, oldest first; at most 16."""
        return tuple(sorted(self._read("openEmergenciesOf", organisation)))

    def window(self, window: int) -> Window | None:
        """The window with this id, its status at this time, or None."""
        found = self._read("getWindow", window)
        if not found.version:
            return None
        return Window(
            found.version,
            found.owner,
            WindowStatus(found.status),
            found.uses,
            found.count,
            found.close_by,
            found.root,
        )

    def verify_access(self, window: int, place: int, receipt: SmallReceipt, proof: Sequence[bytes]) -> bool:
        """Whether a receipt stands at that place, from 0, of a window that is closed.

        Args:
            window: its id.
            place: the access's place in the window.
            receipt: what is shown.
            proof: the siblings from its leaf up to the root, from `access_tree(receipts).proof(place)`.
        """
        return bool(self._read("verifyWindowAccess", window, place, receipt.hashed, list(proof)))


class RequestsActions(RequestsReader, ActingSection):
    """What officers do for their own organisation: ask, approve, serve, acknowledge, seal, justify, review."""

    def __init__(self, acting: Acting, vault: VaultAccess) -> None:
        super().__init__(acting)
        self._vault = vault

    def case_tag(self, reference: str) -> bytes:
        """The tag (32 bytes) under which the own organisation's case stands in a request's terms."""
        return self._vault().tag(TagKind.CASE, reference)

    def file_request(self, terms: RequestTerms) -> Recorded[RequestFiled]:
        """File a request under a grant: the grantee's requester; in mode SUBMIT the owner's responder.

        Raises:
            InputError: a field's position is not from 0 to 255.
        """
        return self._act(RequestFiled, "fileRequest", _as_struct(terms))

    def approve_request(self, request: int, seen_version: int, terms: RequestTerms) -> Recorded[RequestApproved]:
        """Approve a submitted request, as the owner's grantor: in mode DETAIL it cannot be served without."""
        return self._act(RequestApproved, "approveRequest", request, seen_version, _as_struct(terms))

    def reject_request(
        self, request: int, seen_version: int, terms: RequestTerms, reason: RejectionReason
    ) -> Recorded[RequestRejected]:
        """Reject a submitted or approved request, as the owner."""
        return self._act(RequestRejected, "rejectRequest", request, seen_version, _as_struct(terms), reason)

    def revoke_request(self, request: int, seen_version: int, terms: RequestTerms) -> Recorded[RequestRevoked]:
        """Take a request back before it is served, as the side that filed it."""
        return self._act(RequestRevoked, "revokeRequest", request, seen_version, _as_struct(terms))

    def serve_request(
        self,
        request: int,
        seen_version: int,
        terms: RequestTerms,
        answer: Mapping[int, JsonValue],
        *,
        rule_version: int = 0,
    ) -> Recorded[RequestServed]:
        """Serve a request, as the owner: writes the access receipt and counts one use of the grant.

        The answer stays in the vault, under the commitment that the event carries. Release it, or its key, only after
        this returned: receipt or no key. A disputed request is served again in the same way, without a second use.

        Args:
            request: its id.
            seen_version: its version.
            terms: those it was filed with.
            answer: what is answered, by the fields' positions in the resource's schema.
            rule_version: in mode EVALUATE the version of the rule that was run, from 1; 0 in the other modes.

        Raises:
            VaultNotFound: the officer acts without a vault.
            InputError: no fields, or a position that is not from 0 to 255.
        """
        commitment = self._commit(answer)
        return self._act(
            RequestServed, "serveRequest", request, seen_version, _as_struct(terms), commitment, rule_version
        )

    def acknowledge_request(
        self, request: int, seen_version: int, terms: RequestTerms
    ) -> Recorded[RequestAcknowledged]:
        """Acknowledge what was received, as the grantee; also late, and after a dispute."""
        return self._act(RequestAcknowledged, "acknowledgeRequest", request, seen_version, _as_struct(terms))

    def dispute_request(
        self, request: int, seen_version: int, terms: RequestTerms, reason: DisputeReason
    ) -> Recorded[RequestDisputed]:
        """Dispute what was received, as the grantee: the owner serves again, or the grantee acknowledges after all."""
        return self._act(RequestDisputed, "disputeRequest", request, seen_version, _as_struct(terms), reason)

    # --- sealed access ---

    def seal_access(
        self, request: int, seen_version: int, terms: RequestTerms, *, disclose_at: int, legal_basis: bytes
    ) -> Recorded[RequestSealed]:
        """Keep a request that is not served yet from its subject's view, as a sealer of another organisation.

        It is an organisation that neither asks nor receives. Views and reports for the subject honour the seal; whoever
        runs a node sees the request like any other, and the auditor always sees that it exists.

        Args:
            request: its id.
            seen_version: its version.
            terms: those it was filed with.
            disclose_at: until when, in seconds; at most three years ahead.
            legal_basis: keccak256 (32 bytes) of the text that allows it.
        """
        return self._act(
            RequestSealed, "sealAccess", request, seen_version, _as_struct(terms), disclose_at, legal_basis
        )

    def unseal_access(self, request: int, seen_version: int) -> Recorded[RequestUnsealed]:
        """End a seal before its date, as a sealer of the organisation that set it."""
        return self._act(RequestUnsealed, "unsealAccess", request, seen_version)

    # --- emergencies ---

    def break_glass(self, terms: GlassTerms, statement: Mapping[int, JsonValue]) -> Recorded[GlassBroken]:
        """Access data in an emergency, without a grant, as a requester; to be justified within 72 hours.

        The statement of what happened stays in the vault; the event carries a commitment to it.

        Args:
            terms: what is read, where and why.
            statement: what happened, as numbered fields of the organisation's own form.

        Raises:
            VaultNotFound: the officer acts without a vault.
            InputError: a field's position is not from 0 to 255, or the statement has none.
        """
        struct = _glass_struct(terms, self._commit(statement))
        return self._act(GlassBroken, "breakGlass", struct)

    def answer_emergency(
        self, emergency: int, seen_version: int, answer: Mapping[int, JsonValue]
    ) -> Recorded[EmergencyAnswered]:
        """Commit, once, to what was answered in an emergency, as the owner's responder; the answer stays in the vault.

        Raises:
            VaultNotFound: the officer acts without a vault.
            InputError: no fields, or a position that is not from 0 to 255.
        """
        return self._act(EmergencyAnswered, "answerEmergency", emergency, seen_version, self._commit(answer))

    def justify_emergency(
        self, emergency: int, seen_version: int, statement: Mapping[int, JsonValue]
    ) -> Recorded[EmergencyJustified]:
        """Justify an emergency, in time or late, as an administrator of the organisation that accessed.

        The justification stays in the vault, to be shown to an inspector; the event carries a commitment to it.

        Raises:
            VaultNotFound: the officer acts without a vault.
            InputError: no fields, or a position that is not from 0 to 255.
        """
        return self._act(EmergencyJustified, "justifyEmergency", emergency, seen_version, self._commit(statement))

    def review_emergency(
        self, emergency: int, seen_version: int, outcome: ReviewOutcome
    ) -> Recorded[EmergencyReviewed]:
        """Review an emergency that was justified, as an inspector of an organisation of kind AUDIT."""
        return self._act(EmergencyReviewed, "reviewEmergency", emergency, seen_version, outcome)

    # --- windows ---

    def open_window(self, terms: WindowTerms) -> Recorded[WindowOpened]:
        """Open a window for small accesses, as the owner's responder; all its uses are counted at once.

        Raises:
            InputError: a field's position is not from 0 to 255.
        """
        return self._act(WindowOpened, "openWindow", _window_struct(terms))

    def close_window(self, window: int, seen_version: int, receipts: Sequence[SmallReceipt]) -> Recorded[WindowClosed]:
        """Close a window, as the owner's responder, with the receipts of what was accessed, in their order.

        Keep the receipts: each can be shown later, with `access_tree(receipts).proof(place)`.

        Args:
            window: its id.
            seen_version: its version.
            receipts: none of them if nothing was accessed.

        Raises:
            InputError: more receipts than 65,536.
        """
        root = access_tree(receipts).root if receipts else bytes(32)
        return self._act(WindowClosed, "closeWindow", window, seen_version, len(receipts), root)

    def _commit(self, content: Mapping[int, JsonValue]) -> bytes:
        """Seals content with a new salt and keeps it in the vault; the commitment."""
        sealed = seal_record(content, secrets.token_bytes(SALT_LENGTH))
        self._vault().save_record(sealed)
        return sealed.commitment


def _as_struct(terms: RequestTerms) -> tuple[Any, ...]:
    """The terms in the order of the contract's struct."""
    return (
        terms.grant,
        terms.resource,
        terms.record,
        terms.index,
        terms.owner,
        terms.grantee,
        terms.mode,
        fields_to_bits(terms.fields),
        terms.purpose,
        terms.legal_basis,
        terms.case_tag,
        terms.site,
        terms.system,
        terms.serve_by_at,
        terms.acknowledge_within,
    )


def _glass_struct(terms: GlassTerms, statement: bytes) -> tuple[Any, ...]:
    """The terms and the commitment to the statement, in the order of the contract's struct."""
    return (
        terms.resource,
        terms.record,
        terms.index,
        terms.owner,
        terms.mode,
        fields_to_bits(terms.fields),
        terms.purpose,
        terms.legal_basis,
        terms.case_tag,
        terms.site,
        terms.system,
        terms.reason,
        statement,
    )


def _window_struct(terms: WindowTerms) -> tuple[Any, ...]:
    """The terms in the order of the contract's struct."""
    return (
        terms.grant,
        terms.resource,
        terms.owner,
        terms.grantee,
        terms.mode,
        fields_to_bits(terms.fields),
        terms.purpose,
        terms.legal_basis,
        terms.site,
        terms.system,
        terms.uses,
        terms.close_by_at,
    )
