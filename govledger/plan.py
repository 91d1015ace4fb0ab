"""What to deploy, in which order, with which arguments, and at which addresses. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

from govledger.artifacts import CONTRACTS
from govledger.errors import InputError
from govledger.model import ActionKind, ContractRole, PolicyTerms
from govledger.privacy.keccak import keccak256
from govledger.rlp import rlp_encode

FIRST_ID = 1
"""Where the counters of a first deployment start; 0 means none."""

LARGEST_NONCE = 2**64 - 2
"""EIP-2681."""


@dataclass(frozen=True, slots=True)
class AddressOf:
    """A constructor argument that is the address of another step's contract, earlier or later."""

    key: str
    """The contract's key."""


Argument: TypeAlias = "AddressOf | bytes | int | bool | str | Sequence[Argument]"
"""A constructor argument: a plain value, a reference, or a list or struct of these."""


@dataclass(frozen=True, slots=True)
class Step:
    """One contract to create."""

    key: str
    """The contract's key: `access_grants`."""
    contract: str
    """The artifact's name: `AccessGrants`."""
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class DeploymentPlan:
    """Contracts to create, in order; step i takes the deployer's first nonce plus i."""

    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        """Checks the plan.

        Raises:
            InputError: no steps, two steps of one key, or a reference to a key without a step.
        """
        keys = [step.key for step in self.steps]
        if not keys:
            raise InputError("a deployment plan has at least one step")
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise InputError(f"the plan has several steps for {', '.join(twice)}; a key names one contract")
        for step in self.steps:
            for key in _references(step.arguments):
                if key not in keys:
                    raise InputError(f"{step.key} takes the address of {key}, which the plan does not create")

    def addresses(self, deployer: bytes, first_nonce: int) -> Mapping[str, bytes]:
        """Every contract's address by key, before anything is sent."""
        return MappingProxyType(
            {step.key: create_address(deployer, first_nonce + index) for index, step in enumerate(self.steps)}
        )

    def resolved(self, addresses: Mapping[str, bytes]) -> tuple[ResolvedStep, ...]:
        """The steps with addresses in the places of references."""
        return tuple(
            ResolvedStep(step.key, step.contract, addresses[step.key], _resolve(step.arguments, addresses))
            for step in self.steps
        )


@dataclass(frozen=True, slots=True)
class ResolvedStep:
    """One contract to create, with its address and its final arguments."""

    key: str
    contract: str
    address: bytes
    arguments: tuple[Any, ...]


def _references(argument: Argument) -> list[str]:
    if isinstance(argument, AddressOf):
        return [argument.key]
    if isinstance(argument, Sequence) and not isinstance(argument, str | bytes):
        return [key for item in argument for key in _references(item)]
    return []


def _resolve(argument: Any, addresses: Mapping[str, bytes]) -> Any:
    if isinstance(argument, AddressOf):
        return addresses[argument.key]
    if isinstance(argument, list | tuple):
        return tuple(_resolve(item, addresses) for item in argument)
    return argument


def create_address(deployer: bytes, nonce: int) -> bytes:
    """The address of the contract that an account creates with a nonce (Yellow Paper, section 7).

    Raises:
        InputError: the deployer is no address, or the nonce out of range.
    """
    if len(deployer) != 20:
        raise InputError(f"the deployer's address has {len(deployer)} bytes; an address has 20")
    if not 0 <= nonce <= LARGEST_NONCE:
        raise InputError(f"the nonce {nonce} is out of range; it lies between 0 and 2^64 - 2")
    return keccak256(rlp_encode((deployer, nonce)))[-20:]


DAY = 86_400
NO_GUARDIAN = bytes(20)

POLICIES: Mapping[ActionKind, PolicyTerms] = MappingProxyType(
    {
        ActionKind.ADMISSION: PolicyTerms(6667, 3 * DAY, 30 * DAY),
        ActionKind.DISCIPLINE: PolicyTerms(6667, DAY, 30 * DAY),
        ActionKind.SUCCESSION: PolicyTerms(7500, 7 * DAY, 60 * DAY),
        ActionKind.RECOVERY: PolicyTerms(6667, 3 * DAY, 30 * DAY),
        ActionKind.DIRECTORY: PolicyTerms(7500, 7 * DAY, 60 * DAY),
        ActionKind.STOPS: PolicyTerms(5001, 0, 30 * DAY),
        ActionKind.GUARDIAN: PolicyTerms(6667, 2 * DAY, 30 * DAY),
        ActionKind.POLICY: PolicyTerms(8000, 14 * DAY, 60 * DAY),
    }
)
"""What decisions need unless a deployment says otherwise: more votes and time where less can be mended afterwards."""


def standard_plan(
    founder: bytes,
    *,
    first_id: int = FIRST_ID,
    guardian: bytes = NO_GUARDIAN,
    policies: Mapping[ActionKind, PolicyTerms] = POLICIES,
) -> DeploymentPlan:
    """The eight contracts of govledger.

    Consortium comes first and lists all others in its directory, so that nothing is left to set up afterwards; their
    addresses are known before they exist.

    Args:
        founder: the account that decides until it hands over to votes (20 bytes).
        first_id: where every counter starts.
        guardian: the account that may stop and cancel for a limited time (20 bytes); zero: none.
        policies: what decisions of each kind need.
    """
    for name, account in (("founder", founder), ("guardian", guardian)):
        if len(account) != 20:
            raise InputError(f"the {name}'s address has {len(account)} bytes; an address has 20")
    if missing := [kind.name for kind in ActionKind if kind and kind not in policies]:
        raise InputError(f"there is no policy for {', '.join(missing)}; give one for each kind of action")
    terms = tuple(
        (policies[kind].threshold, policies[kind].delay_seconds, policies[kind].lapse_seconds)
        for kind in ActionKind
        if kind
    )
    consortium = AddressOf("consortium")
    directory = tuple(
        (int(role), AddressOf(role.name.lower())) for role in ContractRole if role is not ContractRole.NONE
    )
    arguments: dict[str, tuple[Argument, ...]] = {
        "consortium": (first_id, directory),
        "decisions": (consortium, founder, guardian, first_id, terms),
        "data_registry": (consortium, first_id),
        "access_grants": (consortium, AddressOf("data_registry"), first_id),
        "data_requests": (consortium, AddressOf("access_grants"), AddressOf("data_registry"), first_id),
        "bill_ranges": (consortium, first_id),
        "medical_bills": (consortium, AddressOf("bill_ranges"), first_id),
        "bill_claims": (consortium, AddressOf("medical_bills")),
    }
    return DeploymentPlan(tuple(Step(key, CONTRACTS[key], arguments[key]) for key in CONTRACTS))
