"""The rules of AccessGrants: who may use whose data, for what, in which mode, until when, how often. Pure.

The owner of a resource grants its use; a grantee passes on what it was granted, never more, out of its own uses. Where
the resource asks for it, its approvers approve the exact terms before. A use keeps within the terms, and nothing on the
way up to the owner is revoked or not active.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from govledger import refusals
from govledger.errors import InputError
from govledger.events import Event
from govledger.events import types as events
from govledger.model import ContractRole, Mode, ResourceStatus, RevocationReason, Role, SignatureStatus
from govledger.privacy.grant_terms import digest_of, draft_of, signature_key
from govledger.rules.answers import Consortium, GrantUse, Stage, require
from govledger.rules.data_registry import ALL_MODES, APPROVERS, NO_HASH, DataRegistryRules, Resource

DELEGATION_LIMIT = 4
HANDING_OUT = 1 << Mode.DETAIL | 1 << Mode.SUBMIT
"""The modes that hand the data itself out."""

SignedBy = Callable[[bytes, bytes, bytes], bool]
"""Whether an account signed a digest of 32 bytes with this signature: by its key, or by ERC-1271."""


class GrantTerms(NamedTuple):
    """What is granted to whom."""

    resource: int
    grantee: int
    modes: int
    """Bit = number of the mode."""
    fields: int
    """Bit = position in the schema."""
    purpose: int
    legal_basis: bytes
    valid_from: int
    valid_until: int
    max_uses: int
    delegation_depth: int
    parent: int

    def as_struct(self) -> tuple[int | bytes, ...]:
        """The members, in the order of the contract's struct."""
        return tuple(self)


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant; all zero: there is none."""

    version: int = 0
    grantee: int = 0
    parent: int = 0
    modes: int = 0
    delegation_depth: int = 0
    revoked: bool = False
    resource: int = 0
    owner: int = 0
    valid_from: int = 0
    valid_until: int = 0
    max_uses: int = 0
    purpose: int = 0
    fields: int = 0
    legal_basis: bytes = NO_HASH


@dataclass(frozen=True, slots=True)
class Uses:
    """made + delegated ≤ max_uses."""

    made: int = 0
    delegated: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """The approvals of one grant's exact terms; all zero: there never was one."""

    version: int = 0
    resource: int = 0
    bound_version: int = 0
    approvals: int = 0
    """Bit = place in the list of approvers that the resource has at `bound_version`."""


@dataclass(frozen=True, slots=True)
class GrantSignature:
    """What became of a signature."""

    version: int = 0
    status: SignatureStatus = SignatureStatus.NONE


