"""Organisations, their officers and keys, and the directory of contracts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from govledger.actions.section import ActingSection, ReadingSection
from govledger.errors import InputError
from govledger.events.types import (
    AdministratorRuleSet,
    EndorsementGiven,
    EndorsementWithdrawn,
    FreezeSet,
    KeyRotated,
    OfficerAmended,
    OfficerAppointed,
    OfficerDismissed,
)
from govledger.model import (
    Administration,
    Binding,
    ContractRole,
    Endorsement,
    Listing,
    ListingState,
    Officer,
    Organisation,
    OrganisationKind,
    OrganisationStatus,
    Recorded,
    Role,
    from_bits,
    to_bits,
)

PUBLIC_CODE_LENGTH = 18


def to_public_code(text: str) -> bytes:
    """An organisation's public code as the contract takes it.

    Raises:
        InputError: not 18 upper-case letters and digits.
    """
    if len(text) == PUBLIC_CODE_LENGTH and text.isascii() and text.isalnum() and text.upper() == text:
        return text.encode("ascii")
    raise InputError(f"public code {text!r}: an organisation's public code is 18 upper-case letters and digits")


class ConsortiumReader(ReadingSection):
    """Who belongs to the consortium and who acts for whom."""

    CONTRACT = "consortium"

    def organisation(self, organisation: int) -> Organisation | None:
        """The organisation with this id, or None."""
        version, status, kinds, voting, succession, code = self._read("getOrganisation", organisation)
        if not version:
            return None
        return Organisation(
            version,
            OrganisationStatus(status),
            from_bits(OrganisationKind, kinds),
            voting,
            succession,
            code.decode("ascii"),
        )

    def organisations(self) -> Iterator[tuple[int, Organisation]]:
        """Every organisation that was ever admitted, with its id."""
        return self._every(self.organisation)

    def organisation_by_code(self, public_code: str) -> int | None:
        """The id of the organisation with this public code, or None.

        Raises:
            InputError: the code is not 18 upper-case letters and digits.
        """
        return self._read("organisationByCode", to_public_code(public_code)) or None

    def officer(self, officer: int) -> Officer | None:
        """The officer with this id, or None."""
        version, organisation, roles, unit, valid_from, valid_until = self._read("getOfficer", officer)
        if not version:
            return None
        return Officer(version, organisation, from_bits(Role, roles), unit, valid_from, valid_until)

    def officers(self, organisation: int | None = None) -> Iterator[tuple[int, Officer]]:
        """Every officer who was ever appointed, with its id; of one organisation, if it is given."""
        found = self._every(self.officer)
        return ((number, one) for number, one in found if organisation in (None, one.organisation))

    def officer_of(self, account: bytes) -> int | None:
        """The id of the officer that an account (20 bytes) serves, or served before its key was rotated, or None."""
        return self._read("officerOf", account) or None

    def account_of(self, officer: int) -> bytes | None:
        """The account (20 bytes) of an officer now, or None."""
        account: bytes = self._read("accountOf", officer)
        return account if any(account) else None

    def binding(self, account: bytes) -> Binding | None:
        """Whom an account (20 bytes) serves from when until when, and its freeze, or None."""
        found = Binding(*self._read("getBinding", account))
        return found if found.officer else None

    def officer_at(self, account: bytes, at: int) -> tuple[int, frozenset[Role]] | None:
        """The officer that an account (20 bytes) served at a time, in office and not frozen, and its roles; or None.

        Raises:
            TimeAhead: the time is later than the chain's.
        """
        officer, roles = self._read("officerAt", account, at)
        return (officer, from_bits(Role, roles)) if officer else None

    def administration(self, organisation: int) -> Administration:
        """How an organisation looks after its officers: by one administrator, until it sets another rule."""
        version, needed = self._read("getAdministration", organisation)
        return Administration(version, needed or 1)

    def administrators_of(self, organisation: int) -> tuple[int, ...]:
        """The administrators of an organisation who can act now: in office and not frozen."""
        return tuple(self._read("administratorsOf", organisation))

    def meets_own_rule(self, organisation: int) -> bool:
        """Whether an organisation can look after its officers itself; while it cannot, decisions do."""
        met: bool = self._read("meetsOwnRule", organisation)
        return met

    def voters(self) -> tuple[int, ...]:
        """The organisations whose votes count now."""
        return tuple(self._read("voters"))

    def endorsement(self, endorsement: int) -> Endorsement | None:
        """The endorsement with this id, or None."""
        found = Endorsement(*self._read("getEndorsement", endorsement))
        return found if found.version else None

    def heir_of(self, organisation: int) -> int:
        """Who acts for an organisation now: itself, its successor or its custodian."""
        heir: int = self._read("heirOf", organisation)
        return heir

    def successor_of(self, organisation: int) -> int:
        """Who an organisation is now: itself, or what it merged into."""
        successor: int = self._read("successorOf", organisation)
        return successor

    def listing(self, account: bytes) -> Listing | None:
        """Where a contract (20 bytes) stands in the directory, or None."""
        version, role, state, paused_until, stoppable_from = self._read("getListing", account)
        if not version:
            return None
        return Listing(version, ContractRole(role), ListingState(state), paused_until, stoppable_from)

    def contract_of(self, role: ContractRole) -> bytes:
        """The address (20 bytes) of the current contract of a role; zero if there is none."""
        address: bytes = self._read("contractOf", role)
        return address


class ConsortiumActions(ConsortiumReader, ActingSection):
    """What an administrator does for its own organisation.

    Where the organisation needs two administrators, another one first endorses the call: `endorse` takes the bytes that
    `Ledger.call` makes of the same function and arguments.
    """

    def set_administrator_rule(self, needed: int, seen_version: int) -> Recorded[AdministratorRuleSet]:
        """Set how many administrators (1 or 2) an act on the organisation's officers needs."""
        return self._act(AdministratorRuleSet, "setAdministratorRule", needed, seen_version)

    def endorse(self, call: bytes) -> Recorded[EndorsementGiven]:
        """Consent to a call of Consortium (selector and arguments) that another administrator is to make in 7 days."""
        return self._act(EndorsementGiven, "endorse", call)

    def withdraw_endorsement(self, endorsement: int) -> Recorded[EndorsementWithdrawn]:
        """Take back a consent that was not used."""
        return self._act(EndorsementWithdrawn, "withdrawEndorsement", endorsement)

    def rotate_key(self, officer: int, seen_version: int, account: bytes) -> Recorded[KeyRotated]:
        """Give an officer another account (20 bytes) that served nobody; the one before it stops at once."""
        return self._act(KeyRotated, "rotateKey", officer, seen_version, account)

    def freeze_officer(self, officer: int) -> Recorded[FreezeSet]:
        """Freeze an officer's key for 7 days."""
        return self._act(FreezeSet, "freezeOfficer", officer)

    def confirm_freeze(self, officer: int, seen_version: int) -> Recorded[FreezeSet]:
        """Keep a frozen key frozen until it is thawed."""
        return self._act(FreezeSet, "confirmFreeze", officer, seen_version)

    def thaw_officer(self, officer: int, seen_version: int) -> Recorded[FreezeSet]:
        """End the freeze of an officer's key."""
        return self._act(FreezeSet, "thawOfficer", officer, seen_version)

    def appoint_officer(
        self,
        organisation: int,
        account: bytes,
        roles: Iterable[Role],
        *,
        valid_from_at: int,
        valid_until_at: int,
        unit: int = 0,
    ) -> Recorded[OfficerAppointed]:
        """Appoint an officer with an account (20 bytes) that served nobody before."""
        return self._act(
            OfficerAppointed,
            "appointOfficer",
            organisation,
            account,
            to_bits(roles),
            unit,
            valid_from_at,
            valid_until_at,
        )

    def amend_officer(
        self,
        officer: int,
        seen_version: int,
        roles: Iterable[Role],
        *,
        valid_from_at: int,
        valid_until_at: int,
        unit: int = 0,
    ) -> Recorded[OfficerAmended]:
        """Change the roles, unit and time of an officer who has not left office."""
        return self._act(
            OfficerAmended,
            "amendOfficer",
            officer,
            seen_version,
            to_bits(roles),
            unit,
            valid_from_at,
            valid_until_at,
        )

    def dismiss_officer(self, officer: int, seen_version: int) -> Recorded[OfficerDismissed]:
        """End an officer's time in office now."""
        return self._act(OfficerDismissed, "dismissOfficer", officer, seen_version)
