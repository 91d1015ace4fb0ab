"""What a replay reads, in memory: the events of contracts on pyrevm, and what a test adds to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from govledger.audit.source import AttemptAt, BlockAt, EventAt
from govledger.deployments import DeployedContract, Deployment, argument_json
from govledger.events.chain import log_digest
from govledger.index.model import ReasonSource
from govledger.privacy.keccak import keccak256
from govledger.rules.machine import CONTRACTS
from tests.contracts.harness import TERMS, role_of
from tests.contracts.world import DEPLOYER, FOUNDER, GUARDIAN, World

ATTEMPTED = b"\x12\x34\x56\x78"


@dataclass
class ListedSource:
    """Events, attempts and blocks as they were given."""

    deployment: Deployment
    listed: Sequence[EventAt]
    last_at: int
    tried: Sequence[AttemptAt] | None = None
    sealed: Sequence[BlockAt] | None = None
    from_creation: bool = True
    first_block: int = 1

    @property
    def last_block(self) -> int:
        return self.listed[-1].block_number if self.listed else self.first_block - 1

    def events(self) -> Iterator[EventAt]:
        return iter(self.listed)

    def attempts(self) -> Iterator[AttemptAt] | None:
        return None if self.tried is None else iter(self.tried)

    def blocks(self) -> Iterator[BlockAt] | None:
        return None if self.sealed is None else iter(self.sealed)


def deployment_of(world: World) -> Deployment:
    """The manifest of a world's contracts."""
    at = {key: world.at(key).address for key in CONTRACTS}
    directory = [(role_of(item.key), item.address) for item in world.contracts[1:8]]
    arguments = {
        "consortium": (1, directory),
        "decisions": (at["consortium"], FOUNDER, GUARDIAN, 1, TERMS),
        "data_registry": (at["consortium"], 1),
        "access_grants": (at["consortium"], at["data_registry"], 1),
        "data_requests": (at["consortium"], at["access_grants"], at["data_registry"], 1),
        "bill_ranges": (at["consortium"], 1),
        "medical_bills": (at["consortium"], at["bill_ranges"], 1),
        "bill_claims": (at["consortium"], at["medical_bills"]),
    }
    contracts = tuple(
        DeployedContract(
            key=key,
            contract=key,
            address=address,
            arguments=tuple(map(argument_json, arguments[key])),  # type: ignore[arg-type]
            artifact_hash=bytes(32),
            code_hash=bytes(32),
            transaction_hash=bytes(32),
            block_number=1,
            block_hash=bytes(32),
        )
        for key, address in at.items()
    )
    return Deployment("town", 1, bytes(32), DEPLOYER, 0, contracts)


def events_of(world: World) -> list[EventAt]:
    """The events of a world's contracts; each of its transactions stands in a block of its own."""
    found = []
    addresses = {world.at(key).address for key in CONTRACTS}
    for number, group in groupby(world.kept(), key=lambda kept: kept.log.block_number):
        for place, (contract, log, event) in enumerate(group):
            if contract in addresses:
                digest, transaction = log_digest(log.topics, log.data), keccak256(b"transaction %d" % number)
                found.append(EventAt(event, number, log.block_timestamp, 0, transaction, place, digest, None))
    return found


def source_of(world: World, **given: object) -> ListedSource:
    """All that was done in a world, up to its present time."""
    values = {"deployment": deployment_of(world), "listed": events_of(world), "last_at": world.chain.now} | given
    return ListedSource(**values)  # type: ignore[arg-type]


def attempt(sender: bytes, at: int, refusal: str | None = "GrantExpired", block: int = 1) -> AttemptAt:
    """A call that failed at a time."""
    transaction = keccak256(b"attempt %d %d" % (at, block))
    return AttemptAt(block, at, 0, transaction, sender, "data_requests", ATTEMPTED, refusal, ReasonSource.TRACE)
