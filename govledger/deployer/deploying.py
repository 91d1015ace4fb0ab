"""The way in: deploy a plan, go on with a run that was cut short, or mend what a reorganisation took away."""

from __future__ import annotations

from pathlib import Path

from govledger import artifacts
from govledger.connection import Connection
from govledger.deployer.checking import LoadArtifact, lost_block, require_artifacts, require_chain, require_code
from govledger.deployer.folder import DEPLOYMENTS, JOURNAL, MANIFEST, Journal, open_deployment, write_manifest
from govledger.deployer.intent import Intent
from govledger.deployer.run import Run
from govledger.deployer.settling import blocks_until_settled
from govledger.deployer.terms import Notice, Report, Terms
from govledger.deployments import Deployment, check_name
from govledger.errors import DeploymentReorganised, NodeRefused, NonceTaken
from govledger.plan import DeploymentPlan, standard_plan
from govledger.tx.endpoint import Endpoint, Web3Endpoint
from govledger.tx.sending import Waiting
from govledger.tx.signing import Signer


def deploy(
    connection: Connection,
    signer: Signer,
    plan: DeploymentPlan | None = None,
    *,
    name: str | None = None,
    directory: Path | str = DEPLOYMENTS,
    load: LoadArtifact = artifacts.load,
    waiting: Waiting | None = None,
    fee_limit: int | None = None,
    confirmations: int | None = None,
    report: Report | None = None,
    notice: Notice | None = None,
) -> Deployment:
    """Deploy the contracts of a plan, or go on with a run that was cut short.

    On the chain inside this process, and without a name, nothing is written to disk.

    Args:
        connection: the chain.
        signer: the deployer's key; nothing else may use it meanwhile.
        plan: what to deploy; the eight contracts of govledger, with the deployer as founder, if None.
        name: of the deployment, and of its folder below `directory`.
        directory: where deployments are kept.
        load: the artifact of a contract by its name.
        waiting: how long to wait while nothing moves; two minutes if None.
        fee_limit: the most to pay for one gas, in wei; no limit if None.
        confirmations: how many blocks have to stand on the last contract's; what the chain's engine needs if None.
        report: called after each contract, and again if the chain moves it to another block.
        notice: called with a sentence when the chain reorganised and something is sent again.

    Raises:
        DeploymentError: the run cannot start, or cannot go on; the message says the way out.
        NonceTaken: somebody else used a nonce of the deployer, or is about to.
        ChainMismatch: the run began on another chain.
        TransactionError: the node did not take a transaction, or it is in no block yet; the same call resumes.
        ConnectionFailed: no node answers any more; the same call resumes.
    """
    folder = None if name is None or connection.embedded else Path(directory) / check_name(name)
    if not connection.embedded and (folder is None or not (folder / JOURNAL).exists()):
        _require_nothing_waiting(connection, signer.address)
    return deploy_to(
        Web3Endpoint(connection),
        signer,
        plan or standard_plan(signer.address),
        name=name or "unnamed",
        folder=folder,
        load=load,
        waiting=waiting,
        fee_limit=fee_limit,
        confirmations=blocks_until_settled(connection) if confirmations is None else confirmations,
        report=report,
        notice=notice,
    )


def deploy_to(
    endpoint: Endpoint,
    signer: Signer,
    plan: DeploymentPlan,
    *,
    name: str,
    folder: Path | None,
    load: LoadArtifact = artifacts.load,
    waiting: Waiting | None = None,
    fee_limit: int | None = None,
    confirmations: int = 0,
    report: Report | None = None,
    notice: Notice | None = None,
) -> Deployment:
    """As `deploy`, on any endpoint; `folder` is the deployment's own, or None to write nothing."""
    tell = notice or (lambda _text: None)
    terms = Terms(
        waiting=waiting or Waiting(),
        fee_limit=fee_limit,
        confirmations=confirmations,
        report=report or (lambda _step, _receipt: None),
        notice=tell,
    )
    intent = Intent(plan, {step.key: load(step.contract) for step in plan.steps}, signer.address)
    with Journal(folder) as journal:
        if folder is not None and (folder / MANIFEST).exists():
            finished = open_deployment(folder)
            intent.require_same_as_finished(finished)
            lost = _lost(finished, endpoint, load)
            if lost is None:
                return finished
            _require_journal_of(finished, journal, folder, lost)
            tell(f"{lost}; the journal's transactions are looked for, and sent again where they are missing")
        deployment = Run(endpoint, signer, intent, journal, terms).carry_out(name)
        if folder is not None:
            write_manifest(folder, deployment)
        return deployment


def _require_nothing_waiting(connection: Connection, deployer: bytes) -> None:
    """Raise NonceTaken if the node knows of transactions that would take the nonces of a run that begins.

    Nodes need not know of any: one that turns up later is found when its nonce is looked at.
    """
    try:
        waiting, used = (
            int(connection.request("eth_getTransactionCount", f"0x{deployer.hex()}", block), 16)
            for block in ("pending", "latest")
        )
    except NodeRefused:
        return
    if waiting > used:
        raise NonceTaken(
            f"{waiting - used} transactions of 0x{deployer.hex()} wait for their blocks at the node, and would take "
            "the nonces of the contracts; wait until they are in blocks, or deploy with a key that nothing else uses"
        )


def _lost(finished: Deployment, endpoint: Endpoint, load: LoadArtifact) -> str | None:
    """What a reorganisation took away from a finished deployment; None when it stands as its manifest says."""
    require_chain(endpoint, finished.chain_id, finished.genesis_hash, f"deployment {finished.name}")
    require_artifacts(finished, load)
    lost = lost_block(finished, endpoint)
    if lost is None:
        require_code(finished, endpoint, load)
    return lost


def _require_journal_of(finished: Deployment, journal: Journal, folder: Path, lost: str) -> None:
    if journal.begun is None or journal.begun.first_nonce != finished.first_nonce:
        raise DeploymentReorganised(
            f"{lost}; {folder} lacks the journal of this deployment, and its signed transactions with it: run the same "
            "command where the deployer keeps it, or deploy under another name"
        )
