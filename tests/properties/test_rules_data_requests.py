"""DataRequests and its rules in Python, side by side on random calls, valid and invalid.

- Both take the same calls and refuse the same ones, with the same error and the same facts.
- Both make the same events; all views say the same afterwards.
- The call that an event implies makes that event again, on rules of their own that saw nothing but events.

What the other contracts answer is asked of them, as they are before the call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from govledger.events import Event
from govledger.events.refusal import ContractRefusal
from govledger.model import (
    EmergencyStatus,
    Mode,
    OrganisationKind,
    OrganisationStatus,
    RequestStatus,
    Role,
    WindowStatus,
)
from govledger.privacy.merkle import MerkleTree
from govledger.registry.access import access_leaf
from govledger.rules import data_requests
from govledger.rules.answers import GrantUse
from govledger.rules.data_requests import (
    OPEN_EMERGENCIES_LIMIT,
    DataRequestsRules,
    GlassTerms,
    RequestTerms,
    WindowTerms,
)
from tests.contracts.harness import DAY, NO_ADDRESS, word
from tests.contracts.test_requests_of_heirs import Succession
from tests.contracts.world import NO_OPENING, STRANGER, GrantTerms, Organisation, ResourceTerms, World, undone
from tests.side_by_side import Compared, Differs, Tally, explore, machine, step, tally_of

SEQUENCES, ACTS_EACH = 40, 600

EACH = (Role.REGISTRAR, Role.GRANTOR, Role.REQUESTER, Role.RESPONDER, Role.SEALER, Role.INSPECTOR)
NO_HASH = bytes(32)
UNKNOWN = 9_999


# --- the other contracts' answers ----------------------------------------------------------------------------


@dataclass
class Consortium:
    """Answers as the contract does."""

    world: World
    asking: bytes
    """A contract of the directory that asks in the place of DataRequests, which itself sends no transaction."""

    def authorise(self, sender: bytes, now: int, account: bytes, role: int, stage: int) -> Any:
        assert sender == self.world.requests.address
        return self.world.consortium.read("authorise", account, role, stage, sender=self.asking)

    def heir_of(self, organisation: int) -> int:
        found: int = self.world.consortium.read("heirOf", organisation)
        return found

    def successor_of(self, organisation: int) -> int:
        found: int = self.world.consortium.read("successorOf", organisation)
        return found

    def require_active(self, organisation: int) -> None:
        self.world.consortium.read("requireActive", organisation)


@dataclass
class Registry:
    """Answers as the contract does."""

    world: World

    def require_live_record(self, record: int, index: int, resource: int) -> None:
        self.world.registry.read("requireLiveRecord", record, index, resource)

    def get_resource(self, resource: int) -> Any:
        return self.world.registry.read("getResource", resource)


@dataclass
class Grants:
    """Answers as the contract does; what is reported is counted by the contract's own call, which follows."""

    world: World

    def check_use(self, now: int, grant: int, use: GrantUse, count: int) -> None:
        self.world.grants.read("checkUse", grant, use, count)

    def report_use(self, sender: bytes, now: int, grant: int, use: GrantUse, count: int) -> tuple[Event, ...]:
        assert sender == self.world.requests.address
        self.check_use(now, grant, use, count)
        return ()

    def report_checked_use(self, sender: bytes, now: int, grant: int) -> tuple[Event, ...]:
        entry = self.world.grants.read("getGrant", grant)
        mode = next(mode for mode in Mode if entry.modes >> mode & 1)
        parties = (entry.resource, entry.owner, entry.grantee)
        use = GrantUse(*parties, mode, entry.fields, entry.purpose, entry.legal_basis)
        return self.report_use(sender, now, grant, use, 1)


# --- calls ---------------------------------------------------------------------------------------------------


class Missing(Exception):
    """Nothing to act on; what begins something is done instead."""

    def __init__(self, instead: Callable[[], None]) -> None:
        super().__init__()
        self.instead = instead


@cache
def _world() -> tuple[Succession, Organisation]:
    world = Succession()
    for organisation in (world.tax, world.civil, world.audit):
        _enable(world, organisation)
    return world, world.admit("court", {OrganisationKind.AUDIT}, *EACH[2:])


