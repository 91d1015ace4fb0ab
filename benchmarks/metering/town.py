"""The eight contracts on a metered machine, and organisations that share data."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

from eth_keys import keys

from govledger.artifacts import load
from govledger.model import Mode, OrganisationKind, Role, to_bits
from govledger.plan import standard_plan
from govledger.privacy.keccak import keccak256
from govledger.tx.call import ContractInterface
from metering.machine import STARTED_AT, Machine, Used

FIRST_ID = 0x01010101
"""Where counters start: ids of a ledger that was used for years, so that they cost the calldata that they will."""
DAY = 86_400
TERM_SECONDS = 1_825 * DAY
"""The longest term of an administrator."""

KEEPING = (Role.REGISTRAR, Role.GRANTOR, Role.RESPONDER, Role.REQUESTER)
BETWEEN = ("first", "second", "third", "fourth")
"""Organisations that pass grants on, each to the next one."""

USES = (0xF0F0F0F0, 0x50505050, 0x18181818, 0x08080808, 0x02020202)
"""Of a grant by how often it was passed on: less than half of what it was taken from."""


def account(name: str) -> bytes:
    """The address of somebody with that name."""
    return key(name).public_key.to_canonical_address()


def key(name: str) -> keys.PrivateKey:
    """The private key of somebody with that name; no byte of the address is zero, so that each costs what most do."""
    attempts = (keys.PrivateKey(word(f"{name} {attempt}")) for attempt in count())
    return next(found for found in attempts if 0 not in found.public_key.to_canonical_address())


def word(text: object) -> bytes:
    """32 bytes that stand for something; none of them is zero, so that each costs what most do."""
    return keccak256(str(text).encode()).replace(b"\0", b"\1")


class Contract:
    """One contract at its address."""

    def __init__(self, machine: Machine, key: str, address: bytes) -> None:
        self._machine = machine
        self._interface = ContractInterface(key, load(key).abi)
        self.address = address

    def data(self, function: str, *arguments: Any) -> bytes:
        return self._interface.function(function).encode(arguments)

    def send(self, function: str, *arguments: Any, sender: bytes) -> Used:
        """What a call cost; its result is still encoded."""
        return self._machine.send(sender, self.address, self.data(function, *arguments))

    def sent(self, function: str, *arguments: Any, sender: bytes) -> Any:
        """What a call returned."""
        used = self.send(function, *arguments, sender=sender)
        return self._interface.function(function).decode_result(used.returned)


class Town:
    """A deployment with an organisation that owns data, one that asks for it, and four that stand between them.

    Each has a vote and an officer for every role, whose account is that of the organisation's and the role's names.
    """

    def __init__(self) -> None:
        self.machine = Machine()
        self._names = count()
        self.contracts = self._deployed()
        self.consortium = self.contracts["consortium"]
        self.decisions = self.contracts["decisions"]
        self.registry = self.contracts["data_registry"]
        self.grants = self.contracts["access_grants"]
        self.requests = self.contracts["data_requests"]
        self.organisations = {name: self._admitted(name) for name in ("owner", "asker", *BETWEEN)}
        self.owner, self.asker = self.organisations["owner"], self.organisations["asker"]

    def fresh(self) -> bytes:
        """A word that stood nowhere before."""
        return word(next(self._names))

    def officer(self, organisation: str, role: Role) -> bytes:
        return account(f"{organisation} {role.name}")

    def signature(self, organisation: str, role: Role, digest: bytes) -> bytes:
        """65 bytes by an officer's key: r, s, v."""
        found: bytes = key(f"{organisation} {role.name}").sign_msg_hash(digest).to_bytes()
        return found[:64] + bytes([27 + found[64]])

    # --- what acts need to have been done before ---

    def resource(self) -> int:
        """A resource of the owner's."""
        terms = {
            "schema": self.fresh(),
            "schema_version": 1,
            "sensitivity": 1,
            "modes": 0b1111,
            "approvers": [0, 0, 0, 0],
            "approvals": 0,
            "detail_approvals": 0,
        }
        found: int = self.registry.sent("registerResource", terms, sender=self.officer("owner", Role.REGISTRAR))
        return found

    def record(self, resource: int) -> int:
        registrar = self.officer("owner", Role.REGISTRAR)
        found: int = self.registry.sent("registerRecord", resource, self.fresh(), sender=registrar)
        return found

    def grant_terms(
        self, resource: int, to: str = "asker", *, parent: int = 0, level: int = 0, depth: int = 0
    ) -> Mapping[str, Any]:
        """Terms of a grant that was passed on `level` times, and may be so many times more."""
        return {
            "resource": resource,
            "grantee": self.organisations[to],
            "modes": 0b1111,
            "fields": int.from_bytes(word("fields"), "big"),
            "purpose": 0x0101,
            "legal_basis": word("law"),
            "valid_from": STARTED_AT,
            "valid_until": STARTED_AT + 365 * DAY,
            "max_uses": USES[level],
            "delegation_depth": depth,
            "parent": parent,
        }

    def grant(self, resource: int, levels: int = 0) -> int:
        """A grant to the asker: the owner's, or the last of a line of grants that was passed on so many times."""
        line = ["owner", *BETWEEN[:levels], "asker"]
        grant = 0
        for level, to in enumerate(line[1:]):
            terms = self.grant_terms(resource, to, parent=grant, level=level, depth=levels - level)
            grant = self.grants.sent("issueGrant", terms, sender=self.officer(line[level], Role.GRANTOR))
        return grant

    def request_terms(self, grant: int, resource: int, record: int) -> Mapping[str, Any]:
        """Terms of a request whether what the asker holds matches."""
        return {
            "grant": grant,
            "resource": resource,
            "record": record,
            "index": 0,
            "owner": self.owner,
            "grantee": self.asker,
            "mode": int(Mode.VERIFY),
            "fields": int.from_bytes(word("fields"), "big"),
            "purpose": 0x0101,
            "legal_basis": word("law"),
            "case_tag": self.fresh(),
            "site": 0x01010101,
            "system": 0x01010101,
            "serve_by": self.machine.now + DAY,
            "acknowledge_within": DAY,
        }

    def filed(self, terms: Mapping[str, Any]) -> int:
        """A request that waits to be served."""
        found: int = self.requests.sent("fileRequest", terms, sender=self.officer("asker", Role.REQUESTER))
        return found

    def serve(self, request: int, terms: Mapping[str, Any]) -> Used:
        responder = self.officer("owner", Role.RESPONDER)
        return self.requests.send("serveRequest", request, 1, terms, self.fresh(), 0, sender=responder)

    def window_terms(self, grant: int, resource: int, uses: int) -> Mapping[str, Any]:
        """Terms of a window for the asker's small accesses."""
        names = ("grant", "resource", "owner", "grantee", "mode", "fields", "purpose", "legal_basis", "site", "system")
        terms = self.request_terms(grant, resource, 0)
        return {name: terms[name] for name in names} | {"uses": uses, "close_by": self.machine.now + DAY}

    def glass_terms(self, resource: int, record: int) -> Mapping[str, Any]:
        """Terms of an access without a grant."""
        names = (
            "resource",
            "record",
            "owner",
            "mode",
            "fields",
            "purpose",
            "legal_basis",
            "case_tag",
            "site",
            "system",
        )
        terms = self.request_terms(0, resource, record)
        return {name: terms[name] for name in names} | {"index": 0, "reason": 0, "statement": self.fresh()}

    def proposal(self) -> tuple[bytes, bytes]:
        """What is proposed: that a contract of the directory takes a place."""
        return self.consortium.address, self.consortium.data("resumeContract", self.registry.address)

    # --- how it came to be ---

    def _deployed(self) -> Mapping[str, Contract]:
        deployer = account("deployer")
        plan = standard_plan(account("founder"), first_id=FIRST_ID)
        contracts = {}
        for step in plan.resolved(plan.addresses(deployer, 0)):
            artifact = load(step.key)
            arguments = ContractInterface(step.key, artifact.abi).constructor().encode(step.arguments)
            if self.machine.create(deployer, artifact.bytecode + arguments) != step.address:
                raise RuntimeError(f"{step.key} stands at another address than it was planned to")
            contracts[step.key] = Contract(self.machine, step.key, step.address)
        return contracts

    def _admitted(self, name: str) -> int:
        code = word(name).hex().upper()[:18].encode()
        self._decided("admitOrganisation", code, to_bits({OrganisationKind.DEPARTMENT}), True)
        organisation: int = self.consortium.sent("organisationByCode", code, sender=account("reader"))
        now = self.machine.now
        until = now + TERM_SECONDS
        administrator = self.officer(name, Role.ADMINISTRATOR)
        self._decided("appointOfficer", organisation, administrator, to_bits({Role.ADMINISTRATOR}), 0, now, until)
        for role in KEEPING:
            terms = (organisation, self.officer(name, role), to_bits({role}), 0, now, until)
            self.consortium.send("appointOfficer", *terms, sender=administrator)
        return organisation

    def _decided(self, function: str, *arguments: Any) -> None:
        call = self.consortium.data(function, *arguments)
        self.decisions.send("decide", self.consortium.address, call, sender=account("founder"))
