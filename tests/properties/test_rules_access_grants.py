"""AccessGrants and its rules, side by side on random calls; DataRegistry's rules answer for the resources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from eth_keys.datatypes import PrivateKey

from govledger.errors import InputError, SignatureInvalid
from govledger.events import types as events
from govledger.model import Mode, OrganisationKind, OrganisationStatus, Role
from govledger.rules import access_grants, data_registry
from govledger.rules.access_grants import AccessGrantsRules, Grant, GrantTerms, Uses, implied_call
from govledger.rules.answers import Consortium, GrantUse
from govledger.rules.data_registry import DataRegistryRules, ResourceTerms
from govledger.secp256k1 import parse_signature, recover
from tests.contracts.harness import DAY, NO_ADDRESS, word
from tests.contracts.world import STRANGER, Organisation, World, undone
from tests.side_by_side import Differs, SideBySide, Tally, explore, machine, step, tally_of

SEQUENCES, ACTS_EACH = 60, 400
CHAIN_ID = 1
ALL_MODES = 15
BASES = (word("act 1"), word("act 2"))


def key_of(organisation: Organisation) -> bytes:
    """The private key of an organisation's grantor who signs."""
    return word(f"grantor of {organisation.name} who signs")


def address_of(key: bytes) -> bytes:
    return PrivateKey(key).public_key.to_canonical_address()


def signed_by(account: bytes, digest: bytes, signature: bytes) -> bool:
    """As the contract judges it for accounts; contract accounts are in tests/contracts/test_grant_signatures.py."""
    try:
        return recover(digest, parse_signature(signature)) == account
    except SignatureInvalid:
        return False


@cache
def _world() -> World:
    world = World()
    for organisation in (world.finance, world.hospital, world.clinic, world.insurer):
        world.appoint(organisation.id, organisation.grantor, {Role.GRANTOR})
    world.appoint(world.finance.id, world.finance.registrar, {Role.REGISTRAR})
    for level in range(2):
        world.admit(f"level {level}", {OrganisationKind.DEPARTMENT}, Role.GRANTOR)
    for organisation in (world.tax, world.civil, world.hospital):
        world.appoint(organisation.id, address_of(key_of(organisation)), {Role.GRANTOR})
    return world