class AccessGrantsRules:
    """The state of AccessGrants, and what may become of it."""

    def __init__(
        self,
        consortium: Consortium | None,
        registry: DataRegistryRules | None,
        first_id: int,
        *,
        address: bytes,
        chain_id: int,
        signed_by: SignedBy,
    ) -> None:
        """As the contract is created.

        Args:
            consortium: whose officers act.
            registry: whose resources are granted.
            first_id: of grants.
            address: of the contract.
            chain_id: of its chain; both are part of what is signed.
            signed_by: judges signatures.

        Raises:
            Refusal: no consortium, no registry, or a first id of 0.
        """
        if consortium is None or registry is None:
            raise refusals.ConstructorAddressZero()
        require(first_id != 0, refusals.FirstIdZero())
        self.address = address
        self.chain_id = chain_id
        self.consortium = consortium
        self.registry = registry
        self.grants: dict[int, Grant] = {}
        self.uses: dict[int, Uses] = {}
        self.drafts: dict[bytes, Draft] = {}
        self.signatures: dict[bytes, GrantSignature] = {}
        self.next_grant = first_id
        self._signed_by = signed_by

    # --- issue ---

    def issue_grant(self, sender: bytes, now: int, terms: GrantTerms) -> tuple[Event, ...]:
        """The owner's grantor grants; or, with a parent, the grantor of the parent's grantee passes on."""
        acting = self._grantor(sender, now, Stage.BEGIN)
        return self._issue(sender, now, terms, acting, sender, (0, NO_HASH, 0))

    def issue_grant_by_signature(
        self,
        sender: bytes,
        now: int,
        terms: GrantTerms,
        signer: bytes,
        nonce: int,
        deadline: int,
        signature: bytes,
    ) -> tuple[Event, ...]:
        """Anyone brings the signature of an account that could issue the grant itself."""
        require(now < deadline, refusals.GrantSignatureExpired(deadline, now))
        self._unspent(signer, nonce)
        digest = self.grant_digest(terms, signer, nonce, deadline)
        require(self._signed_by(signer, digest, signature), refusals.GrantSignatureInvalid(signer, digest))
        return self.issue_signed(sender, now, terms, signer, nonce)

    def issue_signed(self, sender: bytes, now: int, terms: GrantTerms, signer: bytes, nonce: int) -> tuple[Event, ...]:
        """What `issue_grant_by_signature` does once the signature is known to be good.

        An event holds neither the signature nor its deadline: the contract's code stands for these two.

        Args:
            sender: who brought it.
            now: the block's time.
            terms: what is granted to whom.
            signer: whose decision it was.
            nonce: the signer's.
        """
        key = self._unspent(signer, nonce)
        acting = self._grantor(signer, now, Stage.BEGIN)
        issued = self._issue(sender, now, terms, acting, signer, (nonce, key, 1))
        self.signatures[key] = GrantSignature(1, SignatureStatus.USED)
        return issued

    def cancel_signature(self, sender: bytes, now: int, nonce: int) -> tuple[Event, ...]:
        """A grantor cancels one of its own nonces."""
        acting = self._grantor(sender, now, Stage.RELIEVE)
        key = self._unspent(sender, nonce)

        self.signatures[key] = GrantSignature(1, SignatureStatus.CANCELLED)
        return (events.SignatureCancelled(key, sender, acting, Role.GRANTOR, 1, nonce),)

    # --- approvals ---

    def approve_terms(self, sender: bytes, now: int, terms: GrantTerms, seen_version: int) -> tuple[Event, ...]:
        """A grantor of one of the resource's approvers approves the exact terms of one grant."""
        acting = self._grantor(sender, now, Stage.BEGIN)
        draft = draft_of(terms)
        resource = self._open_resource(terms.resource)
        require(
            resource.version == seen_version,
            refusals.ResourceVersionStale(terms.resource, seen_version, resource.version),
        )
        needed = terms.parent == 0 and _approvals_needed(terms, resource) != 0
        require(needed, refusals.DraftApprovalNotNeeded(draft))
        place = self._place_of(resource, acting)
        if place is None:
            raise refusals.DraftApproverForeign(terms.resource, acting)
        entry = self.get_draft(draft)
        approvals = entry.approvals if entry.bound_version == seen_version else 0
        approver = resource.approvers[place]
        require(not approvals >> place & 1, refusals.DraftApprovedAlready(draft, approver))

        entry = Draft(entry.version + 1, terms.resource, seen_version, approvals | 1 << place)
        self.drafts[draft] = entry
        made: tuple[Any, ...] = (entry.version, approver, entry.bound_version, entry.approvals, *terms)
        return (events.DraftApproved(draft, sender, acting, Role.GRANTOR, *made),)

    def withdraw_approval(self, sender: bytes, now: int, draft: bytes) -> tuple[Event, ...]:
        """A grantor of the approver takes back an approval that was not used up."""
        acting = self._grantor(sender, now, Stage.RELIEVE)
        entry = self.get_draft(draft)
        require(entry.approvals != 0, refusals.DraftNotApproved(draft, acting))
        resource = self.registry.get_resource(entry.resource)
        place = self._place_of(resource, acting)
        counts = resource.version == entry.bound_version
        if place is None or not counts or not entry.approvals >> place & 1:
            raise refusals.DraftNotApproved(draft, acting)

        entry = replace(entry, version=entry.version + 1, approvals=entry.approvals & ~(1 << place))
        self.drafts[draft] = entry
        made = (entry.version, resource.approvers[place], entry.approvals)
        return (events.DraftApprovalWithdrawn(draft, sender, acting, Role.GRANTOR, *made),)

    # --- the end of a grant ---

    def revoke_grant(
        self, sender: bytes, now: int, grant: int, seen_version: int, reason: RevocationReason | int
    ) -> tuple[Event, ...]:
        """The owner, who passed it on, or an heir of one of them revokes a grant and all below it."""
        acting = self._grantor(sender, now, Stage.RELIEVE)
        entry = self.get_grant(grant)
        require(entry.version != 0, refusals.GrantUnknown(grant))
        require(self._may_revoke(entry, acting), refusals.GrantForeign(grant, entry.owner, acting))
        require(not entry.revoked, refusals.GrantIsRevoked(grant))
        require(entry.version == seen_version, refusals.GrantVersionStale(grant, seen_version, entry.version))

        self.grants[grant] = entry = replace(entry, version=entry.version + 1, revoked=True)
        return (events.GrantRevoked(grant, sender, acting, Role.GRANTOR, entry.version, reason),)

    # --- reports of the requests contract ---

    def report_use(self, sender: bytes, now: int, grant: int, use: GrantUse, count: int) -> tuple[Event, ...]:
        """The contract listed for DATA_REQUESTS counts uses; silent."""
        self.consortium.require_reporter(self.address, sender, ContractRole.DATA_REQUESTS)
        self.check_use(now, grant, use, count)

        uses = self._uses(grant)
        self.uses[grant] = replace(uses, made=uses.made + count)
        return ()

    def report_checked_use(self, sender: bytes, now: int, grant: int) -> tuple[Event, ...]:
        """The contract listed for DATA_REQUESTS counts one use, whose terms it checked when it was filed; silent."""
        self.consortium.require_reporter(self.address, sender, ContractRole.DATA_REQUESTS)
        entry = self._require_live(grant, now)
        self._require_usable(grant, entry, 1)

        uses = self._uses(grant)
        self.uses[grant] = replace(uses, made=uses.made + 1)
        return ()

    # --- what others ask ---

    def check_use(self, now: int, grant: int, use: GrantUse, count: int) -> None:
        """Nothing, if so many uses are allowed now; else the rule that they would break."""
        entry = self._require_live(grant, now)
        _require_within(grant, entry, use)
        self._require_usable(grant, entry, count)

    def require_usable(self, now: int, grant: int) -> None:
        """Nothing, if the grant can be used at all at a time; else what stands against it."""
        self._require_usable(grant, self._require_live(grant, now), 1)

    def grant_digest(self, terms: GrantTerms, signer: bytes, nonce: int, deadline: int) -> bytes:
        """What an account signs for a grant."""
        return digest_of(terms, signer, nonce, deadline, chain_id=self.chain_id, access_grants=self.address)

    def get_grant(self, grant: int) -> Grant:
        """The grant; all zero if there is none."""
        return self.grants.get(grant, Grant())

    def uses_of(self, grant: int) -> tuple[int, int]:
        """How many uses were made, and how many passed on."""
        uses = self._uses(grant)
        return uses.made, uses.delegated

    def remaining_uses_of(self, grant: int) -> int:
        """How many uses can still be made or passed on; 0 if there is no such grant."""
        return self._remaining(grant, self.get_grant(grant).max_uses)

    def get_draft(self, draft: bytes) -> Draft:
        """The approvals of terms, by their hash."""
        return self.drafts.get(draft, Draft())

    def get_signature(self, signature: bytes) -> GrantSignature:
        """What became of a signature, by keccak256(abi.encode(signer, nonce))."""
        return self.signatures.get(signature, GrantSignature())

    # --- an issue, step by step ---

    def _issue(
        self,
        sender: bytes,
        now: int,
        terms: GrantTerms,
        acting: int,
        signer: bytes,
        signature: tuple[int, bytes, int],
    ) -> tuple[Event, ...]:
        """Where the direct path and the signed one meet; a signature is its nonce, its key and the version made."""
        resource = self._open_resource(terms.resource)
        if terms.parent == 0:
            self._require_grantable(terms, resource, acting)
        else:
            self._require_within_parent(terms, acting)
        require(terms.grantee != resource.owner, refusals.GrantToOwner(terms.grantee))
        self.consortium.require_active(terms.grantee)
        _require_terms(terms, now)
        draft = self._approved_draft(terms, resource)

        draft_version = 0
        if draft is not None:
            entry = self.get_draft(draft)
            draft_version = entry.version + 1
            self.drafts[draft] = replace(entry, version=draft_version, approvals=0)
        if terms.parent != 0:
            uses = self._uses(terms.parent)
            self.uses[terms.parent] = replace(uses, delegated=uses.delegated + terms.max_uses)
        grant, self.next_grant = self.next_grant, self.next_grant + 1
        self.grants[grant] = Grant(version=1, owner=resource.owner, **terms._asdict())
        origin = (resource.owner, draft or NO_HASH, draft_version, signer, *signature)
        return (events.GrantIssued(grant, sender, acting, Role.GRANTOR, 1, *terms, *origin),)

    def _approved_draft(self, terms: GrantTerms, resource: Resource) -> bytes | None:
        """The draft whose approvals the grant uses up, or None where it needs none.

        What is passed on needs none: its modes are within its parent's, which met their level.
        """
        needed = _approvals_needed(terms, resource)
        if terms.parent != 0 or needed == 0:
            return None
        draft = draft_of(terms)
        entry = self.get_draft(draft)
        given = entry.approvals.bit_count() if entry.bound_version == resource.version else 0
        require(needed <= given, refusals.GrantApprovalsMissing(draft, given, needed))
        return draft

    # --- who may ---

    def _grantor(self, account: bytes, now: int, stage: Stage) -> int:
        return self.consortium.authorise(self.address, now, account, Role.GRANTOR, stage).organisation

    def _acts_for(self, acting: int, organisation: int) -> bool:
        """The same, its successor or its custodian."""
        return acting in (organisation, self.consortium.heir_of(organisation))

    def _is_now(self, acting: int, organisation: int) -> bool:
        """The same, or what it merged into: a custodian neither passes on nor approves."""
        return acting in (organisation, self.consortium.successor_of(organisation))

    def _may_revoke(self, entry: Grant, acting: int) -> bool:
        passed_on_by = self.get_grant(entry.parent).grantee
        return self._acts_for(acting, entry.owner) or (entry.parent != 0 and self._acts_for(acting, passed_on_by))

    def _place_of(self, resource: Resource, acting: int) -> int | None:
        """The first place among the approvers that an organisation fills; none if it acts for the owner."""
        if self._acts_for(acting, resource.owner):
            return None
        for place in range(APPROVERS):
            approver = resource.approvers[place]
            if approver != 0 and self._is_now(acting, approver):
                return place
        return None

    # --- what must be so ---

    def _open_resource(self, resource: int) -> Resource:
        entry = self.registry.get_resource(resource)
        require(entry.status != ResourceStatus.NONE, refusals.ResourceUnknown(resource))
        require(entry.status == ResourceStatus.OPEN, refusals.ResourceIsRetired(resource))
        return entry

    def _require_grantable(self, terms: GrantTerms, resource: Resource, acting: int) -> None:
        owner = resource.owner
        require(self._acts_for(acting, owner), refusals.ResourceForeign(terms.resource, owner, acting))
        require(
            _are_modes(terms.modes) and _is_within(terms.modes, resource.modes),
            refusals.GrantModesNotOffered(terms.modes, resource.modes),
        )
        require(terms.grantee != acting, refusals.GrantToOwner(terms.grantee))

    def _require_within_parent(self, terms: GrantTerms, acting: int) -> None:
        name, parent = terms.parent, self.get_grant(terms.parent)
        require(parent.version != 0, refusals.GrantUnknown(name))
        mine = self._is_now(acting, parent.grantee)
        require(mine, refusals.GrantGranteeMismatch(name, parent.grantee, acting))
        same = terms.resource == parent.resource
        require(same, refusals.GrantResourceMismatch(name, parent.resource, terms.resource))
        fewer = _are_modes(terms.modes) and _is_within(terms.modes, parent.modes)
        require(fewer, refusals.GrantModesNotWithin(name, parent.modes, terms.modes))
        fewer = _is_within(terms.fields, parent.fields)
        require(fewer, refusals.GrantFieldsNotGranted(name, parent.fields, terms.fields))
        same = terms.purpose == parent.purpose
        require(same, refusals.GrantPurposeMismatch(name, parent.purpose, terms.purpose))
        same = terms.legal_basis == parent.legal_basis
        require(same, refusals.GrantLegalBasisMismatch(name, parent.legal_basis, terms.legal_basis))
        within = parent.valid_from <= terms.valid_from and terms.valid_until <= parent.valid_until
        periods = (parent.valid_from, parent.valid_until, terms.valid_from, terms.valid_until)
        require(within, refusals.GrantPeriodNotWithin(name, *periods))
        less = terms.delegation_depth < parent.delegation_depth
        require(less, refusals.GrantDepthNotWithin(name, parent.delegation_depth, terms.delegation_depth))
        self._require_remaining(name, parent.max_uses, terms.max_uses)
        self._require_path(name)

    def _require_live(self, grant: int, now: int) -> Grant:
        """It was not revoked, and it is its time."""
        entry = self.get_grant(grant)
        require(entry.version != 0, refusals.GrantUnknown(grant))
        require(not entry.revoked, refusals.GrantIsRevoked(grant))
        require(entry.valid_from <= now, refusals.GrantNotYetValid(grant, entry.valid_from, now))
        require(now < entry.valid_until, refusals.GrantExpired(grant, entry.valid_until, now))
        return entry

    def _require_usable(self, grant: int, entry: Grant, count: int) -> None:
        """Uses are left, and nothing on its path stands against it."""
        self._require_remaining(grant, entry.max_uses, count)
        self.consortium.require_active(entry.grantee)
        self._require_path(entry.parent)

    def _require_path(self, grant: int) -> None:
        """From a grant up to that of the owner none is revoked, and every grantee is active."""
        for number, entry in self._up(grant):
            require(not entry.revoked, refusals.GrantIsRevoked(number))
            self.consortium.require_active(entry.grantee)

    def _up(self, grant: int) -> Iterator[tuple[int, Grant]]:
        while grant != 0:
            entry = self.get_grant(grant)
            yield grant, entry
            grant = entry.parent

    def _require_remaining(self, grant: int, max_uses: int, count: int) -> None:
        remaining = self._remaining(grant, max_uses)
        require(count <= remaining, refusals.GrantUsesExhausted(grant, max_uses, remaining, count))

    def _remaining(self, grant: int, max_uses: int) -> int:
        uses = self._uses(grant)
        return max_uses - uses.made - uses.delegated

    def _uses(self, grant: int) -> Uses:
        return self.uses.get(grant, Uses())

    def _unspent(self, signer: bytes, nonce: int) -> bytes:
        """The key of a signature, if nothing became of it yet."""
        key = signature_key(signer, nonce)
        require(self.get_signature(key).version == 0, refusals.GrantSignatureSpent(signer, nonce))
        return key


