"""What a run is to deploy, and whether that is what an earlier run began. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from govledger.artifacts import Artifact
from govledger.deployments import FORMAT, Begun, Deployment, PlannedContract, argument_json
from govledger.errors import DeploymentChanged
from govledger.plan import DeploymentPlan, ResolvedStep


@dataclass(frozen=True, slots=True)
class Intent:
    """Which contracts, from which artifacts, by whom."""

    plan: DeploymentPlan
    artifacts: Mapping[str, Artifact]
    """By the contract's key."""
    deployer: bytes

    def steps(self, first_nonce: int) -> tuple[ResolvedStep, ...]:
        """The steps with their addresses."""
        return self.plan.resolved(self.plan.addresses(self.deployer, first_nonce))

    def begun(self, chain_id: int, genesis: bytes, first_nonce: int) -> Begun:
        """The journal's first line for this intent."""
        plan = [
            PlannedContract(
                step.key,
                step.contract,
                _hex(step.address),
                _hex(self.artifacts[step.key].artifact_hash),
                [argument_json(argument) for argument in step.arguments],
            )
            for step in self.steps(first_nonce)
        ]
        return Begun(FORMAT, chain_id, _hex(genesis), _hex(self.deployer), first_nonce, plan)

    def require_same_as_begun(self, then: Begun) -> None:
        """Raise DeploymentChanged unless this intent is the one that a journal began with."""
        _require_same(self.begun(then.chain_id, bytes.fromhex(then.genesis[2:]), then.first_nonce), then)

    def require_same_as_finished(self, deployment: Deployment) -> None:
        """Raise DeploymentChanged unless this intent would make a deployment that is finished."""
        self.require_same_as_begun(_begun_with(deployment))


def _begun_with(deployment: Deployment) -> Begun:
    return Begun(
        FORMAT,
        deployment.chain_id,
        _hex(deployment.genesis_hash),
        _hex(deployment.deployer),
        deployment.first_nonce,
        [
            PlannedContract(c.key, c.contract, _hex(c.address), _hex(c.artifact_hash), list(c.arguments))
            for c in deployment.contracts
        ],
    )


def _require_same(now: Begun, then: Begun) -> None:
    if now.deployer != then.deployer:
        raise DeploymentChanged(
            f"this deployment was begun by {then.deployer}, and the key given is {now.deployer}'s; "
            "give that key, or deploy under another name"
        )
    if [contract.key for contract in now.plan] != [contract.key for contract in then.plan]:
        raise DeploymentChanged(
            f"this deployment was begun with the contracts {', '.join(c.key for c in then.plan)}, and the plan has "
            f"{', '.join(c.key for c in now.plan)}; deploy under another name"
        )
    for mine, its in zip(now.plan, then.plan, strict=True):
        if mine.artifact_hash != its.artifact_hash or mine.contract != its.contract:
            raise DeploymentChanged(
                f"this deployment was begun with {its.contract} of artifact {its.artifact_hash}, and this version of "
                f"govledger carries {mine.contract} of {mine.artifact_hash}; use the version that it was begun with, "
                "or deploy under another name"
            )
        if mine.arguments != its.arguments:
            raise DeploymentChanged(
                f"this deployment was begun with other arguments for {its.contract}: {its.arguments}, and the plan "
                f"has {mine.arguments}; use those, or deploy under another name"
            )


def _hex(value: bytes) -> str:
    return "0x" + value.hex()
