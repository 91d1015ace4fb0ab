"""Whose an account is, by the events so far. Pure."""

from __future__ import annotations

from govledger.audit.entry import code_text
from govledger.events import Event
from govledger.events.types import KeyRotated, OfficerAppointed, OrganisationAdmitted

ACCOUNT_EVENTS: frozenset[type[Event]] = frozenset({KeyRotated, OfficerAppointed, OrganisationAdmitted})


class Accounts:
    """Officers by their accounts, and organisations by their ids; memory grows with both."""

    def __init__(self) -> None:
        self._officers: dict[bytes, int] = {}
        self._codes: dict[int, str] = {}

    def see(self, event: Event) -> None:
        """Takes the next event."""
        match event:
            case OfficerAppointed() | KeyRotated():
                self._officers[event.account] = event.officer
            case OrganisationAdmitted():
                self._codes[event.organisation] = code_text(event.public_code)

    def person(self, account: bytes) -> int | bytes:
        """Who acts with an account, whatever key it is by now: the officer's id; the account where it serves none."""
        return self._officers.get(account, account)

    def account(self, account: bytes) -> str:
        """An account for people, with its officer."""
        officer = self._officers.get(account)
        shown = f"0x{account.hex()}"
        return shown if officer is None else f"officer {officer} ({shown})"

    def organisation(self, organisation: int) -> str:
        """An organisation for people."""
        code = self._codes.get(organisation)
        return f"organisation {organisation}" + ("" if code is None else f" ({code})")
