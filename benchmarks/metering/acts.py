"""The acts that are metered. Each is one entry of `FIGURES`: a name, what it is about, and a function that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from math import ceil

from govledger.model import Role
from metering.town import BETWEEN, DAY, Town, account

WINDOW = 256
"""Accesses in the window whose cost is shared out."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure."""

    key: str
    about: str
    act: Callable[[Town], int]
    """Does what the act needs to have been done, then the act; what the act cost."""
    limit: int | None = None
    """What it must not exceed."""
    missed: str = ""
    """If it does: why, and what the next best is."""


def measured(figures: tuple[Figure, ...]) -> Mapping[str, int]:
    """Every figure in steady state: an act is done once before it is metered, so that heads and counters stand.

    The first write of a word costs 17,100 more than a later one, once in the life of a contract.
    """
    town = Town()
    found = {}
    for figure in figures:
        figure.act(town)
        found[figure.key] = figure.act(town)
    return found


def _record(town: Town) -> int:
    resource, registrar = town.resource(), town.officer("owner", Role.REGISTRAR)
    return town.registry.send("registerRecord", resource, town.fresh(), sender=registrar).gas


def _batch_root(town: Town) -> int:
    resource, registrar = town.resource(), town.officer("owner", Role.REGISTRAR)
    return town.registry.send("registerRecordBatch", resource, 0x01010101, town.fresh(), sender=registrar).gas


def _grant(town: Town) -> int:
    terms = town.grant_terms(town.resource())
    return town.grants.send("issueGrant", terms, sender=town.officer("owner", Role.GRANTOR)).gas


def _grant_delegated(town: Town) -> int:
    """From a grant that was passed on before: what it delegated is not written for the first time."""
    resource, first = town.resource(), BETWEEN[0]
    terms = town.grant_terms(resource, first, depth=4)
    parent = town.grants.sent("issueGrant", terms, sender=town.officer("owner", Role.GRANTOR))
    passed_on = town.grant_terms(resource, parent=parent, level=1, depth=3)
    town.grants.send("issueGrant", passed_on, sender=town.officer(first, Role.GRANTOR))
    return town.grants.send("issueGrant", passed_on, sender=town.officer(first, Role.GRANTOR)).gas


def _grant_signed(town: Town) -> int:
    nonce, deadline = int.from_bytes(town.fresh(), "big"), town.machine.now + DAY
    signed = (town.grant_terms(town.resource()), town.officer("owner", Role.GRANTOR), nonce, deadline)
    digest = town.grants.sent("grantDigest", *signed, sender=account("reader"))
    signature = town.signature("owner", Role.GRANTOR, digest)
    return town.grants.send("issueGrantBySignature", *signed, signature, sender=account("anyone")).gas


def _revocation(town: Town) -> int:
    grant = town.grant(town.resource())
    return town.grants.send("revokeGrant", grant, 1, 1, sender=town.officer("owner", Role.GRANTOR)).gas


def _request(town: Town) -> int:
    resource = town.resource()
    terms = town.request_terms(town.grant(resource), resource, town.record(resource))
    return town.requests.send("fileRequest", terms, sender=town.officer("asker", Role.REQUESTER)).gas


def _access_receipt(town: Town, levels: int = 0) -> int:
    """Under a grant that was used before: its counter is not written for the first time."""
    resource = town.resource()
    terms = town.request_terms(town.grant(resource, levels), resource, town.record(resource))
    town.serve(town.filed(terms), terms)
    return town.serve(town.filed(terms), terms).gas


def _access_receipt_windowed(town: Town) -> int:
    """A share of what opens and closes a window, under a grant that was used before."""
    resource, responder = town.resource(), town.officer("owner", Role.RESPONDER)
    terms = town.window_terms(town.grant(resource), resource, WINDOW)
    town.requests.send("openWindow", terms, sender=responder)
    opened = town.requests.send("openWindow", terms, sender=responder)
    window = int.from_bytes(opened.returned, "big")
    closed = town.requests.send("closeWindow", window, 1, WINDOW, town.fresh(), sender=responder)
    return ceil((opened.gas + closed.gas) / WINDOW)


def _acknowledgement(town: Town) -> int:
    resource = town.resource()
    terms = town.request_terms(town.grant(resource), resource, town.record(resource))
    request = town.filed(terms)
    town.serve(request, terms)
    requester = town.officer("asker", Role.REQUESTER)
    return town.requests.send("acknowledgeRequest", request, 2, terms, sender=requester).gas


def _break_glass(town: Town) -> int:
    """With no other emergency open: it is justified at once."""
    resource = town.resource()
    terms = town.glass_terms(resource, town.record(resource))
    broken = town.requests.send("breakGlass", terms, sender=town.officer("asker", Role.REQUESTER))
    emergency = int.from_bytes(broken.returned, "big")
    administrator = town.officer("asker", Role.ADMINISTRATOR)
    town.requests.send("justifyEmergency", emergency, 1, town.fresh(), sender=administrator)
    return broken.gas


def _propose(town: Town) -> int:
    return town.decisions.send("propose", *town.proposal(), sender=town.officer("owner", Role.ADMINISTRATOR)).gas


def _vote(town: Town) -> int:
    proposal = town.decisions.sent("propose", *town.proposal(), sender=town.officer("owner", Role.ADMINISTRATOR))
    return town.decisions.send("vote", proposal, sender=town.officer("asker", Role.ADMINISTRATOR)).gas


RECEIPT_LIMIT, LEVEL_LIMIT = 95_000, 6_000

FIGURES = (
    Figure("record", "one record, registered alone", _record, 100_000),
    Figure("batch_root", "a batch of records of any size, by its root", _batch_root, 120_000),
    Figure("grant", "a grant, issued by its owner", _grant, 195_000),
    Figure("grant_delegated", "a grant, passed on", _grant_delegated, 210_000),
    Figure("grant_signed", "a grant, by its owner's signature", _grant_signed, 235_000),
    Figure("grant_revoked", "a grant's revocation", _revocation),
    Figure("request", "a request, filed", _request),
    Figure("access_receipt", "its access receipt, under a direct grant", _access_receipt, RECEIPT_LIMIT),
    *(
        Figure(
            f"access_receipt_delegated_{levels}",
            f"the same, under a grant that was passed on {levels} times",
            partial(_access_receipt, levels=levels),
            RECEIPT_LIMIT + levels * LEVEL_LIMIT,
        )
        for levels in range(1, len(BETWEEN) + 1)
    ),
    Figure("access_receipt_windowed", f"an access in a window of {WINDOW}", _access_receipt_windowed),
    Figure("acknowledgement", "a receipt's acknowledgement", _acknowledgement),
    Figure("break_glass", "an access in an emergency", _break_glass),
    Figure("propose", "a proposal", _propose),
    Figure("vote", "a vote", _vote),
)
