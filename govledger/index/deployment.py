"""What an index of a deployment belongs to, from its manifest and the artifacts that the package carries."""

from __future__ import annotations

from functools import cache

from govledger.artifacts import CONTRACTS, load
from govledger.deployments import Deployment
from govledger.events.calls import CallReader
from govledger.index.model import IndexedContract, IndexedDeployment


def indexed(deployment: Deployment) -> IndexedDeployment:
    """What an index of a deployment belongs to: its contracts, and where each keeps its running hash."""
    return IndexedDeployment(
        digest=deployment.digest(),
        chain_id=deployment.chain_id,
        genesis_hash=deployment.genesis_hash,
        first_block=deployment.first_block,
        contracts={
            contract.key: IndexedContract(contract.address, load(contract.contract).head_slot)
            for contract in deployment.contracts
        },
    )


@cache
def call_reader(contract: str) -> CallReader:
    """Reads calls of a contract, by its key."""
    return CallReader(load(CONTRACTS[contract]).abi)
