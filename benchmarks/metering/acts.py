"""The acts that are metered. Each is one entry of `FIGURES`: a name, what it is about, and a function that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from govledger.model import Role
from metering.town import Town


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


def _grant(town: Town) -> int:
    terms = town.grant_terms(town.resource())
    return town.grants.send("issueGrant", terms, sender=town.officer("owner", Role.GRANTOR)).gas


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


def _acknowledgement(town: Town) -> int:
    resource = town.resource()
    terms = town.request_terms(town.grant(resource), resource, town.record(resource))
    request = town.filed(terms)
    town.serve(request, terms)
    requester = town.officer("asker", Role.REQUESTER)
    return town.requests.send("acknowledgeRequest", request, 2, terms, sender=requester).gas


FIGURES = (
    Figure("record", "one record, registered alone", _record, 100_000),
    Figure("grant", "a grant, issued by its owner", _grant, 195_000),
    Figure("grant_revoked", "its revocation", _revocation),
    Figure("request", "a request, filed", _request),
    Figure(
        "access_receipt",
        "its access receipt, under a direct grant",
        _access_receipt,
        95_000,
        missed=(
            "it reads 15 words that are cold (31,500), five of them the grant's, and asks three other contracts "
            "(7,800); next best: a request for a resource as a whole, which asks for no record, costs 6,331 less"
        ),
    ),
    Figure("acknowledgement", "its acknowledgement", _acknowledgement),
)