def _enable(world: World, organisation: Organisation) -> None:
    """Has officers in all roles appointed, so that a refusal is about more than a role."""
    inspects = organisation is world.audit
    roles = {role for role in EACH if inspects or role is not Role.INSPECTOR}
    for role in sorted(roles - set(organisation.officers)):
        who = organisation.account(role)
        organisation.officers[role] = world.appoint(organisation.id, who, {role}, organisation.administrator)


class Calls(Compared):
    """Random calls that are right, and then, as often as not, wrong in one thing."""

    def __init__(self, variant: int, tally: Tally) -> None:
        self.world, court = _world()
        super().__init__(self.world.chain, variant, tally)
        self.deployed = self.world
        self.asking = self.world.replace(self.world.claims)
        self.wired = tuple(one.address for one in (self.world.consortium, self.world.grants, self.world.registry))
        at = self.world.requests.address
        self.add(
            *("data_requests", self.world.requests, data_requests),
            lambda _: self.new_rules("data_requests", at, *self.wired, 1),
        )
        self.trees: dict[int, tuple[list[bytes], MerkleTree]] = {}
        self.ended = 0
        world = self.world
        self.organisations = [world.tax, world.civil, world.audit, court, world.heir]
        self.resources = [self._resource(world.tax), self._resource(world.tax, 0b1001), self._resource(world.civil)]
        self.records = [self._record(resource) for resource in self.resources for _ in range(3)]
        self.withdrawn: set[int] = set()
        self.grants: list[int] = []
        for resource, owner, grantee, uses in (
            (0, world.tax, world.civil, 500_000),
            (0, world.tax, world.audit, 500_000),
            (2, world.civil, world.tax, 500_000),
            (1, world.tax, world.civil, 500_000),
            (0, world.tax, world.civil, 5),
        ):
            self._grant(self.resources[resource], owner, grantee, uses)

    def new_rules(self, key: str, address: bytes, *args: Any) -> DataRequestsRules:
        *wired, first_id = args
        answers: list[Any] = [Consortium(self.world, self.asking), Grants(self.world), Registry(self.world)]
        known = [one if any(at) else None for one, at in zip(answers, wired, strict=True)]
        return DataRequestsRules(*known, first_id, address=address)

    @property
    def requests(self) -> DataRequestsRules:
        rules: DataRequestsRules = self.rules["data_requests"]
        return rules

    def _resource(self, owner: Organisation, modes: int = 0b1111) -> int:
        terms = ResourceTerms(modes=modes)
        resource: int = self.world.registry.call("registerResource", terms, sender=owner.registrar).returned
        return resource

    def _record(self, resource: int) -> tuple[int, int]:
        owner = self._organisation(self.world.registry.read("getResource", resource).owner)
        record = self.world.registry.call("registerRecord", resource, word("content"), sender=owner.registrar).returned
        return record, resource

    def _grant(self, resource: int, owner: Organisation, grantee: Organisation, uses: int) -> None:
        offered = self.world.registry.read("getResource", resource).modes
        terms = GrantTerms(resource, grantee.id, offered, max_uses=uses)
        self.grants.append(self.world.grants.call("issueGrant", terms, sender=owner.grantor).returned)

    def _organisation(self, organisation: int) -> Organisation:
        return next(who for who in self.organisations if who.id == organisation)

    # --- one call ---

    def act_out(self, act: Callable[[Any], None]) -> None:
        try:
            act(self)
        except Missing as missing:
            missing.instead()

    @step
    def look(self) -> None:
        """All views, of every object that there is and of one that there is not."""
        requests = (*self.requests.requests, UNKNOWN)
        views: dict[str, Iterable[int]] = {
            "getRequest": requests,
            "getSeal": requests,
            "getEmergency": (*self.requests.emergencies, UNKNOWN),
            "getWindow": (*self.requests.windows, UNKNOWN),
            "openEmergenciesOf": range(1, 16),
        }
        self.same_state("data_requests", views, {"getRequest", "getEmergency", "getWindow"})

    def tag(self) -> bytes:
        return word(self.new())

    def ahead(self, *seconds: int) -> int:
        return self.chain.now + self.random.choice(seconds)

    def sender(self, organisation: int, role: Role) -> bytes:
        """The officer of an organisation, or of its heir if it ended; sometimes of another one."""
        if self.maybe(0.04):
            return STRANGER if self.maybe(0.1) else self.random.choice(self.organisations).account(role)
        return self._organisation(self.world.consortium.read("heirOf", organisation)).account(role)

    def send(
        self, function: str, args: list[Any], sender: bytes, *faults: Callable[[list[Any]], None], wrong: float = 0.3
    ) -> bool:
        """The call as it is, or with one fault."""
        if faults and self.maybe(wrong):
            self.random.choice(faults)(args)
        return self.call("data_requests", function, *args, sender=sender) is not None

    def put(self, place: int, *values: Any) -> Callable[[list[Any]], None]:
        """A fault: another value of an argument."""

        def fault(args: list[Any]) -> None:
            args[place] = self.random.choice(values)

        return fault

    def change(self, place: int, **values: Any) -> Callable[[list[Any]], None]:
        """A fault: another value of a member of a struct."""

        def fault(args: list[Any]) -> None:
            args[place] = args[place]._replace(**values)

        return fault

    def unless_stale(self, version: int) -> list[Callable[[list[Any]], None]]:
        """Faults of every act on an object: one that there is not, and another version."""
        return [self.put(0, 0, UNKNOWN), self.put(1, version - 1, version + 1)]

    # --- what happens around it ---

    def create_another(self) -> None:
        wired = list(self.wired)
        if self.maybe(0.4):
            wired[self.random.randrange(3)] = NO_ADDRESS
        self.create("data_requests", *wired, self.choice([0, 1, 7]))

    def time_passes(self) -> None:
        self.chain.move(self.random.choice([1, 60, 3_600, 3_600, DAY // 2, DAY]))

    def something_changes_around(self) -> None:
        """Grants, records and organisations change under what was begun."""
        world, chance = self.world, self.random.random()
        if chance < 0.25:
            resource, owner, grantee = self.random.choice(
                [(0, world.tax, world.civil), (2, world.civil, world.tax), (0, world.tax, world.audit)]
            )
            self.grant_again(self.resources[resource], owner, grantee, self.random.choice([3, 500_000]))
        elif chance < 0.35:
            self.revoke_grant(self.random.choice(self.grants))
        elif chance < 0.5:
            self.withdraw_record(*self.random.choice(self.records))
        elif chance < 0.65:
            self.register_record(self.random.choice(self.resources))
        elif chance < 0.9:
            organisation = self.random.choice([world.tax, world.civil, world.audit])
            self.suspend_or_reinstate(organisation, again=self.maybe(0.9))
        elif self.ended < 2:
            self.ended += 1
            organisation = [world.civil, world.audit][self.ended - 1]
            self.end(organisation, self.random.choice([OrganisationStatus.MERGED, OrganisationStatus.DISSOLVED]))

    @step
    def grant_again(self, resource: int, owner: Organisation, grantee: Organisation, uses: int) -> None:
        self._try(lambda: self._grant(resource, owner, grantee, uses))

    @step
    def revoke_grant(self, grant: int) -> None:
        granted = self.world.grants.read("getGrant", grant)
        sender = self._organisation(granted.owner).grantor
        self._try(lambda: self.world.grants.call("revokeGrant", grant, granted.version, 0, sender=sender))

    @step
    def register_record(self, resource: int) -> None:
        self._try(lambda: self.records.append(self._record(resource)))

    @step
    def withdraw_record(self, record: int, resource: int) -> None:
        sender = self._organisation(self.world.registry.read("getResource", resource).owner).registrar
        self.withdrawn.add(record)
        args = (record, self.world.registry.read("getRecord", record).version, 0, NO_OPENING)
        self._try(lambda: self.world.registry.call("withdrawRecord", *args, sender=sender))

    @step
    def suspend_or_reinstate(self, organisation: Organisation, again: bool) -> None:
        """Suspended, and mostly reinstated at once; or reinstated."""
        active = self.world.consortium.read("getOrganisation", organisation.id).status == OrganisationStatus.ACTIVE
        self._try(lambda: (self.world.suspend if active else self.world.reinstate)(organisation))
        if active and again:
            self._try(lambda: self.world.reinstate(organisation))

    @step
    def end(self, organisation: Organisation, status: OrganisationStatus) -> None:
        self.world.end(organisation, status)

    def _try(self, act: Callable[[], Any]) -> None:
        try:
            act()
        except ContractRefusal:
            return

    # --- requests ---

    def _granted(self) -> tuple[int, Any]:
        """A grant; more often than not one that runs, to an organisation that may ask."""
        for _ in range(6):
            grant = self.random.choice(self.grants[-8:])
            granted = self.world.grants.read("getGrant", grant)
            grantee = self.world.consortium.read("getOrganisation", granted.grantee).status
            if not granted.revoked and grantee not in (OrganisationStatus.DISSOLVED, OrganisationStatus.SUSPENDED):
                break
        return grant, granted

    def _records_of(self, resource: int) -> list[int]:
        """Records of a resource, of which one in ten may be withdrawn."""
        found = [record for record, of in self.records[-20:] if of == resource]
        return [one for one in found if one not in self.withdrawn or self.maybe(0.1)]

    def file_request(self) -> None:
        grant, granted = self._granted()
        records = self._records_of(granted.resource)
        modes = [mode for mode in (*Mode, Mode.DETAIL, Mode.VERIFY) if granted.modes >> mode & 1]
        terms = RequestTerms(
            grant=grant,
            resource=granted.resource,
            record=self.random.choice([0, *records]),
            index=0,
            owner=granted.owner,
            grantee=granted.grantee,
            mode=self.random.choice(modes),
            fields=0b0101,
            purpose=7,
            legal_basis=word("law"),
            case_tag=self.tag(),
            site=self.random.randint(0, 9),
            system=self.random.randint(0, 9),
            serve_by=self.ahead(3_600, DAY, DAY, 30 * DAY, 30 * DAY, 366 * DAY),
            acknowledge_within=self.random.choice([60, 3_600, DAY, DAY, 366 * DAY]),
        )
        self.send(
            "fileRequest",
            [terms],
            self.sender(terms.filer, terms.filer_role),
            self.change(0, serve_by=self.ahead(0, -1, 366 * DAY + 1)),
            self.change(0, acknowledge_within=self.random.choice([0, 366 * DAY + 1])),
            self.change(0, record=0, index=3),
            self.change(0, record=UNKNOWN),
            self.change(0, owner=terms.grantee, grantee=terms.owner),
            self.change(0, fields=1 << 30),
            self.change(0, purpose=8),
        )

    def _request(self, *wanted: RequestStatus) -> tuple[int, RequestTerms, int]:
        """A late request in one of these statuses, or else any; its terms and its version."""
        latest = list(self.requests.requests)[-80:]
        right = [one for one in latest if self.requests.requests[one].status_at(self.chain.now) in wanted]
        if not latest or (not right and self.maybe(0.9)):
            raise Missing(self.file_request)
        request = self.random.choice(right if right and self.maybe(0.95) else latest)
        return request, self.requests.terms[request], self.requests.requests[request].version

    def _on_request(
        self,
        function: str,
        organisation: Callable[[RequestTerms], int],
        role: Callable[[RequestTerms], Role],
        wanted: tuple[RequestStatus, ...],
        *rest: tuple[Any, tuple[Any, ...]],
        wrong: float = 0.3,
    ) -> None:
        """An act on a request; each further argument with the values that are faults."""
        request, terms, version = self._request(*wanted)
        others = [party for party in (terms.owner, terms.grantee) if party != organisation(terms)]
        sender = self.sender(organisation(terms), role(terms))
        if self.maybe(0.1):
            sender = self.sender(self.random.choice(others or [terms.owner]), role(terms))
        self.send(
            function,
            [request, version, terms, *(value for value, _ in rest)],
            sender,
            *self.unless_stale(version),
            self.change(2, site=terms.site + 1),
            *(self.put(3 + place, *faulty) for place, (_, faulty) in enumerate(rest) if faulty),
            wrong=wrong,
        )

    def approve_request(self) -> None:
        self._on_request("approveRequest", _owner, _as(Role.GRANTOR), (RequestStatus.SUBMITTED,))

    def reject_request(self) -> None:
        reason = (self.random.randint(0, 3), ())
        self._on_request("rejectRequest", _owner, _as(Role.RESPONDER), NOT_SERVED, reason)

    def revoke_request(self) -> None:
        self._on_request("revokeRequest", lambda terms: terms.filer, lambda terms: terms.filer_role, NOT_SERVED)

    def serve_request(self) -> None:
        request, terms, version = self._request(*NOT_SERVED, RequestStatus.DISPUTED, RequestStatus.APPROVED)
        rule = self.random.randint(1, 9) if terms.mode == Mode.EVALUATE else 0
        sender = self.sender(terms.owner, Role.RESPONDER)
        if self.maybe(0.06):
            sender = self.sender(terms.grantee, Role.RESPONDER)
        self.send(
            "serveRequest",
            [request, version, terms, self.tag(), rule],
            sender,
            *self.unless_stale(version),
            self.change(2, case_tag=NO_HASH),
            self.put(3, NO_HASH),
            self.put(4, 0 if rule else 1),
        )

    def acknowledge_request(self) -> None:
        wanted = (RequestStatus.SERVED, RequestStatus.OVERDUE, RequestStatus.DISPUTED)
        self._on_request("acknowledgeRequest", _grantee, _as(Role.REQUESTER), wanted)

    def dispute_request(self) -> None:
        wanted = (RequestStatus.SERVED, RequestStatus.OVERDUE)
        reason = (self.random.randint(0, 4), ())
        self._on_request("disputeRequest", _grantee, _as(Role.REQUESTER), wanted, reason)

    def seal_access(self) -> None:
        until = (self.ahead(1, 3_600, DAY, 1_098 * DAY), (self.chain.now, self.chain.now + 1_098 * DAY + 1))
        basis = (word("secrecy"), (NO_HASH,))
        sealer = self.random.choice(self.organisations).id

        def no_party(terms: RequestTerms) -> int:
            return sealer if self.maybe(0.1) else self._no_party(terms)

        self._on_request("sealAccess", no_party, _as(Role.SEALER), NOT_SERVED, until, basis, wrong=0.5)

    def _no_party(self, terms: RequestTerms) -> int:
        heirs = {self.world.consortium.read("heirOf", party) for party in (terms.grantee, terms.filer)}
        return next(who.id for who in self.organisations if who.id not in heirs | {terms.grantee, terms.filer})

    def unseal_access(self) -> None:
        sealed = [one for one, seal in self.requests.seals.items() if seal.disclose_at > self.chain.now]
        if not self.requests.seals or (not sealed and self.maybe(0.8)):
            return self.seal_access()
        request = self.random.choice(sealed if sealed and self.maybe(0.9) else list(self.requests.requests))
        seal, version = self.requests.get_seal(request), self.requests.requests[request].version
        by = seal.organisation if seal.organisation and self.maybe(0.5) else self.random.choice(self.organisations).id
        self.send("unsealAccess", [request, version], self.sender(by, Role.SEALER), *self.unless_stale(version))

    # --- emergencies ---

    def break_glass(self) -> None:
        resource = self.random.choice([self.resources[1], *(self.resources[::2] * 5)])
        owner = self.world.registry.read("getResource", resource).owner
        reader = self.random.choice([who.id for who in self.organisations[:3] if who.id != owner])
        to_justify = self.requests.open_emergencies_of(reader)
        late = [one for one in to_justify if self.requests.emergencies[one].due_by <= self.chain.now]
        if (late or len(to_justify) == OPEN_EMERGENCIES_LIMIT) and self.maybe(0.8):
            return self._justify((late or to_justify)[0])
        terms = self._glass(resource, owner)
        self.send(
            "breakGlass",
            [terms],
            self.sender(owner if self.maybe(0.05) else reader, Role.REQUESTER),
            self.change(0, mode=self.random.choice([Mode.SUBMIT, Mode.EVALUATE])),
            self.change(0, resource=UNKNOWN),
            self.change(0, owner=reader),
            self.change(0, fields=0),
            self.change(0, purpose=0),
            self.change(0, legal_basis=NO_HASH),
            self.change(0, statement=NO_HASH),
            self.change(0, record=0, index=1),
            wrong=0.5,
        )

    def _glass(self, resource: int, owner: int) -> GlassTerms:
        offered = self.world.registry.read("getResource", resource).modes
        modes = [mode for mode in (Mode.VERIFY, Mode.DETAIL) if offered >> mode & 1] or [Mode.DETAIL]
        return GlassTerms(
            resource=resource,
            record=self.random.choice([0, 0, *self._records_of(resource)]),
            index=0,
            owner=owner,
            mode=self.random.choice(modes),
            fields=0b11,
            purpose=7,
            legal_basis=word("law"),
            case_tag=self.tag(),
            site=1,
            system=2,
            reason=self.random.randint(0, 4),
            statement=self.tag(),
        )

    def break_all_glass(self) -> None:
        """One organisation breaks glass until it may no longer, and tries again."""
        chosen = self.random.choice([self.world.civil, self.world.audit])
        reader = self._organisation(self.world.consortium.read("heirOf", chosen.id))
        refused = 0
        while refused < 3:
            terms = self._glass(self.resources[0], self.world.tax.id)
            refused += not self.send("breakGlass", [terms], reader.requester)

    def _emergency(self, wanted: Callable[[Any], bool]) -> tuple[int, Any]:
        latest = list(self.requests.emergencies)[-60:]
        right = [one for one in latest if wanted(self.requests.emergencies[one])]
        if not latest or (not right and self.maybe(0.9)):
            raise Missing(self.break_glass)
        emergency = self.random.choice(right if right and self.maybe(0.8) else latest)
        return emergency, self.requests.emergencies[emergency]

    def _on_emergency(
        self,
        function: str,
        role: Role,
        value: Any,
        wanted: Callable[[Any], bool],
        by: Callable[[Any], int],
        *faults: Callable[[list[Any]], None],
    ) -> None:
        emergency, entry = self._emergency(wanted)
        organisation = self.random.choice([entry.owner, entry.organisation]) if self.maybe(0.15) else by(entry)
        sender = self.sender(organisation, role)
        args = [emergency, entry.version, value]
        self.send(function, args, sender, *self.unless_stale(entry.version), *faults)

    def answer_emergency(self) -> None:
        self._on_emergency(
            *("answerEmergency", Role.RESPONDER, self.tag()),
            lambda entry: not entry.answered,
            lambda entry: entry.owner,
            self.put(2, NO_HASH),
        )

    def justify_emergency(self) -> None:
        self._on_emergency(
            *("justifyEmergency", Role.ADMINISTRATOR, self.tag()),
            lambda entry: entry.status == EmergencyStatus.OPEN,
            lambda entry: entry.organisation,
            self.put(2, NO_HASH),
        )

    def _justify(self, emergency: int) -> None:
        entry = self.requests.emergencies[emergency]
        sender = self.sender(entry.organisation, Role.ADMINISTRATOR)
        self.send("justifyEmergency", [emergency, entry.version, self.tag()], sender)

    def review_emergency(self) -> None:
        self._on_emergency(
            *("reviewEmergency", Role.INSPECTOR, self.random.randint(0, 3)),
            lambda entry: entry.status == EmergencyStatus.JUSTIFIED,
            lambda entry: next(who.id for who in self.organisations[::-1] if who.id != entry.organisation),
        )

    # --- windows ---

    def open_window(self) -> None:
        grant, granted = self._granted()
        modes = [mode for mode in (Mode.VERIFY, Mode.EVALUATE) if granted.modes >> mode & 1] or [Mode.EVALUATE]
        terms = WindowTerms(
            grant=grant,
            resource=granted.resource,
            owner=granted.owner,
            grantee=granted.grantee,
            mode=self.random.choice(modes),
            fields=1,
            purpose=7,
            legal_basis=word("law"),
            site=1,
            system=2,
            uses=self.random.choice([1, 2, 5, 20, 256]),
            close_by=self.ahead(1, 3_600, DAY, 7 * DAY),
        )
        self.send(
            "openWindow",
            [terms],
            self.sender(terms.grantee if self.maybe(0.05) else terms.owner, Role.RESPONDER),
            self.change(0, mode=self.random.choice([Mode.SUBMIT, Mode.DETAIL])),
            self.change(0, uses=self.random.choice([0, 65_537])),
            self.change(0, close_by=self.ahead(0, 7 * DAY + 1)),
            self.change(0, purpose=8),
        )

    def _window(self, *wanted: WindowStatus) -> tuple[int, Any]:
        right = [one for one, entry in self.requests.windows.items() if entry.status in wanted]
        if not self.requests.windows or (not right and self.maybe(0.9)):
            raise Missing(self.open_window)
        window = self.random.choice(right if right and self.maybe(0.8) else list(self.requests.windows))
        return window, self.requests.windows[window]

    def close_window(self) -> None:
        window, entry = self._window(WindowStatus.OPEN)
        count = self.random.randint(0, min(entry.uses, 9))
        accesses = [self.tag() for _ in range(count)]
        tree = MerkleTree([access_leaf(place, access) for place, access in enumerate(accesses)]) if count else None
        args = [window, entry.version, count, tree.root if tree else NO_HASH]
        organisation = self.random.choice(self.organisations).id if self.maybe(0.07) else entry.owner
        closed = self.send(
            "closeWindow",
            args,
            self.sender(organisation, Role.RESPONDER),
            *self.unless_stale(entry.version),
            self.put(2, entry.uses + 1),
            self.put(3, self.tag() if not count else NO_HASH),
            wrong=0.45,
        )
        if closed and tree and args[3] == tree.root:
            self.trees[window] = (accesses, tree)

    def show_access(self) -> None:
        """A view, whose answer is compared: a right proof, or one for something else."""
        if not self.trees:
            return self.close_window()
        window = self.random.choice(list(self.trees))
        accesses, tree = self.trees[window]
        place = self.random.randrange(len(accesses))
        args: list[Any] = [window, place, accesses[place], list(tree.proof(place))]
        if self.maybe(0.5):
            wrong = ((0, window + 1), (1, place + 1), (1, 2**32 - 1), (2, self.tag()), (3, [self.tag()]))
            at, value = self.random.choice(wrong)
            args[at] = value
        PROOFS[self.ask("data_requests", "verifyWindowAccess", *args)] += 1


def _owner(terms: RequestTerms) -> int:
    return terms.owner


def _grantee(terms: RequestTerms) -> int:
    return terms.grantee


def _as(role: Role) -> Callable[[RequestTerms], Role]:
    return lambda _: role


NOT_SERVED = (RequestStatus.SUBMITTED, RequestStatus.APPROVED)

ACTS: dict[Callable[[Calls], None], float] = {
    Calls.time_passes: 15,
    Calls.create_another: 1,
    Calls.something_changes_around: 2,
    Calls.file_request: 10,
    Calls.approve_request: 4,
    Calls.reject_request: 1.5,
    Calls.revoke_request: 1.5,
    Calls.serve_request: 7,
    Calls.acknowledge_request: 3,
    Calls.dispute_request: 3,
    Calls.seal_access: 5,
    Calls.unseal_access: 4,
    Calls.break_glass: 12,
    Calls.break_all_glass: 0.5,
    Calls.answer_emergency: 5,
    Calls.justify_emergency: 5,
    Calls.review_emergency: 3,
    Calls.open_window: 5,
    Calls.close_window: 4,
    Calls.show_access: 2,
}


# --- the property --------------------------------------------------------------------------------------------


TALLY = tally_of("data_requests")
PROOFS: Counter[bool] = Counter()
"""How often a proof of an access in a window was right, and how often not."""


@contextmanager
def made(variant: int, tally: Tally = TALLY) -> Iterator[Calls]:
    """A sequence before its first call."""
    with undone(_world()[0]):
        yield Calls(variant, tally)


def test_contract_and_rules_say_the_same() -> None:
    explore(machine("DataRequestsCalls", made, ACTS), SEQUENCES, ACTS_EACH, TALLY)


def test_calls_reach_every_function_event_and_error_often(capsys: pytest.CaptureFixture[str]) -> None:
    if not TALLY.complete:
        pytest.skip("only a part of the sequences ran")
    with capsys.disabled():
        TALLY.check()
    assert PROOFS[True] >= 20 <= PROOFS[False]


class Forgetful(DataRequestsRules):
    """Rules that forget one guard."""

    def _require_owner(self, request: int, terms: RequestTerms, acting: int) -> None:
        return


def test_difference_between_contract_and_rules_is_found_and_shown_by_a_handful_of_calls() -> None:
    @contextmanager
    def forgetful(variant: int) -> Iterator[Calls]:
        with made(variant, Tally("data_requests")) as sequence:
            for rules in (sequence.rules, sequence.replayed):
                rules["data_requests"].__class__ = Forgetful
            yield sequence

    with pytest.raises(Differs, match="RequestOwnerMismatch") as found:
        explore(machine("ForgetfulCalls", forgetful, ACTS), 100, 30)
    assert str(found.value).count("sequence.call(") <= 4
