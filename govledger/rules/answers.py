"""What the rules of a contract ask of the consortium and of one another. Pure."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple, Protocol

from govledger.errors import Refusal
from govledger.model import ContractRole, Role


class Stage(IntEnum):
    """What an act does to obligations (contracts/types/ContractRoles.sol)."""

    BEGIN = 0
    FINISH = 1
    RELIEVE = 2


class Authority(NamedTuple):
    """For whom an account acts."""

    organisation: int
    officer: int
    unit: int


class GrantUse(NamedTuple):
    """One intended use of a grant."""

    resource: int
    owner: int
    grantee: int
    mode: int
    fields: int
    purpose: int
    legal_basis: bytes


class Consortium(Protocol):
    """What the contracts ask Consortium; `ConsortiumRules` answers."""

    def authorise(self, sender: bytes, now: int, account: bytes, role: Role, stage: Stage) -> Authority:
        """For whom an account acts.

        Args:
            sender: the contract that asks.
            now: the block's time.
            account: who wants to act.
            role: in which role.
            stage: what the act does to obligations.

        Raises:
            Refusal: the account may not act in the role, or the contract may not take the act.
        """
        ...

    def require_reporter(self, sender: bytes, account: bytes, role: ContractRole) -> None:
        """Nothing, if a contract may report to the one that asks.

        Args:
            sender: the contract that asks.
            account: the contract that reports.
            role: the place for which the directory must list it.

        Raises:
            Refusal: it is not listed for the role, or one of both is closed.
        """
        ...

    def require_active(self, organisation: int) -> None:
        """Nothing, if an organisation, or what it merged into, is active.

        Raises:
            Refusal: it is not.
        """
        ...

    def heir_of(self, organisation: int) -> int:
        """Who acts for an organisation now: itself, its successor or its custodian."""
        ...

    def successor_of(self, organisation: int) -> int:
        """Who an organisation is now: itself, or what it merged into."""
        ...


def require(met: bool, otherwise: Refusal) -> None:
    """One rule: met, or the refusal that names it."""
    if not met:
        raise otherwise
