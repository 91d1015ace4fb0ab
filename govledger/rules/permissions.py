"""Who may do what at a time, as a list that can be compared with that of another time. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from govledger.errors import Refusal
from govledger.model import ContractRole, Mode, Role, from_bits
from govledger.rules.answers import Stage
from govledger.rules.machine import Machine


@dataclass(frozen=True, slots=True, order=True)
class RolePermission:
    """An officer may act in a role."""

    organisation: int
    officer: int
    role: Role
    account: bytes
    unit: int
    valid_until_at: int

    def __str__(self) -> str:
        return f"officer {self.officer} of organisation {self.organisation} acts as {self.role.name}"


@dataclass(frozen=True, slots=True, order=True)
class GrantPermission:
    """An organisation may use a resource."""

    grantee: int
    resource: int
    grant: int
    owner: int
    modes: tuple[Mode, ...]
    fields: int
    """Bit = position in the resource's schema."""
    purpose: int
    valid_until_at: int

    def __str__(self) -> str:
        modes = ", ".join(mode.name for mode in self.modes)
        return f"organisation {self.grantee} uses resource {self.resource} by grant {self.grant}: {modes}"


Permission = RolePermission | GrantPermission


def permissions(machine: Machine, now: int) -> tuple[Permission, ...]:
    """Everything that somebody may do at a time: roles that can be acted in, then grants with uses left; sorted.

    What a paused contract, or one that winds down, keeps from being done is not looked at: it concerns everybody.
    """
    return (*sorted(_roles(machine, now)), *sorted(_grants(machine, now)))


def _roles(machine: Machine, now: int) -> Iterator[RolePermission]:
    members = machine.consortium
    asking = members.contract_of(ContractRole.DECISIONS)
    for number, officer in members.officers():
        account = members.account_of(number)
        for role in sorted(from_bits(Role, officer.roles)):
            try:
                members.authorise(asking, now, account, role, Stage.RELIEVE)
            except Refusal:
                continue
            unit, until = officer.unit, officer.valid_until
            yield RolePermission(officer.organisation, number, role, account, unit, until)


def _grants(machine: Machine, now: int) -> Iterator[GrantPermission]:
    for number, grant in machine.grants.grants.items():
        try:
            machine.grants.require_usable(now, number)
        except Refusal:
            continue
        yield GrantPermission(
            grantee=machine.consortium.successor_of(grant.grantee),
            resource=grant.resource,
            grant=number,
            owner=grant.owner,
            modes=tuple(sorted(from_bits(Mode, grant.modes))),
            fields=grant.fields,
            purpose=grant.purpose,
            valid_until_at=grant.valid_until,
        )
