"""The organisations and officers of an import on the ledger: who is missing is admitted and appointed (I/O)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from govledger.errors import InputError, VaultNotFound
from govledger.importing import standing, workers
from govledger.importing.funding import fund
from govledger.importing.keyring import Keyring
from govledger.importing.parties import ADMINISTRATOR, TERM_SECONDS, Party
from govledger.index.store import Store
from govledger.ledger import Ledger, Officer
from govledger.model import OrganisationKind
from govledger.tx.signing import Signer
from govledger.vault import Vault

FounderKey = Callable[[], Signer]
"""Asked only if something has to be decided."""

Done = Callable[[int, int], None]
"""Told how many of how many are done."""


@dataclass(frozen=True, slots=True)
class Seated:
    """An organisation with the officers who act for it here, and its vault."""

    party: Party
    administrator: Officer
    officers: tuple[Officer, ...]
    """One for each of the party's posts."""

    vault: Vault | None
    """None: it has nothing to keep."""

    def recover(self) -> None:
        """Finish what an earlier run left on its way, before anybody looks for what is missing."""
        for officer in (self.administrator, *self.officers):
            officer.recover()

    def close(self) -> None:
        """Let go of the officers' outboxes."""
        for officer in (self.administrator, *self.officers):
            officer.close()


@dataclass(frozen=True, slots=True)
class Admitted:
    """How many were missing."""

    organisations: int
    officers: int


def seat(ledger: Ledger, keyring: Keyring, parties: Sequence[Party]) -> tuple[Seated, ...]:
    """The officers of each party, with keys and vaults that are made where there are none.

    Raises:
        VaultNotFound: an organisation has bills or claims on the ledger that its vault here does not hold.
    """
    for party in parties:
        if party.has_vault:
            _refuse_foreign(ledger, keyring, party)
    return tuple(_seat(ledger, keyring, party) for party in parties)


def _seat(ledger: Ledger, keyring: Keyring, party: Party) -> Seated:
    vault = keyring.vault(party.public_code) if party.has_vault else None
    outbox = None if ledger.connection.embedded else keyring.outbox
    administrator = ledger.acting_as(keyring.signer(party, ADMINISTRATOR), outbox=outbox)
    officers = tuple(ledger.acting_as(keyring.signer(party, post), vault=vault, outbox=outbox) for post in party.posts)
    return Seated(party, administrator, officers, vault)


def _refuse_foreign(ledger: Ledger, keyring: Keyring, party: Party) -> None:
    """Another vault has other tags: with it, what the ledger holds already would be issued and claimed once more."""
    organisation = ledger.consortium.organisation_by_code(party.public_code)
    if organisation is None:
        return
    known = keyring.has_vault(party.public_code)
    if party.kind is OrganisationKind.HOSPITAL:
        issued = set(standing.issued_by(ledger.store, organisation))
        kept = {batch.first for batch in keyring.vault(party.public_code).batches()} if known else set()
        missing = bool(issued - kept)
    else:
        missing = not known and _has_claimed(ledger.store, organisation)
    if missing:
        raise VaultNotFound(
            f"organisation {party.public_code} has acts on this ledger that no vault in {keyring.directory} knows of; "
            "give the --keys directory that the earlier import used, or restore its vaults from their copy"
        )


def _has_claimed(store: Store, organisation: int) -> bool:
    return bool(standing.claims_of(store, organisation).settlements)


def admit(
    ledger: Ledger,
    seated: Sequence[Seated],
    founder: FounderKey,
    acts: Mapping[tuple[str, str], int],
    *,
    at_once: int,
    done: Done,
    outbox: Path | None = None,
) -> tuple[Mapping[str, int], Admitted]:
    """The organisations' ids by public code, after those that are missing were admitted and their officers appointed.

    Organisations and their administrators by decision, the other officers by their administrator.

    Args:
        ledger: where to.
        seated: the organisations.
        founder: who decides, and on a chain with fees pays.
        acts: how many acts each officer is to carry out, by public code and post.
        at_once: how many organisations are admitted at a time.
        done: told how many are there.
        outbox: where the founder's outbox is; None: in memory.

    Raises:
        InputError: the founder's key is another account's.
        Refusal: a contract refused.
        TransactionError: an act could not be carried out.
    """
    incomplete = [one for one in seated if not _is_complete(ledger, one)]
    admitted: list[Admitted] = []
    present = len(seated) - len(incomplete)
    if incomplete:
        signer = founder()
        with _founder(ledger, signer, outbox) as decisions:
            decisions.recover()
            fund(
                ledger.connection, signer, {account: count for one in incomplete for account, count in _acts(one, acts)}
            )
            done(present, len(seated))
            admitted = workers.run(
                lambda one: _admit(ledger, decisions, one),
                incomplete,
                at_once=at_once,
                done=lambda count: done(present + count, len(seated)),
            )
    done(len(seated), len(seated))
    found = {one.party.public_code: ledger.consortium.organisation_by_code(one.party.public_code) for one in seated}
    ids = {code: organisation for code, organisation in found.items() if organisation is not None}
    total = Admitted(sum(one.organisations for one in admitted), sum(one.officers for one in admitted))
    return ids, total


def _is_complete(ledger: Ledger, one: Seated) -> bool:
    if ledger.consortium.organisation_by_code(one.party.public_code) is None:
        return False
    return all(officer.officer is not None for officer in (one.administrator, *one.officers))


def _acts(one: Seated, acts: Mapping[tuple[str, str], int]) -> Iterator[tuple[bytes, int]]:
    for post, officer in zip((ADMINISTRATOR, *one.party.posts), (one.administrator, *one.officers), strict=True):
        yield officer.account, acts[one.party.public_code, post.name]


def _founder(ledger: Ledger, signer: Signer, outbox: Path | None) -> Officer:
    expected: bytes = ledger.read("decisions", "founder")
    if signer.address != expected:
        raise InputError(
            f"the founder's key is that of 0x{signer.address.hex()}, and the consortium's founder, who decides who is "
            f"admitted, is 0x{expected.hex()}; give the founder's keystore"
        )
    return ledger.acting_as(signer, outbox=outbox)


def _admit(ledger: Ledger, founder: Officer, one: Seated) -> Admitted:
    organisations = officers = 0
    organisation = ledger.consortium.organisation_by_code(one.party.public_code)
    if organisation is None:
        admitted = founder.decisions.admit_organisation(one.party.public_code, {one.party.kind})
        organisation = admitted.event.organisation
        organisations += 1
    appointing = founder.decisions.appoint_officer
    for post, officer in zip((ADMINISTRATOR, *one.party.posts), (one.administrator, *one.officers), strict=True):
        if officer.officer is None:
            now = ledger.now()
            appointing(organisation, officer.account, {post.role}, valid_from_at=now, valid_until_at=now + TERM_SECONDS)
            officers += 1
        appointing = one.administrator.consortium.appoint_officer
    return Admitted(organisations, officers)
