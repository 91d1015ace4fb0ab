"""Requests and access receipts: every access, with who, where, why, what and when."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from govledger.actions.section import Acting, ActingSection, ReadingSection, VaultAccess
from govledger.events.types import RequestAcknowledged, RequestFiled, RequestRejected, RequestServed
from govledger.model import Recorded, RejectionReason, Request, RequestStatus, RequestTerms, fields_to_bits
from govledger.privacy.canonical import JsonValue
from govledger.privacy.tags import TagKind
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


class RequestsActions(RequestsReader, ActingSection):
    """What a requester and a responder do for their own organisation."""

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

    def reject_request(
        self, request: int, seen_version: int, terms: RequestTerms, reason: RejectionReason
    ) -> Recorded[RequestRejected]:
        """Reject a submitted request, as the owner."""
        return self._act(RequestRejected, "rejectRequest", request, seen_version, _as_struct(terms), reason)

    def serve_request(
        self, request: int, seen_version: int, terms: RequestTerms, answer: Mapping[int, JsonValue]
    ) -> Recorded[RequestServed]:
        """Serve a request, as the owner: writes the access receipt and counts one use of the grant.

        The answer stays in the vault, under the commitment that the event carries. Release it, or its key, only after
        this returned: receipt or no key.

        Args:
            request: its id.
            seen_version: its version.
            terms: those it was filed with.
            answer: what is answered, by the fields' positions in the resource's schema.

        Raises:
            VaultNotFound: the officer acts without a vault.
            InputError: no fields, or a position that is not from 0 to 255.
        """
        sealed = seal_record(answer, secrets.token_bytes(SALT_LENGTH))
        self._vault().save_record(sealed)
        return self._act(RequestServed, "serveRequest", request, seen_version, _as_struct(terms), sealed.commitment)

    def acknowledge_request(
        self, request: int, seen_version: int, terms: RequestTerms
    ) -> Recorded[RequestAcknowledged]:
        """Acknowledge what was received, as the grantee."""
        return self._act(RequestAcknowledged, "acknowledgeRequest", request, seen_version, _as_struct(terms))


def _as_struct(terms: RequestTerms) -> tuple[Any, ...]:
    """The terms in the order of the contract's struct."""
    return (
        terms.grant,
        terms.resource,
        terms.record,
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