class Sequence(SideBySide):
    def __init__(self, world: World, variant: int, tally: Tally) -> None:
        super().__init__(world, variant, tally)
        self.add(
            "data_registry",
            world.registry,
            data_registry,
            lambda _: DataRegistryRules(self.consortium, 1, address=world.registry.address),
        )
        self.add(
            "access_grants",
            world.grants,
            access_grants,
            lambda rules: self._rules_at(world.grants.address, self.consortium, rules["data_registry"], 1),
        )
        self.reporter = world.replace(world.requests)
        self.consortium = type(self.consortium)(world)
        for rules in (*self.rules.values(), *self.replayed.values()):
            rules.consortium = self.consortium
        self.grantees = [world.civil, world.hospital, world.clinic, world.insurer]
        self.approvers = [world.hospital, world.clinic, world.insurer]
        self.everybody = [world.tax, *self.grantees, world.finance]
        self.heir: dict[int, Organisation] = {}
        self.approved: list[GrantTerms] = []
        for _ in range(3):
            self.register_resource()

    @property
    def grants(self) -> AccessGrantsRules:
        rules: AccessGrantsRules = self.rules["access_grants"]
        return rules

    @property
    def registry(self) -> DataRegistryRules:
        rules: DataRegistryRules = self.rules["data_registry"]
        return rules

    @staticmethod
    def _rules_at(
        address: bytes, consortium: Consortium | None, registry: DataRegistryRules | None, first_id: int
    ) -> AccessGrantsRules:
        wired = {"address": address, "chain_id": CHAIN_ID, "signed_by": signed_by}
        return AccessGrantsRules(consortium, registry, first_id, **wired)

    def new_rules(self, key: str, address: bytes, *args: Any) -> AccessGrantsRules:
        consortium, registry, first_id = args
        known = (self.consortium if any(consortium) else None, self.registry if any(registry) else None)
        return self._rules_at(address, *known, first_id)

    @step
    def look(self) -> None:
        known = [*self.grants.grants, 0, 999]
        views = dict.fromkeys(("getGrant", "usesOf", "remainingUsesOf"), known)
        drafts, signatures = [*self.grants.drafts, bytes(32)], [*self.grants.signatures, bytes(32)]
        self.same_state("access_grants", {**views, "getDraft": drafts, "getSignature": signatures})

    def act(self, function: str, *args: Any, sender: bytes) -> Any:
        if self.maybe(0.01):
            sender = self.choice([STRANGER, self.world.tax.registrar])
        return self.call("access_grants", function, *args, sender=sender)

    # --- choices ---

    def now_of(self, organisation: int) -> Organisation:
        """Who acts for an organisation now, or at times somebody else."""
        right = self.heir.get(organisation) or next(
            (one for one in self.everybody if one.id == organisation), self.world.tax
        )
        return right if self.maybe(0.97) else self.choice(self.everybody)

    def resource(self) -> int:
        known = list(self.registry.resources)
        open_ones = [one for one in known if self.registry.resources[one].status == 1]
        return int(self.choice(open_ones if open_ones and self.maybe(0.97) else [*known, 0, 999]))

    def one_grant(self, most: int = 8) -> int:
        known = list(self.grants.grants)[-most:]
        return int(self.choice(known)) if known and self.maybe(0.97) else int(self.choice([0, 999]))

    def bits(self, wider: int) -> int:
        """Some of the bits, never none where there is one."""
        chosen = wider & self.random.getrandbits(256)
        return chosen or wider

    def root_terms(self) -> GrantTerms:
        now = self.chain.now
        resource = self.resource()
        terms = GrantTerms(
            resource,
            self.choice(self.grantees).id,
            self.bits(self.registry.get_resource(resource).modes),
            self.bits(0xFF),
            self.random.randint(1, 2),
            self.choice(BASES),
            now - self.choice([0, 0, DAY]) if self.maybe(0.9) else now + 60,
            now + self.choice([600, DAY, 30 * DAY, 30 * DAY]),
            self.choice([1, 5, 20, 20, 50]),
            self.choice([0, 2, 4, 4]),
            0,
        )
        return self.spoilt(terms) if self.maybe(0.2) else terms

    def spoilt(self, terms: GrantTerms) -> GrantTerms:
        """Terms with one part broken."""
        now = self.chain.now
        changes: list[dict[str, Any]] = [
            {"modes": self.choice([0, 16, 255, ALL_MODES])},
            {"fields": 0},
            {"purpose": 0},
            *[{"legal_basis": bytes(32)}] * 2,
            {"valid_until": terms.valid_from},
            {"valid_from": now - DAY, "valid_until": now},
            {"max_uses": 0},
            *[{"delegation_depth": self.choice([5, 255])}] * 3,
            {"grantee": self.registry.get_resource(terms.resource).owner},
            {"grantee": self.choice([0, 999])},
        ]
        return terms._replace(**self.choice(changes))

    def delegated_terms(self) -> tuple[GrantTerms, Grant]:
        deep = [number for number, entry in self.grants.grants.items() if entry.delegation_depth and not entry.revoked]
        parent = int(self.choice(deep[-10:])) if deep and self.maybe(0.96) else self.one_grant()
        entry = self.grants.get_grant(parent)
        terms = GrantTerms(
            entry.resource,
            self.choice(self.grantees).id,
            self.bits(entry.modes),
            self.bits(entry.fields),
            entry.purpose,
            entry.legal_basis,
            entry.valid_from + self.choice([0, 0, 1]),
            max(0, entry.valid_until - self.choice([0, 0, 1])),
            self.random.randint(1, max(1, self.grants.remaining_uses_of(parent) // 2)),
            max(0, entry.delegation_depth - 1),
            parent,
        )
        return (self.wider(terms, entry) if self.maybe(0.3) else terms), entry

    def wider(self, terms: GrantTerms, parent: Grant) -> GrantTerms:
        """Terms that go beyond the parent in one way, or are broken otherwise."""
        changes: list[dict[str, Any]] = [
            {"resource": self.resource()},
            *[{"modes": self.choice([0, ALL_MODES, 16])}] * 2,
            {"fields": 1 << 200},
            {"fields": 0},
            {"purpose": 3},
            {"legal_basis": word("no act")},
            {"valid_from": max(0, parent.valid_from - 1)},
            {"valid_until": parent.valid_until + 1},
            {"max_uses": self.grants.remaining_uses_of(terms.parent) + 1},
            {"max_uses": 0},
            {"delegation_depth": parent.delegation_depth},
            {"grantee": parent.owner},
        ]
        return terms._replace(**self.choice(changes))

    # --- acts on the registry, which are compared and not counted ---

    def resource_terms(self) -> ResourceTerms:
        named = [one.id for one in self.random.sample(self.approvers, self.random.randint(0, 3))]
        detail = self.random.randint(1, len(named)) if named else 0
        approvers = (*named, *(0,) * (4 - len(named)))
        modes = self.choice([ALL_MODES, ALL_MODES, 0b0110, 0b1010])
        level = self.random.randint(0, detail)
        return ResourceTerms(word(self.new()), 1, self.choice([0, 1]), modes, approvers, level, detail)

    def register_resource(self) -> None:
        terms = self.resource_terms()
        self.call("data_registry", "registerResource", terms, sender=self.now_of(self.world.tax.id).registrar)

    def amend_resource(self) -> None:
        resource = self.resource()
        entry, terms = self.registry.get_resource(resource), self.resource_terms()
        sender = self.now_of(entry.owner).registrar
        self.call("data_registry", "amendResource", resource, entry.version, terms, sender=sender)

    def retire_resource(self) -> None:
        resource = self.resource()
        entry = self.registry.get_resource(resource)
        sender = self.now_of(entry.owner).registrar
        self.call("data_registry", "retireResource", resource, entry.version, 0, sender=sender)

    # --- acts ---

    def create_another(self) -> None:
        wired = [self.world.consortium.address, self.world.registry.address]
        if self.maybe(0.4):
            wired[self.choice([0, 1])] = NO_ADDRESS
        self.create("access_grants", *wired, self.choice([1, 7, 0]))

    def wind_down_at_last(self) -> None:
        if self.maybe(0.03):
            self.wind_down("access_grants")

    def issue(self) -> None:
        terms = self.root_terms()
        if self.maybe(0.7):
            self.approve_as_needed(terms)
        self.act("issueGrant", terms, sender=self.now_of(self.registry.get_resource(terms.resource).owner).grantor)

    def issue_what_was_approved(self) -> None:
        """Again, or after the resource changed, or as it should be."""
        if self.approved:
            terms = self.choice(self.approved[-5:])
            owner = self.registry.get_resource(terms.resource).owner
            self.act("issueGrant", terms, sender=self.now_of(owner).grantor)

    def pass_on(self) -> None:
        terms, parent = self.delegated_terms()
        self.act("issueGrant", terms, sender=self.now_of(parent.grantee).grantor)

    def issue_by_signature(self) -> None:
        if self.maybe(0.6):
            terms, by = self.root_terms(), self.choice([self.world.tax, self.world.tax, self.world.civil])
            self.approve_as_needed(terms)
        else:
            terms, parent = self.delegated_terms()
            signers = (self.world.civil, self.world.hospital, self.world.tax)
            by = next((one for one in signers if one.id == parent.grantee), self.world.civil)
        signer = address_of(key_of(by))
        nonce = self.new() + 1_000 if self.maybe(0.8) else self.random.randint(0, 9)
        deadline = self.chain.now + self.choice([1, DAY, DAY, DAY, 0])
        digest = self.grants.grant_digest(terms, signer, nonce, deadline)
        key = key_of(by) if self.maybe(0.9) else word("forger")
        raw = PrivateKey(key).sign_msg_hash(digest).to_bytes()
        signature = raw[:64] + bytes([27 + raw[64]])
        self.act("issueGrantBySignature", terms, signer, nonce, deadline, signature, sender=STRANGER)

    def cancel(self) -> None:
        by = self.choice([self.world.tax, self.world.civil, self.world.hospital])
        nonce = self.new() + 1_000 if self.maybe(0.6) else self.random.randint(0, 9)
        self.act("cancelSignature", nonce, sender=address_of(key_of(by)))

    def approve(self) -> None:
        """By an approver, or by somebody else."""
        terms = self.choice(self.approved[-4:]) if self.approved and self.maybe(0.4) else self.root_terms()
        terms = terms._replace(parent=1) if self.maybe(0.04) else terms
        entry = self.registry.get_resource(terms.resource)
        named = [one for one in entry.approvers if one]
        who = self.now_of(self.choice(named)) if named and self.maybe(0.9) else self.choice(self.everybody)
        self.act("approveTerms", terms, self.seen(entry.version), sender=who.grantor)

    def approve_as_needed(self, terms: GrantTerms) -> None:
        entry = self.registry.get_resource(terms.resource)
        needed = entry.detail_approvals if terms.modes & 0b0101 else entry.approvals
        if self.maybe(0.1):
            needed = max(0, needed - 1)
        for approver in [one for one in entry.approvers if one][:needed]:
            if self.act("approveTerms", terms, entry.version, sender=self.now_of(approver).grantor):
                self.approved.append(terms)

    def withdraw_approval(self) -> None:
        open_ones = [draft for draft, entry in self.grants.drafts.items() if entry.approvals]
        draft = (
            self.choice(open_ones)
            if open_ones and self.maybe(0.9)
            else self.choice([word("no draft"), *self.grants.drafts])
        )
        resource = self.registry.get_resource(self.grants.get_draft(draft).resource)
        named = [one for one in resource.approvers if one] or [self.world.hospital.id]
        self.act("withdrawApproval", draft, sender=self.now_of(self.choice(named)).grantor)

    def revoke(self) -> None:
        grant = self.one_grant(30)
        entry = self.grants.get_grant(grant)
        parent = self.grants.get_grant(entry.parent)
        right = self.now_of(self.choice([entry.owner, parent.grantee or entry.owner]))
        who = right if self.maybe(0.9) else self.choice(self.everybody)
        seen = self.seen(entry.version) if self.maybe(0.9) else entry.version + 1
        args = (grant, seen, self.random.randint(0, 4))
        self.act("revokeGrant", *args, sender=who.grantor)

    def use(self) -> tuple[int, GrantUse, int]:
        live = [number for number, entry in self.grants.grants.items() if self.grants.remaining_uses_of(number)]
        grant = int(self.choice(live[-15:])) if live and self.maybe(0.93) else self.one_grant()
        entry = self.grants.get_grant(grant)
        modes = [mode for mode in Mode if entry.modes >> mode & 1] or [Mode.DETAIL]
        terms = (entry.resource, entry.owner, entry.grantee, self.choice(modes), self.bits(entry.fields))
        use = GrantUse(*terms, entry.purpose, entry.legal_basis)
        remaining = self.grants.remaining_uses_of(grant)
        count = self.random.randint(1, max(1, remaining // 2)) if self.maybe(0.93) else remaining + 1
        return grant, (self.outside(use) if self.maybe(0.2) else use), count

    def outside(self, use: GrantUse) -> GrantUse:
        """A use that is outside of the terms in one way."""
        changes: list[dict[str, Any]] = [
            {"resource": use.resource + 1},
            {"owner": use.grantee},
            {"grantee": use.owner},
            {"mode": self.choice(list(Mode))},
            {"fields": self.choice([0, 1 << 200])},
            {"purpose": 9},
            {"legal_basis": word("no act")},
        ]
        return use._replace(**self.choice(changes))

    def report(self) -> None:
        grant, use, count = self.use()
        sender = self.reporter if self.maybe(0.97) else STRANGER
        if self.maybe(0.3):
            self.call("access_grants", "reportCheckedUse", grant, sender=sender)
        else:
            self.call("access_grants", "reportUse", grant, use, count, sender=sender)

    def check(self) -> None:
        self.ask("access_grants", "checkUse", *self.use(), timed=True)

    def time_passes(self) -> None:
        self.chain.move(self.choice([1, 60, 3600]))

    def days_pass(self) -> None:
        self.chain.move(self.choice([600, DAY, DAY]))

    def something_happens_to_an_organisation(self) -> None:
        one = self.choice([*self.grantees, self.world.tax])
        if one.id in self.heir:
            return
        if self.maybe(0.08) and not self.heir and one in (self.world.tax, self.world.civil, self.world.clinic):
            heir = self.world.finance if one is not self.world.clinic else self.world.insurer
            status = self.choice([OrganisationStatus.MERGED, OrganisationStatus.DISSOLVED])
            self.end(one, heir, status)
            if self.consortium.status[one.id] == status:
                self.heir[one.id] = heir
        elif self.maybe(0.25):
            self.suspend(one)
        else:
            for other in [*self.grantees, self.world.tax]:
                self.reinstate(other)


ACTS: dict[Callable[[Sequence], None], float] = {
    Sequence.time_passes: 3,
    Sequence.create_another: 1,
    Sequence.wind_down_at_last: 0.5,
    Sequence.register_resource: 0.7,
    Sequence.amend_resource: 0.7,
    Sequence.retire_resource: 0.15,
    Sequence.issue: 5,
    Sequence.issue_what_was_approved: 1,
    Sequence.pass_on: 7,
    Sequence.issue_by_signature: 3,
    Sequence.cancel: 1,
    Sequence.approve: 3,
    Sequence.withdraw_approval: 1.5,
    Sequence.revoke: 2,
    Sequence.report: 7,
    Sequence.check: 4,
    Sequence.days_pass: 0.5,
    Sequence.something_happens_to_an_organisation: 0.8,
}

NEVER = {"InvalidShortString", "StringTooLong"}
"""Declared by OpenZeppelin's ShortStrings, for names longer than the one of this contract."""

TALLY = tally_of("access_grants", NEVER)


@contextmanager
def made(variant: int, tally: Tally = TALLY) -> Iterator[Sequence]:
    """A sequence before its first call."""
    with undone(_world()) as world:
        yield Sequence(world, variant, tally)


def test_contract_and_rules_agree_on_every_call() -> None:
    explore(machine("AccessGrantsCalls", made, ACTS), SEQUENCES, ACTS_EACH, TALLY)


def test_the_calls_reached_all_of_the_interface(capsys: pytest.CaptureFixture[str]) -> None:
    if not TALLY.complete:
        pytest.skip("only a part of the sequences ran")
    with capsys.disabled():
        TALLY.check()


def test_event_of_another_contract_implies_no_call_here() -> None:
    retired = events.ResourceRetired(1, STRANGER, 1, Role.REGISTRAR, 2, 0)
    with pytest.raises(InputError, match="ResourceRetired"):
        implied_call(retired)


class Generous(AccessGrantsRules):
    """Rules that forget one: whoever acts may revoke a grant."""

    def _may_revoke(self, entry: Grant, acting: int) -> bool:
        return True


def test_forgotten_rule_is_found_and_shown_by_a_handful_of_calls_to_paste() -> None:
    @contextmanager
    def forgetful(variant: int) -> Iterator[Sequence]:
        with made(variant, Tally("access_grants")) as sequence:
            for rules in (sequence.rules, sequence.replayed):
                rules["access_grants"].__class__ = Generous
            yield sequence

    with pytest.raises(Differs) as found:
        explore(machine("ForgetfulCalls", forgetful, ACTS), 100, 40)
    shown = str(found.value)
    calls = shown[shown.index("with made(") :]
    assert calls.count("sequence.call(") <= 5 and "'revokeGrant'" in calls
    with pytest.raises(Differs, match="GrantForeign"):
        exec(calls, {**globals(), "made": forgetful})


def test_a_difference_in_the_state_is_seen() -> None:
    """Rules that count a use too few are found out."""
    with made(0, Tally("access_grants")) as sequence:
        while not sequence.grants.grants:
            sequence.issue()
        sequence.grants.uses[1] = Uses(1, 0)
        with pytest.raises(Differs, match="usesOf"):
            sequence.look()
