"""The acts that are metered. Each is one entry of `FIGURES`: a name, what it is about, and a function that does it."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from govledger.model import Role
from metering.bill_acts import BILL_FIGURES
from metering.billing import BillingTown
from metering.figure import Figure
from metering.town import Town, account

WINDOW_USES = 256


def measured(figures: tuple[Figure, ...]) -> Mapping[str, int]:
    """Every figure in steady state: an act is done once before it is metered, so that heads and counters stand.

    The first write of a word costs 17,100 more than a later one, once in the life of a contract.
    """
    town = BillingTown()
    found = {}
    for figure in figures:
        figure.act(town)
        found[figure.key] = figure.act(town)
    return found


def _record(town: Town) -> int:
    resource, registrar = town.resource(), town.officer("owner", Role.REGISTRAR)
    return town.registry.send("registerRecord", resource, town.fresh(), sender=registrar).gas


def _grant(town: Town) -> int:
    terms = town.grant_terms(town.resource())
    return town.grants.send("issueGrant", terms, sender=town.officer("owner", Role.GRANTOR)).gas


def _batch_root(town: Town) -> int:
    """Of more records than anyone has: their number changes a byte of calldata and nothing else."""
    resource, registrar = town.resource(), town.officer("owner", Role.REGISTRAR)
    return town.registry.send("registerRecordBatch", resource, 0x01010101, town.fresh(), sender=registrar).gas


def _grant_delegated(town: Town) -> int:
    """Of a grant that was passed on before: its counter is not written for the first time."""
    resource, grantor = town.resource(), town.officer("asker", Role.GRANTOR)
    terms = town.passed_on(town.grant(resource), resource)
    town.grants.send("issueGrant", terms, sender=grantor)
    return town.grants.send("issueGrant", terms, sender=grantor).gas


def _grant_signed(town: Town) -> int:
    """By an account; whoever brings it is nobody in particular."""
    given = town.signed(town.grant_terms(town.resource()))
    return town.grants.send("issueGrantBySignature", *given, sender=account("messenger")).gas


def _revocation(town: Town) -> int:
    grant = town.grant(town.resource())
    return town.grants.send("revokeGrant", grant, 1, 1, sender=town.officer("owner", Role.GRANTOR)).gas


def _request(town: Town) -> int:
    resource = town.resource()
    terms = town.request_terms(town.grant(resource), resource, town.record(resource))
    return town.requests.send("fileRequest", terms, sender=town.officer("asker", Role.REQUESTER)).gas


def _access_receipt(town: Town) -> int:
    """Under a grant that was used before: its counter is not written for the first time."""
    resource = town.resource()
    terms = town.request_terms(town.grant(resource), resource, town.record(resource))
    town.serve(town.filed(terms), terms)
    return town.serve(town.filed(terms), terms).gas


def _access_receipt_delegated(town: Town) -> int:
    """Under a grant that was passed on once; each further level costs the same again."""
    resource = town.resource()
    terms = town.passed_on(town.grant(resource), resource)
    grantor, requester = town.officer("asker", Role.GRANTOR), town.officer("third", Role.REQUESTER)
    grant = town.grants.sent("issueGrant", terms, sender=grantor)
    request = {**town.request_terms(grant, resource, town.record(resource)), "grantee": town.third}
    filed = [town.requests.sent("fileRequest", request, sender=requester) for _ in range(2)]
    return [town.serve(one, request).gas for one in filed][-1]


def _access_receipt_windowed(town: Town) -> int:
    """One of 256 in a window: its share of opening and closing it, under a grant that was used before."""
    resource, responder = town.resource(), town.officer("owner", Role.RESPONDER)
    grant = town.grant(resource)
    request = town.request_terms(grant, resource, town.record(resource))
    town.serve(town.filed(request), request)
    terms = town.window_terms(grant, resource, WINDOW_USES)
    opened = town.requests.send("openWindow", terms, sender=responder)
    window = int.from_bytes(opened.returned, "big")
    closed = town.requests.send("closeWindow", window, 1, WINDOW_USES, town.fresh(), sender=responder)
    return ceil((opened.gas + closed.gas) / WINDOW_USES)


def _acknowledgement(town: Town) -> int:
    resource = town.resource()
    terms = town.request_terms(town.grant(resource), resource, town.record(resource))
    request = town.filed(terms)
    town.serve(request, terms)
    requester = town.officer("asker", Role.REQUESTER)
    return town.requests.send("acknowledgeRequest", request, 2, terms, sender=requester).gas


FIGURES = (
    Figure(
        "record",
        "one record, registered alone",
        _record,
        100_000,
    ),
    Figure("batch_root", "a batch of records of any size, by its root", _batch_root, 120_000),
    Figure("grant", "a grant, issued by its owner", _grant, 195_000),
    Figure("grant_delegated", "a grant, passed on by its grantee", _grant_delegated, 210_000),
    Figure("grant_signed", "a grant, by a signature that anyone brings", _grant_signed, 235_000),
    Figure("grant_revoked", "its revocation", _revocation),
    Figure("request", "a request, filed", _request),
    Figure("access_receipt", "its access receipt, under a direct grant", _access_receipt, 95_000),
    Figure(
        "access_receipt_delegated",
        "the same under a grant passed on once",
        _access_receipt_delegated,
        101_000,
    ),
    Figure("access_receipt_windowed", "one of 256 accesses in a window", _access_receipt_windowed),
    Figure("acknowledgement", "its acknowledgement", _acknowledgement),
    *BILL_FIGURES,
)
