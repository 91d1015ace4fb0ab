"""Grants: who may use whose data, for what, in which mode, until when, how often."""

from __future__ import annotations

from typing import Any

from govledger.actions.section import ActingSection, ReadingSection
from govledger.events.types import GrantIssued, GrantRevoked
from govledger.model import (
    Grant,
    GrantTerms,
    Mode,
    Recorded,
    RevocationReason,
    fields_from_bits,
    fields_to_bits,
    from_bits,
    to_bits,
)


class GrantsReader(ReadingSection):
    """What was granted, and how often it was used."""

    CONTRACT = "access_grants"

    def grant(self, grant: int) -> Grant | None:
        """The grant with this id and its number of uses, or None."""
        found = self._read("getGrant", grant)
        if not found.version:
            return None
        uses = self._read("usesOf", grant)
        return Grant(found.version, found.owner, found.revoked, _terms(found), uses)


class GrantsActions(GrantsReader, ActingSection):
    """What a grantor does for its own organisation."""

    def issue_grant(self, terms: GrantTerms) -> Recorded[GrantIssued]:
        """Grant the use of a resource of the own organisation.

        Raises:
            InputError: a field's position is not from 0 to 255.
        """
        return self._act(GrantIssued, "issueGrant", _as_struct(terms))

    def revoke_grant(self, grant: int, seen_version: int, reason: RevocationReason) -> Recorded[GrantRevoked]:
        """Revoke a grant from now on. What has left its owner cannot be called back."""
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
    )


def _as_struct(terms: GrantTerms) -> tuple[Any, ...]:
    """The terms in the order of the contract's struct."""
    return (
        terms.resource,
        terms.grantee,
        to_bits(terms.modes),
        fields_to_bits(terms.fields),
        terms.purpose,
        terms.legal_basis,
        terms.valid_from_at,
        terms.valid_until_at,
        terms.max_uses,
        terms.delegation_depth,
    )
