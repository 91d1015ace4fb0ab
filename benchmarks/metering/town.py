"""The eight contracts on a metered machine, and two organisations that share data."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any, Protocol

from coincurve import PrivateKey

from govledger.artifacts import load
from govledger.model import OrganisationKind, Role, to_bits
from govledger.plan import standard_plan
from govledger.privacy.keccak import keccak256
from govledger.secp256k1 import address_of
from govledger.tx.call import ContractInterface
from metering.machine import STARTED_AT, Machine, Used

FIRST_ID = 0x01010101
"""Where counters start: ids of a ledger that was used for years, so that they cost the calldata that they will."""
SOON = 0x010101
"""Eighteen hours, in seconds."""
LONG = 0x01010101
"""Half a year, in seconds."""
NOW = STARTED_AT
"""What acts take for the present: the clock moves on by a second for each of them, and would bring zeros in."""

KEEPING = (Role.REGISTRAR, Role.GRANTOR, Role.RESPONDER, Role.REQUESTER)


def account(name: str) -> bytes:
    """The address of somebody with that name."""
    return word(name)[12:]


def word(text: object) -> bytes:
    """32 bytes that stand for something; none of them is zero, so that each costs what most do."""
    return keccak256(str(text).encode()).replace(b"\0", b"\1")


_KEY = PrivateKey(word("key"))
SIGNER = address_of(_KEY.public_key.format(compressed=False)[1:])
"""An account whose key is known here, so that it can sign."""


class Transacting(Protocol):
    """A machine that carries out transactions: `Machine`, which meters them, or a faster one."""

    def create(self, sender: bytes, code: bytes) -> bytes: ...

    def send(self, sender: bytes, to: bytes, data: bytes) -> Used: ...


class Contract:
    """One contract at its address."""

    def __init__(self, machine: Transacting, key: str, address: bytes) -> None:
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
    """A deployment with two organisations: one that owns data, one that asks for it.

    Each has an officer for every role, whose account is that of the organisation's and the role's names.
    """

    def __init__(self, machine: Transacting | None = None) -> None:
        self.machine: Transacting = machine or Machine()
        self._names = count()
        self.contracts = self._deployed()
        self.consortium = self.contracts["consortium"]
        self.registry = self.contracts["data_registry"]
        self.grants = self.contracts["access_grants"]
        self.requests = self.contracts["data_requests"]
        self.ranges = self.contracts["bill_ranges"]
        self.bills = self.contracts["medical_bills"]
        self.claims = self.contracts["bill_claims"]
        self.owner = self.admitted("owner", OrganisationKind.DEPARTMENT, *KEEPING)
        self.asker = self.admitted("asker", OrganisationKind.DEPARTMENT, *KEEPING)
        self.third = self.admitted("third", OrganisationKind.DEPARTMENT, *KEEPING)
        self.appointed(self.owner, "owner", SIGNER, Role.GRANTOR)

    def fresh(self) -> bytes:
        """A word that stood nowhere before."""
        return word(next(self._names))

    def officer(self, organisation: str, role: Role) -> bytes:
        return account(f"{organisation} {role.name}")

    # --- what acts need to have been done before ---

    def resource(self) -> int:
        """A resource of the owner's."""
        terms = {
            "schema": self.fresh(),
            "schema_version": 1,
            "sensitivity": 1,
            "modes": 0b1111,
            "approvers": (0, 0, 0, 0),
            "approvals": 0,
            "detail_approvals": 0,
        }
        found: int = self.registry.sent("registerResource", terms, sender=self.officer("owner", Role.REGISTRAR))
        return found

    def record(self, resource: int) -> int:
        registrar = self.officer("owner", Role.REGISTRAR)
        found: int = self.registry.sent("registerRecord", resource, self.fresh(), sender=registrar)
        return found

    def grant_terms(self, resource: int) -> Mapping[str, Any]:
        """Terms for the asker."""
        return {
            "resource": resource,
            "grantee": self.asker,
            "modes": 0b1111,
            "fields": int.from_bytes(word("fields"), "big"),
            "purpose": 0x0101,
            "legal_basis": word("law"),
            "valid_from": NOW,
            "valid_until": NOW + LONG,
            "max_uses": 0x01010101,
            "delegation_depth": 4,
            "parent": 0,
        }

    def grant(self, resource: int) -> int:
        """A grant of the owner's to the asker."""
        grantor = self.officer("owner", Role.GRANTOR)
        found: int = self.grants.sent("issueGrant", self.grant_terms(resource), sender=grantor)
        return found

    def passed_on(self, grant: int, resource: int) -> Mapping[str, Any]:
        """Terms by which the asker passes a grant on to a third organisation."""
        terms = self.grant_terms(resource)
        return {**terms, "max_uses": 0x010101, "grantee": self.third, "delegation_depth": 3, "parent": grant}

    def signed(self, terms: Mapping[str, Any]) -> tuple[Any, ...]:
        """What whoever brings a grant gives that the owner's grantor signed, who has a key."""
        while True:
            nonce = int.from_bytes(self.fresh(), "big")
            digest = self.grants.sent("grantDigest", terms, SIGNER, nonce, NOW + SOON, sender=account("reader"))
            signature = _KEY.sign_recoverable(digest, hasher=None)
            if 0 not in signature[:64]:
                return (terms, SIGNER, nonce, NOW + SOON, signature[:64] + bytes([27 + signature[64]]))

    def request_terms(self, grant: int, resource: int, record: int) -> Mapping[str, Any]:
        """Terms of a request whether what the asker holds matches."""
        return {
            "grant": grant,
            "resource": resource,
            "record": record,
            "index": 0,
            "owner": self.owner,
            "grantee": self.asker,
            "mode": 1,
            "fields": int.from_bytes(word("fields"), "big"),
            "purpose": 0x0101,
            "legal_basis": word("law"),
            "case_tag": self.fresh(),
            "site": 0x01010101,
            "system": 0x01010101,
            "serve_by": NOW + SOON,
            "acknowledge_within": SOON,
        }

    def window_terms(self, grant: int, resource: int, uses: int) -> Mapping[str, Any]:
        """Terms of a window for so many accesses."""
        terms = self.request_terms(grant, resource, 0)
        shared = ("grant", "resource", "owner", "grantee", "mode", "fields", "purpose", "legal_basis", "site", "system")
        return {name: terms[name] for name in shared} | {"uses": uses, "close_by": NOW + SOON}

    def filed(self, terms: Mapping[str, Any]) -> int:
        """A request that waits to be served."""
        found: int = self.requests.sent("fileRequest", terms, sender=self.officer("asker", Role.REQUESTER))
        return found

    def serve(self, request: int, terms: Mapping[str, Any]) -> Used:
        responder = self.officer("owner", Role.RESPONDER)
        return self.requests.send("serveRequest", request, 1, terms, self.fresh(), 0, sender=responder)

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

    def admitted(self, name: str, kind: OrganisationKind, *roles: Role) -> int:
        """A new organisation with an officer for its administration and one for each role; its id."""
        code = word(name).hex().upper()[:18].encode()
        self._decided("admitOrganisation", code, to_bits({kind}), False)
        organisation: int = self.consortium.sent("organisationByCode", code, sender=account("reader"))
        self._decided(
            "appointOfficer", *self._post(organisation, self.officer(name, Role.ADMINISTRATOR), Role.ADMINISTRATOR)
        )
        for role in roles:
            self.appointed(organisation, name, self.officer(name, role), role)
        return organisation

    def appointed(self, organisation: int, name: str, who: bytes, role: Role) -> None:
        """By the organisation's administrator."""
        terms = self._post(organisation, who, role)
        self.consortium.send("appointOfficer", *terms, sender=self.officer(name, Role.ADMINISTRATOR))

    def _post(self, organisation: int, who: bytes, role: Role) -> tuple[Any, ...]:
        return (organisation, who, to_bits({role}), 0, NOW, NOW + LONG)

    def _decided(self, function: str, *arguments: Any) -> None:
        call = self.consortium.data(function, *arguments)
        self.contracts["decisions"].send("decide", self.consortium.address, call, sender=account("founder"))
