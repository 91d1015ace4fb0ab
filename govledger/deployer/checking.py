"""Whether a deployment's contracts stand on a chain as its manifest says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from govledger import artifacts
from govledger.artifacts import Artifact
from govledger.deployments import Deployment, is_code_of
from govledger.errors import ChainMismatch, CodeMismatch, DeploymentChanged, DeploymentReorganised
from govledger.privacy.keccak import keccak256

LoadArtifact = Callable[[str], Artifact]


class Latest(Protocol):
    """The latest block."""

    @property
    def number(self) -> int:
        """Its height."""


class Chain(Protocol):
    """What a check asks of a node; `govledger.tx.chain.Endpoint` is one."""

    def chain_id(self) -> int:
        """The chain's EIP-155 id."""

    def block_hash(self, number: int) -> bytes | None:
        """The hash of the block of that height, or None if there is none yet."""

    def latest(self) -> Latest:
        """The latest block."""

    def code(self, address: bytes) -> bytes:
        """The code at an address; empty if there is none."""


def check(deployment: Deployment, chain: Chain, *, load: LoadArtifact = artifacts.load) -> None:
    """Compare a deployment with the chain, and with the contracts that this version of govledger carries.

    Checked in this order: chain id, genesis hash, each artifact's hash, each contract's block, each address's code.

    Raises:
        ChainMismatch: the node serves another chain.
        DeploymentChanged: the deployment was made from other contracts.
        DeploymentReorganised: the chain no longer has a block that the manifest names.
        CodeMismatch: an address has no code, or another.
    """
    require_chain(chain, deployment.chain_id, deployment.genesis_hash, f"deployment {deployment.name}")
    require_artifacts(deployment, load)
    lost = lost_block(deployment, chain)
    if lost is not None:
        raise DeploymentReorganised(
            f"{lost}; the command that the deployer gave, `govledger deploy --name {deployment.name}` with its "
            "options, sends the same signed transactions again where they are missing, so that every address stays, "
            "and writes the manifest anew: then use that manifest"
        )
    require_code(deployment, chain, load)


def require_chain(chain: Chain, chain_id: int, genesis: bytes, what: str) -> None:
    """Raise ChainMismatch unless the node serves the chain of this id and this first block."""
    found = chain.chain_id()
    if found != chain_id:
        raise ChainMismatch(f"{what} is on chain {chain_id}, and the node serves chain {found}; check the address")
    start = chain.block_hash(0)
    if start != genesis:
        shown = "none" if start is None else f"0x{start.hex()}"
        raise ChainMismatch(
            f"{what} is on the chain with genesis 0x{genesis.hex()}, and the node's is {shown}: "
            f"another chain with the same id {chain_id}; check the address, or deploy under another name"
        )


def require_artifacts(deployment: Deployment, load: LoadArtifact) -> None:
    """Raise DeploymentChanged unless the deployment was made from the contracts that this version carries."""
    for contract in deployment.contracts:
        artifact = load(contract.contract)
        if artifact.artifact_hash != contract.artifact_hash:
            raise DeploymentChanged(
                f"{contract.contract} of deployment {deployment.name} was made from the artifact "
                f"0x{contract.artifact_hash.hex()}, and this version of govledger carries "
                f"0x{artifact.artifact_hash.hex()}; use the version that it was deployed with"
            )


def lost_block(deployment: Deployment, chain: Chain) -> str | None:
    """What to say of the first block that the manifest names and the chain does not have; None if it has them all."""
    hashes = {number: chain.block_hash(number) for number in {c.block_number for c in deployment.contracts}}
    for contract in deployment.contracts:
        number = contract.block_number
        found = hashes[number]
        if found == contract.block_hash:
            continue
        what = f"block {number} 0x{contract.block_hash.hex()}, in which {contract.contract} was created,"
        if found is None:
            return (
                f"the node's chain ends at block {chain.latest().number}, before {what} so that the node is not in "
                f"sync yet (then wait), or the chain reorganised below deployment {deployment.name}"
            )
        return (
            f"the chain reorganised below deployment {deployment.name}: {what} is gone, and block {number} is "
            f"0x{found.hex()} now"
        )
    return None


def require_code(deployment: Deployment, chain: Chain, load: LoadArtifact) -> None:
    """Raise CodeMismatch unless every contract's code is at its address."""
    for contract in deployment.contracts:
        code = chain.code(contract.address)
        known = keccak256(code) == contract.code_hash
        if not known or not is_code_of(load(contract.contract), contract.arguments, code):
            raise wrong_code(contract.contract, contract.address, code)


def wrong_code(contract: str, address: bytes, code: bytes) -> CodeMismatch:
    """The error for an address that does not have a contract's code."""
    what = "other code than its artifact" if code else "no code"
    return CodeMismatch(
        f"{contract} at 0x{address.hex()} has {what}; check that the node is in sync and serves the right chain, "
        "and do not use this deployment until it is explained"
    )
