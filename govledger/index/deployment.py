"""What the index needs to know of a deployment."""

from __future__ import annotations

from collections.abc import Callable

from govledger import artifacts
from govledger.artifacts import Artifact
from govledger.deployments import Deployment
from govledger.errors import ArtifactError
from govledger.index.model import IndexedContract, IndexedDeployment

HEAD_VARIABLE = "_head"
"""The name of the running hash in every contract's storage (contracts/audit/EventChain.sol)."""


def indexed(deployment: Deployment, *, load: Callable[[str], Artifact] = artifacts.load) -> IndexedDeployment:
    """A deployment as the index knows it: addresses, and where each contract keeps its running hash.

    Args:
        deployment: the manifest.
        load: gives the artifact of a contract's name.

    Raises:
        ArtifactError: a contract keeps no running hash.
    """
    return IndexedDeployment(
        digest=deployment.digest(),
        chain_id=deployment.chain_id,
        genesis_hash=deployment.genesis_hash,
        first_block=deployment.first_block,
        contracts={
            contract.key: IndexedContract(contract.address, head_slot(load(contract.contract)))
            for contract in deployment.contracts
        },
    )


def head_slot(artifact: Artifact) -> int:
    """The storage slot of a contract's running hash.

    Raises:
        ArtifactError: it keeps none.
    """
    for variable in artifact.storage_layout["storage"]:
        if variable["label"] == HEAD_VARIABLE and variable["offset"] == 0:
            return int(variable["slot"])
    raise ArtifactError(f"{artifact.contract} has no storage variable {HEAD_VARIABLE}; compile the contracts again")
