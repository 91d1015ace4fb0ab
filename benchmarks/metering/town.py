"""The eight contracts on a metered machine, and two organisations that share data."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

from govledger.artifacts import load
from govledger.model import OrganisationKind, Role, to_bits
from govledger.plan import standard_plan
from govledger.privacy.keccak import keccak256
from govledger.tx.call import ContractInterface
from metering.machine import Machine, Used

FIRST_ID = 0x01010101
"""Where counters start: ids of a ledger that was used for years, so that they cost the calldata that they will."""
DAY = 86_400
TERM_SECONDS = 3_650 * DAY

KEEPING = (Role.ADMINISTRATOR, Role.REGISTRAR, Role.GRANTOR, Role.RESPONDER, Role.REQUESTER)


def account(name: str) -> bytes:
    """The address of somebody with that name."""
    return word(name)[12:]


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
    """A deployment with two organisations: one that owns data, one that asks for it.

    Each has an officer for every role, whose account is that of the organisation's and the role's names.
    """

    def __init__(self) -> None:
        self.machine = Machine()
        self._names = count()
        self.contracts = self._deployed()
        self.consortium = self.contracts["consortium"]
        self.registry = self.contracts["data_registry"]
        self.grants = self.contracts["access_grants"]
        self.requests = self.contracts["data_requests"]
        self.owner = self._admitted("owner", OrganisationKind.DEPARTMENT)
        self.asker = self._admitted("asker", OrganisationKind.DEPARTMENT)

    def fresh(self) -> bytes:
        """A word that stood nowhere before."""
        return word(next(self._names))

    def officer(self, organisation: str, role: Role) -> bytes:
        return account(f"{organisation} {role.name}")

    # --- what acts need to have been done before ---

    def resource(self) -> int:
        """A resource of the owner's."""
        terms = {"schema": self.fresh(), "schema_version": 1, "sensitivity": 1, "modes": 0b1111}
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
            "valid_from": self.machine.now,
            "valid_until": self.machine.now + 365 * DAY,
            "max_uses": 0x01010101,
            "delegation_depth": 0,
        }

    def grant(self, resource: int) -> int:
        """A grant of the owner's to the asker."""
        grantor = self.officer("owner", Role.GRANTOR)
        found: int = self.grants.sent("issueGrant", self.grant_terms(resource), sender=grantor)
        return found

    def request_terms(self, grant: int, resource: int, record: int) -> Mapping[str, Any]:
        """Terms of a request whether what the asker holds matches."""
        return {
            "grant": grant,
            "resource": resource,
            "record": record,
            "owner": self.owner,
            "grantee": self.asker,
            "mode": 1,
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
        return self.requests.send("serveRequest", request, 1, terms, self.fresh(), sender=responder)

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

    def _admitted(self, name: str, kind: OrganisationKind) -> int:
        code = word(name).hex().upper()[:18].encode()
        self._decided("admitOrganisation", code, to_bits({kind}))
        organisation: int = self.consortium.sent("organisationByCode", code, sender=account("reader"))
        now = self.machine.now
        for role in KEEPING:
            terms = (organisation, self.officer(name, role), to_bits({role}), 0, now, now + TERM_SECONDS)
            self._decided("appointOfficer", *terms)
        return organisation

    def _decided(self, function: str, *arguments: Any) -> None:
        call = self.consortium.data(function, *arguments)
        self.contracts["decisions"].send("decide", self.consortium.address, call, sender=account("founder"))
