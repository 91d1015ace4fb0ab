"""Transactions that go on while nodes fail: each is noted when it is done, and looked for when all is over."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from govledger.index.store import Store
from govledger.ledger import Ledger, Officer
from govledger.model import OrganisationKind, Role

TERM_SECONDS = 86_400


@dataclass(frozen=True)
class Acts:
    """One kind of act."""

    act: Callable[[], bytes]
    """One act; what its event holds, and no other event."""

    prefix: bytes = b""
    """How that begins, if it is so with no other flow's acts."""


@dataclass
class Flow:
    """One writer, act after act until it is told to end."""

    acts: Acts
    done: list[bytes] = field(default_factory=list)
    error: Exception | None = None
    _ending: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        try:
            while not self._ending.is_set():
                self.done.append(self.acts.act())
        except Exception as error:  # shown by the test's own thread
            self.error = error

    @property
    def prefix(self) -> bytes:
        return self.acts.prefix

    def end(self) -> None:
        self._ending.set()

    def await_more(self, count: int, *, seconds: float = 60.0) -> None:
        """Goes on when so many acts more are done."""
        wanted, deadline = len(self.done) + count, time.monotonic() + seconds
        while len(self.done) < wanted:
            if self.error is not None:
                raise self.error
            assert time.monotonic() < deadline, f"{len(self.done)} acts are done, not {wanted}, in {seconds:.0f} s"
            time.sleep(0.1)


@contextmanager
def flowing(acts: Acts) -> Iterator[Flow]:
    """A flow in a thread of its own; all that it began is done when this ends, and its error is raised here."""
    flow = Flow(acts)
    thread = threading.Thread(target=flow.run, name="flow", daemon=True)
    thread.start()
    try:
        yield flow
    finally:
        flow.end()
        thread.join(150)
    assert not thread.is_alive(), "the last act is not done after 150 seconds"
    if flow.error is not None:
        raise flow.error


def admissions(founder: Officer) -> Acts:
    """Acts of the founder, each of which admits an organisation with a code that was never there."""
    prefix = f"F{secrets.token_hex(2).upper()}X"

    def admit() -> bytes:
        code = f"{prefix}{secrets.token_hex(6).upper()}"
        return founder.decisions.admit_organisation(code, {OrganisationKind.DEPARTMENT}).event.public_code

    return Acts(admit, prefix.encode())


def administrator_of_a_new_organisation(ledger: Ledger, founder: Officer) -> tuple[int, Officer]:
    """An organisation and its administrator, on whose appointments another flow goes."""
    code = f"A{secrets.token_hex(8).upper()}Z"
    organisation = founder.decisions.admit_organisation(code, {OrganisationKind.DEPARTMENT}).event.organisation
    administrator = ledger.acting_as(secrets.token_bytes(32))
    now = ledger.now()
    founder.decisions.appoint_officer(
        organisation,
        administrator.account,
        {Role.ADMINISTRATOR},
        valid_from_at=now,
        valid_until_at=now + TERM_SECONDS,
    )
    return organisation, administrator


def appointments(organisation: int, administrator: Officer) -> Acts:
    """Acts of an administrator, each of which appoints an account that was never there."""

    def appoint() -> bytes:
        account, now = secrets.token_bytes(20), administrator.now()
        administrator.consortium.appoint_officer(
            organisation, account, {Role.RESPONDER}, valid_from_at=now, valid_until_at=now + TERM_SECONDS
        )
        return account

    return Acts(appoint)


def require_once_each(store: Store, *, admitted: list[bytes], appointed: list[bytes], prefix: bytes) -> None:
    """Every act that was done is in the index, once; of the admissions with the prefix, none that was not done."""
    codes = [code for (code,) in store.rows("SELECT public_code FROM organisation_admitted")]
    assert sorted(code for code in codes if code.startswith(prefix)) == sorted(admitted)
    accounts = [account for (account,) in store.rows("SELECT account FROM officer_appointed")]
    assert {account: accounts.count(account) for account in appointed} == dict.fromkeys(appointed, 1)
    assert len(accounts) == len(set(accounts))