def _are_modes(modes: int) -> bool:
    return 0 < modes <= ALL_MODES


def _is_within(bits: int, wider: int) -> bool:
    return bits & ~wider == 0


def _approvals_needed(terms: GrantTerms, resource: Resource) -> int:
    return resource.detail_approvals if terms.modes & HANDING_OUT else resource.approvals


def _require_terms(terms: GrantTerms, now: int) -> None:
    require(terms.fields != 0, refusals.GrantFieldsEmpty())
    require(terms.purpose != 0, refusals.GrantPurposeZero())
    require(terms.legal_basis != NO_HASH, refusals.GrantLegalBasisZero())
    require(
        terms.valid_from < terms.valid_until and now < terms.valid_until,
        refusals.GrantPeriodInvalid(terms.valid_from, terms.valid_until, now),
    )
    require(terms.max_uses != 0, refusals.GrantUsesZero())
    require(
        terms.delegation_depth <= DELEGATION_LIMIT,
        refusals.GrantDelegationTooDeep(terms.delegation_depth, DELEGATION_LIMIT),
    )


def _require_within(grant: int, entry: Grant, use: GrantUse) -> None:
    require(entry.resource == use.resource, refusals.GrantResourceMismatch(grant, entry.resource, use.resource))
    require(entry.owner == use.owner, refusals.GrantOwnerMismatch(grant, entry.owner, use.owner))
    require(entry.grantee == use.grantee, refusals.GrantGranteeMismatch(grant, entry.grantee, use.grantee))
    require(bool(entry.modes >> use.mode & 1), refusals.GrantModeNotGranted(grant, entry.modes, use.mode))
    within = use.fields != 0 and _is_within(use.fields, entry.fields)
    require(within, refusals.GrantFieldsNotGranted(grant, entry.fields, use.fields))
    require(entry.purpose == use.purpose, refusals.GrantPurposeMismatch(grant, entry.purpose, use.purpose))
    same = entry.legal_basis == use.legal_basis
    require(same, refusals.GrantLegalBasisMismatch(grant, entry.legal_basis, use.legal_basis))


