"""Grants: who may use whose data, for what, in which mode, until when, how often."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

from govledger.actions.section import ActingSection, ReadingSection
from govledger.events.types import (
    DraftApprovalWithdrawn,
    DraftApproved,
    GrantIssued,
    GrantRevoked,
    SignatureCancelled,
)
from govledger.model import (
    Draft,
    Grant,
    GrantSignature,
    GrantTerms,
    GrantUse,
    Mode,
    Recorded,
    RevocationReason,
    SignatureStatus,
    fields_from_bits,
    from_bits,
)
from govledger.privacy.grant_terms import (
    GrantOrder,
    SignedGrant,
    draft_of,
    grant_digest,
    signature_key,
    typed_data,
)
from govledger.tx.signing import DigestSigner

NONCE_BYTES = 32
PLACES = 4


class GrantsReader(ReadingSection):
    """What was granted, and how often it was used."""

    CONTRACT = "access_grants"

    def grant(self, grant: int) -> Grant | None:
        """The grant with this id and its number of uses, or None."""
        found = self._read("getGrant", grant)
        if not found.version:
            return None
        made, delegated = self._read("usesOf", grant)
        return Grant(found.version, found.owner, found.revoked, _terms(found), made, delegated)

    def grants(self) -> Iterator[tuple[int, Grant]]:
        """Every grant that was ever issued in this contract, with its id."""
        return self._every(self.grant)

    def remaining_uses(self, grant: int) -> int:
        """How many uses of a grant can still be made or passed on; 0 if there is no such grant."""
        remaining: int = self._read("remainingUsesOf", grant)
        return remaining

    def check_use(self, grant: int, use: GrantUse, count: int = 1) -> None:
        """Nothing, if so many uses are allowed now.

        Raises:
            Refusal: the rule that they would break.
        """
        self._read("checkUse", grant, use.as_struct(), count)

    def draft(self, terms: GrantTerms) -> Draft | None:
        """The approvals of these exact terms, or None if there never was one."""
        found = self._read("getDraft", draft_of(terms))
        if not found.version:
            return None
        places = frozenset(place for place in range(PLACES) if found.approvals >> place & 1)
        return Draft(found.version, found.resource, found.bound_version, places)

    def signature(self, signer: bytes, nonce: int) -> GrantSignature | None:
        """What became of the signature with a signer's nonce, or None: nothing so far."""
        found = self._read("getSignature", signature_key(signer, nonce))
        return GrantSignature(found.version, SignatureStatus(found.status)) if found.version else None

    def digest(self, order: GrantOrder) -> bytes:
        """The 32 bytes that the order's signer signs, on this ledger."""
        return grant_digest(order, **self._place)

    def typed_data(self, order: GrantOrder) -> dict[str, Any]:
        """The order as a wallet shows and signs it (EIP-712), on this ledger."""
        return typed_data(order, **self._place)

    def sign(
        self, terms: GrantTerms, signer: DigestSigner, *, deadline_at: int, nonce: int | None = None
    ) -> SignedGrant:
        """An order for a grant, signed: nothing is sent, and whoever holds it can have the grant issued.

        Args:
            terms: what is granted to whom.
            signer: whose account could issue the grant itself.
            deadline_at: the signature counts while time < deadline_at.
            nonce: any number that the signer did not use before; drawn if None.

        Raises:
            InputError: a member of the terms that does not fit its type.
            SignatureInvalid: the signature is not the signer's.
        """
        drawn = int.from_bytes(secrets.token_bytes(NONCE_BYTES), "big") if nonce is None else nonce
        order = GrantOrder(terms, signer.address, drawn, deadline_at)
        return SignedGrant(order, signer.sign_digest(self.digest(order)))

    @property
    def _place(self) -> dict[str, Any]:
        return {"chain_id": self._reading.chain_id, "access_grants": self._reading.address_of(self.CONTRACT)}


class GrantsActions(GrantsReader, ActingSection):
    """What a grantor does for its own organisation."""

    def issue_grant(self, terms: GrantTerms) -> Recorded[GrantIssued]:
        """Grant the use of a resource of the own organisation, or pass on a grant that it holds (`terms.parent`).

        Raises:
            InputError: a field's position is not from 0 to 255.
        """
        return self._act(GrantIssued, "issueGrant", terms.as_struct())

    def issue_signed_grant(self, signed: SignedGrant) -> Recorded[GrantIssued]:
        """Have a grant issued by a signature; anyone can.

        Raises:
            InputError: a field's position is not from 0 to 255.
        """
        order = signed.order
        arguments = (order.terms.as_struct(), order.signer, order.nonce, order.deadline_at, signed.signature)
        return self._act(GrantIssued, "issueGrantBySignature", *arguments)

    def cancel_signature(self, nonce: int) -> Recorded[SignatureCancelled]:
        """Cancel one of the own nonces: a signature with it issues nothing."""
        return self._act(SignatureCancelled, "cancelSignature", nonce)

    def approve_terms(self, terms: GrantTerms, seen_version: int) -> Recorded[DraftApproved]:
        """Approve the exact terms of one grant, for an approver of their resource.

        Args:
            terms: what may be granted.
            seen_version: the version of the resource that was looked at; a change of it ends the approval.

        Raises:
            InputError: a field's position is not from 0 to 255.
        """
        return self._act(DraftApproved, "approveTerms", terms.as_struct(), seen_version)

    def withdraw_approval(self, terms: GrantTerms) -> Recorded[DraftApprovalWithdrawn]:
        """Take an approval of these terms back that was not used up yet."""
        return self._act(DraftApprovalWithdrawn, "withdrawApproval", draft_of(terms))

    def revoke_grant(self, grant: int, seen_version: int, reason: RevocationReason) -> Recorded[GrantRevoked]:
        """Revoke a grant, and with it all that was passed on from it. What has left its owner cannot be called back."""
        return self._act(GrantRevoked, "revokeGrant", grant, seen_version, reason)


def _terms(found: Any) -> GrantTerms:
    return GrantTerms(
        resource=found.resource,
        grantee=found.grantee,
        modes=from_bits(Mode, found.modes),
        fields=fields_from_bits(found.fields),
        purpose=found.purpose,
        legal_basis=found.legal_basis,
        valid_from_at=found.valid_from,
        valid_until_at=found.valid_until,
        max_uses=found.max_uses,
        delegation_depth=found.delegation_depth,
        parent=found.parent,
    )
