"""Whether an access would be allowed, and if not, by which rule: asked of the rules, without sending anything. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from govledger.errors import Refusal
from govledger.model import FOR_EVER, Mode
from govledger.rules.access_grants import Grant
from govledger.rules.data_requests import RequestTerms
from govledger.rules.machine import Machine

DAY = 86_400
NO_TAG = bytes(32)


@dataclass(frozen=True, slots=True)
class Way:
    """One grant by which the access was tried."""

    grant: int
    """Its id; 0 if the organisation holds no grant on the resource."""
    refusal: Refusal | None
    """The rule that the access would break, with its facts; None if it is allowed."""
    terms: RequestTerms
    """The request that was tried: for the resource as a whole, with the fields and the legal basis of the grant."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What would become of a request."""

    ways: tuple[Way, ...]
    """Those that are allowed first; at least one."""
    approval_needed: bool
    """Whether the owner has to approve the request before it is served."""

    @property
    def allowed(self) -> bool:
        """Whether the request would be taken."""
        return self.ways[0].refusal is None

    @property
    def grant(self) -> int | None:
        """The grant that allows it."""
        return self.ways[0].grant if self.allowed else None

    @property
    def refusal(self) -> Refusal | None:
        """The rule that stands against it, of the first grant if there are several; None if it is allowed."""
        return self.ways[0].refusal

    def __str__(self) -> str:
        if self.allowed:
            approval = ", and is served once the owner approved it" if self.approval_needed else ""
            return f"allowed by grant {self.grant}{approval}"
        said = "; ".join(f"{type(way.refusal).__name__}: {way.refusal}" for way in self.ways)
        return f"not allowed: {said}"


def explain(
    machine: Machine,
    account: bytes,
    resource: int,
    mode: Mode,
    purpose: int,
    now: int,
    *,
    fields: int | None = None,
) -> Explanation:
    """Whether an account could file a request for a resource at a time, under each grant that might allow it.

    What is asked of the rules is what `fileRequest` asks of the contracts: the account's role, term and organisation,
    the contracts' pauses, and the grant with all on its path.

    Args:
        machine: the rules in the state that counts.
        account: who would file: the grantee's requester, or in mode SUBMIT the owner's responder.
        resource: for which resource, as a whole.
        mode: in which mode.
        purpose: for which purpose, by its code.
        now: when, in seconds.
        fields: which fields, as bits; all that the grant allows if None.
    """
    grants = _candidates(machine, account, resource, mode)
    ways = [
        _tried(machine, account, now, grant, _terms(machine, account, resource, mode, purpose, now, grant, fields))
        for grant in grants or (0,)
    ]
    ways.sort(key=lambda way: way.refusal is not None)
    return Explanation(tuple(ways), mode == Mode.DETAIL)


def _candidates(machine: Machine, account: bytes, resource: int, mode: Mode) -> list[int]:
    """The grants on the resource that the account's organisation could act under, the newest first."""
    organisation = machine.consortium.get_officer(machine.consortium.officer_of(account)).organisation
    if mode == Mode.SUBMIT:
        owner = machine.registry.get_resource(resource).owner
        mine = organisation in (owner, machine.consortium.heir_of(owner))
        return [number for number, _ in _grants(machine, resource) if mine]
    return [
        number
        for number, one in _grants(machine, resource)
        if organisation in (one.grantee, machine.consortium.successor_of(one.grantee))
    ]


def _grants(machine: Machine, resource: int) -> list[tuple[int, Grant]]:
    found = [(number, one) for number, one in machine.grants.grants.items() if one.resource == resource]
    return sorted(found, reverse=True)


def _terms(
    machine: Machine, account: bytes, resource: int, mode: Mode, purpose: int, now: int, grant: int, fields: int | None
) -> RequestTerms:
    """The request as it would be filed; without a grant, in the name of the account's own organisation."""
    held = machine.grants.get_grant(grant)
    own = machine.consortium.get_officer(machine.consortium.officer_of(account)).organisation
    owner = held.owner if grant else machine.registry.get_resource(resource).owner
    return RequestTerms(
        grant=grant,
        resource=resource,
        record=0,
        index=0,
        owner=own if not grant and mode == Mode.SUBMIT else owner,
        grantee=held.grantee if grant else own,
        mode=mode,
        fields=held.fields if fields is None else fields,
        purpose=purpose,
        legal_basis=held.legal_basis,
        case_tag=NO_TAG,
        site=0,
        system=0,
        serve_by=min(now + DAY, FOR_EVER),
        acknowledge_within=DAY,
    )


def _tried(machine: Machine, account: bytes, now: int, grant: int, terms: RequestTerms) -> Way:
    try:
        machine.requests.require_filing(account, now, terms)
    except Refusal as refusal:
        return Way(grant, refusal, terms)
    return Way(grant, None, terms)