# --- from an event to its call ---------------------------------------------------------------------------

PRECEDING: frozenset[type[Event]] = frozenset()
"""Emitted before the event by which a call is known."""
FOLLOWING: frozenset[type[Event]] = frozenset()
"""Emitted after the event by which a call is known."""


def implied_call(event: Event, preceding: Sequence[Event] = ()) -> tuple[str, tuple[Any, ...]]:
    """The method that an event of AccessGrants is by, and its arguments behind `sender` (the actor) and `now`.

    Args:
        event: the one by which the call is known.
        preceding: none; no call of AccessGrants emits anything before it.

    Raises:
        InputError: no call is known by this event.
    """
    found: Any = event
    match event:
        case events.GrantIssued():
            if found.signature_version == 0:
                return "issue_grant", (_terms(found),)
            return "issue_signed", (_terms(found), found.signer, found.nonce)
        case events.SignatureCancelled():
            return "cancel_signature", (found.nonce,)
        case events.DraftApproved():
            return "approve_terms", (_terms(found), found.bound_version)
        case events.DraftApprovalWithdrawn():
            return "withdraw_approval", (found.draft,)
        case events.GrantRevoked():
            return "revoke_grant", (found.grant, found.grant_version - 1, found.reason)
    raise InputError(f"no call of AccessGrants is known by {event.NAME}")


def _terms(event: Any) -> GrantTerms:
    return GrantTerms(*(getattr(event, name) for name in GrantTerms._fields))
