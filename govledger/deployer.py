"""Creating the contracts on a chain: in order, each on disk before it is sent, so that a killed run can go on.

The same command again resumes: the journal's signed transactions are looked up, and sent again as they are where
the chain does not have them. Nothing is deployed twice, since each has its nonce.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from govledger import artifacts
from govledger.artifacts import Artifact
from govledger.connection import Connection
from govledger.deployments import (
    FORMAT,
    Begun,
    DeployedContract,
    Deployment,
    JournalLine,
    Mined,
    PlannedContract,
    Signed,
    argument_json,
    check_name,
    complete_length,
    is_code_of,
    journal_line,
    read_journal,
)
from govledger.errors import (
    ChainMismatch,
    CodeMismatch,
    DeploymentBusy,
    DeploymentChanged,
    DeploymentError,
    DeploymentNotFound,
    DeploymentReverted,
    JournalInvalid,
    ManifestInvalid,
    NonceTaken,
)
from govledger.plan import DeploymentPlan, ResolvedStep, standard_plan
from govledger.privacy.keccak import keccak256
from govledger.refusals import BY_SELECTOR
from govledger.tx.call import ContractInterface
from govledger.tx.endpoint import CallRequest, Endpoint, Web3Endpoint
from govledger.tx.fees import gas_with_margin
from govledger.tx.receipt import Receipt
from govledger.tx.reverts import CallReverted, refusal_of
from govledger.tx.sending import InFlight, Waiting, await_receipts, hand_over, in_flight, is_nonce_wrong, is_underpriced
from govledger.tx.signing import Signer
from govledger.tx.transactor import fees_now

MANIFEST = "manifest.json"
JOURNAL = "journal.jsonl"
DEPLOYMENTS = Path("deployments")

LoadArtifact = Callable[[str], Artifact]
Report = Callable[[ResolvedStep, Receipt], None]
Line = TypeVar("Line", Signed, Mined)


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
    report: Report | None = None,
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
        waiting: how long to wait for a block; two minutes if None.
        fee_limit: the most to pay for one gas, in wei; no limit if None.
        report: called after each contract.

    Raises:
        DeploymentError: the run cannot start, or cannot go on; the message says the way out.
        NonceTaken: somebody else used a nonce of the deployer.
        ChainMismatch: the run began on another chain.
        TransactionError: the node did not take a transaction, or it is in no block yet; the same call resumes.
    """
    endpoint = Web3Endpoint(connection)
    folder = None if name is None or connection.embedded else Path(directory) / check_name(name)
    return deploy_to(
        endpoint,
        signer,
        plan or standard_plan(signer.address),
        name=name or "unnamed",
        folder=folder,
        load=load,
        waiting=waiting,
        fee_limit=fee_limit,
        report=report,
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
    report: Report | None = None,
) -> Deployment:
    """As `deploy`, on any endpoint; `folder` is the deployment's own, or None to write nothing."""
    with _Journal(folder) as journal:
        run = _Run(endpoint, signer, plan, load, journal, waiting or Waiting(), fee_limit)
        if folder is not None and (folder / MANIFEST).exists():
            deployment = open_deployment(folder)
            run.require_same(deployment)
            check(deployment, endpoint, load=load)
            return deployment
        deployment = run.carry_out(name, report or (lambda _step, _receipt: None))
        if folder is not None:
            _write_manifest(folder, deployment)
        return deployment


def open_deployment(folder: Path | str) -> Deployment:
    """The deployment whose manifest stands in a folder. Nothing is checked against a chain: see `check`.

    Raises:
        DeploymentNotFound: there is no manifest; says so if a run was cut short there.
        ManifestInvalid: the manifest is damaged, changed, or of another format.
    """
    path = Path(folder) / MANIFEST
    try:
        return Deployment.from_json(path.read_bytes())
    except FileNotFoundError:
        begun = (Path(folder) / JOURNAL).exists()
        way_out = "its deployment was cut short: run the same deploy command again" if begun else "check the name"
        raise DeploymentNotFound(f"{folder} has no {MANIFEST}; {way_out}") from None
    except OSError as error:
        raise DeploymentNotFound(f"{path} cannot be read: {error.strerror}") from None
    except ManifestInvalid as error:
        raise ManifestInvalid(f"{path}: {error}; take it from a backup, or from another member") from None


def check(deployment: Deployment, endpoint: Endpoint, *, load: LoadArtifact = artifacts.load) -> None:
    """Compare a deployment with the chain, and with the contracts that this version of govledger carries.

    Checked in this order: chain id, genesis hash, each artifact's hash, each address's code.

    Raises:
        ChainMismatch: the node serves another chain.
        DeploymentChanged: the deployment was made from other contracts.
        CodeMismatch: an address has no code, or another.
    """
    _require_chain(endpoint, deployment.chain_id, deployment.genesis_hash, f"deployment {deployment.name}")
    for contract in deployment.contracts:
        artifact = load(contract.contract)
        if artifact.artifact_hash != contract.artifact_hash:
            raise DeploymentChanged(
                f"{contract.contract} of deployment {deployment.name} was made from the artifact "
                f"0x{contract.artifact_hash.hex()}, and this version of govledger carries "
                f"0x{artifact.artifact_hash.hex()}; use the version that it was deployed with"
            )
        code = endpoint.code(contract.address)
        if keccak256(code) != contract.code_hash or not is_code_of(artifact, contract.arguments, code):
            raise _wrong_code(contract.contract, contract.address, code)


def _wrong_code(contract: str, address: bytes, code: bytes) -> CodeMismatch:
    what = "other code than its artifact" if code else "no code"
    return CodeMismatch(
        f"{contract} at 0x{address.hex()} has {what}; check that the node is in sync and serves the right chain, "
        "and do not use this deployment until it is explained"
    )


def _require_chain(endpoint: Endpoint, chain_id: int, genesis: bytes, what: str) -> None:
    found = endpoint.chain_id()
    if found != chain_id:
        raise ChainMismatch(f"{what} is on chain {chain_id}, and the node serves chain {found}; check the address")
    start = endpoint.block_hash(0)
    if start != genesis:
        shown = "none" if start is None else f"0x{start.hex()}"
        raise ChainMismatch(
            f"{what} is on the chain with genesis 0x{genesis.hex()}, and the node's is {shown}: "
            f"another chain with the same id {chain_id}; check the address, or deploy under another name"
        )


# --- one run -------------------------------------------------------------------------------------------


class _Run:
    """One deployment on its way."""

    def __init__(
        self,
        endpoint: Endpoint,
        signer: Signer,
        plan: DeploymentPlan,
        load: LoadArtifact,
        journal: _Journal,
        waiting: Waiting,
        fee_limit: int | None,
    ) -> None:
        self._endpoint = endpoint
        self._signer = signer
        self._plan = plan
        self._artifacts = {step.key: load(step.contract) for step in plan.steps}
        self._journal = journal
        self._waiting = waiting
        self._fee_limit = fee_limit

    def carry_out(self, name: str, report: Report) -> Deployment:
        """Create what is missing, check all code, and describe the result."""
        begun = self._begin()
        steps = self._plan.resolved(self._plan.addresses(self._signer.address, begun.first_nonce))
        contracts = []
        for index, step in enumerate(steps):
            receipt = self._create(index, step, begun)
            contracts.append(self._describe(step, receipt))
            report(step, receipt)
        genesis = bytes.fromhex(begun.genesis[2:])
        return Deployment(name, begun.chain_id, genesis, self._signer.address, begun.first_nonce, tuple(contracts))

    def require_same(self, deployment: Deployment) -> None:
        """Raise unless a finished deployment is the one that this run would make."""
        _require_same(
            self._begun(deployment.chain_id, deployment.genesis_hash, deployment.first_nonce),
            Begun(
                FORMAT,
                deployment.chain_id,
                _hex(deployment.genesis_hash),
                _hex(deployment.deployer),
                deployment.first_nonce,
                [
                    PlannedContract(c.key, c.contract, _hex(c.address), _hex(c.artifact_hash), list(c.arguments))
                    for c in deployment.contracts
                ],
            ),
        )

    def _begin(self) -> Begun:
        """The journal's first line: written now, or found and compared with this run."""
        chain_id, genesis = self._endpoint.chain_id(), self._endpoint.block_hash(0) or b""
        if not self._journal.lines:
            begun = self._begun(chain_id, genesis, self._endpoint.nonce(self._signer.address))
            self._journal.append(begun)
            return begun
        begun = self._journal.lines[0]  # type: ignore[assignment]  # read_journal says so
        _require_chain(self._endpoint, begun.chain_id, bytes.fromhex(begun.genesis[2:]), "the run that was cut short")
        _require_same(self._begun(chain_id, genesis, begun.first_nonce), begun)
        return begun

    def _begun(self, chain_id: int, genesis: bytes, first_nonce: int) -> Begun:
        deployer = self._signer.address
        steps = self._plan.resolved(self._plan.addresses(deployer, first_nonce))
        plan = [
            PlannedContract(
                step.key,
                step.contract,
                _hex(step.address),
                _hex(self._artifacts[step.key].artifact_hash),
                [argument_json(argument) for argument in step.arguments],
            )
            for step in steps
        ]
        return Begun(FORMAT, chain_id, _hex(genesis), _hex(deployer), first_nonce, plan)

    def _create(self, index: int, step: ResolvedStep, begun: Begun) -> Receipt:
        """The receipt of a step's transaction, which is made, sent, sent again or just looked up.

        Cases, in this order: one of the step's transactions is in a block; none was signed yet; the last one that was
        signed is sent, again or for the first time.
        """
        nonce = begun.first_nonce + index
        flights = [in_flight(line.nonce, line.raw) for line in self._journal.of(Signed, index)]
        receipt = self._mined(flights)
        if receipt is None:
            flight = flights[-1] if flights else self._sign(index, step, nonce)
            receipt = self._send(flight, index, step)
        block = _hex(receipt.block_hash)
        if not any(line.block_hash == block for line in self._journal.of(Mined, index)):
            self._journal.append(
                Mined(index, _hex(receipt.transaction_hash), receipt.block_number, block, receipt.succeeded)
            )
        if not receipt.succeeded:
            raise DeploymentReverted(
                f"the constructor of {step.contract} failed in transaction {_hex(receipt.transaction_hash)} "
                f"(block {receipt.block_number}), so that its address stays empty; deploy under another name"
            )
        return receipt

    def _mined(self, flights: list[InFlight]) -> Receipt | None:
        receipts = self._endpoint.receipts([flight.hash for flight in flights]) if flights else []
        return next((receipt for receipt in receipts if receipt is not None), None)

    def _sign(self, index: int, step: ResolvedStep, nonce: int) -> InFlight:
        """Sign a step's transaction at today's fees, and put it on disk."""
        head = self._endpoint.latest()
        found = self._endpoint.nonce(self._signer.address)
        if found > nonce:
            raise self._nonce_taken(step, nonce)
        artifact = self._artifacts[step.key]
        constructor = ContractInterface(step.key, artifact.abi).constructor()
        data = artifact.bytecode + constructor.encode(step.arguments)
        try:
            used = self._endpoint.estimate_gas(CallRequest(sender=self._signer.address, to=b"", data=data))
        except CallReverted as reverted:
            refusal = refusal_of(reverted.data, BY_SELECTOR)
            raise DeploymentReverted(
                f"the constructor of {step.contract} refuses its arguments: {refusal}; nothing was sent for it"
            ) from refusal
        transaction = fees_now(self._endpoint, head, self._fee_limit).transaction(
            chain_id=self._endpoint.chain_id(),
            nonce=nonce,
            gas=gas_with_margin(used, head.gas_limit),
            to=b"",
            data=data,
        )
        flight = in_flight(nonce, self._signer.sign(transaction))
        self._journal.append(Signed(index, nonce, _hex(step.address), _hex(flight.raw), _hex(flight.hash)))
        return flight

    def _send(self, flight: InFlight, index: int, step: ResolvedStep) -> Receipt:
        [refused] = hand_over(self._endpoint, [flight], self._waiting)
        if refused is not None and is_underpriced(refused):
            flight = self._sign(index, step, flight.nonce)
            [refused] = hand_over(self._endpoint, [flight], self._waiting)
        if refused is not None:
            raise self._nonce_taken(step, flight.nonce) if is_nonce_wrong(refused) else refused
        [receipt] = await_receipts(self._endpoint, self._signer.address, [flight], self._waiting)
        return receipt

    def _nonce_taken(self, step: ResolvedStep, nonce: int) -> NonceTaken:
        return NonceTaken(
            f"nonce {nonce} of {_hex(self._signer.address)}, which {step.contract} was to be created with, was used by "
            "another transaction, so that the planned addresses cannot be had any more; "
            "deploy under another name, with a key that nothing else uses"
        )

    def _describe(self, step: ResolvedStep, receipt: Receipt) -> DeployedContract:
        """What the manifest says about a contract, after a look at its code."""
        artifact = self._artifacts[step.key]
        arguments = tuple(argument_json(argument) for argument in step.arguments)
        code = self._endpoint.code(step.address)
        if receipt.contract_address != step.address or not is_code_of(artifact, arguments, code):
            raise _wrong_code(step.contract, step.address, code)
        return DeployedContract(
            step.key,
            step.contract,
            step.address,
            arguments,
            artifact.artifact_hash,
            keccak256(code),
            receipt.transaction_hash,
            receipt.block_number,
            receipt.block_hash,
        )


def _require_same(now: Begun, then: Begun) -> None:
    """Raise, and say what differs, unless the run to be resumed is the one that was begun."""
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


# --- files ---------------------------------------------------------------------------------------------


class _Journal:
    """The journal's lines, in memory and (with a folder) in a file that one run at a time holds."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._descriptor: int | None = None
        self.lines: tuple[JournalLine, ...] = ()

    def __enter__(self) -> _Journal:
        if self._folder is None:
            return self
        path = self._folder / JOURNAL
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.__exit__()
            raise DeploymentBusy(
                f"another run holds {path}; wait until it ends, or end it: this command then goes on from there"
            ) from None
        except OSError as error:
            self.__exit__()
            raise DeploymentError(f"{path} cannot be written: {error.strerror}; choose another folder") from None
        try:
            self.lines = self._read(path)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _read(self, path: Path) -> tuple[JournalLine, ...]:
        """The whole lines; a piece of one, which a crash left at the end, is cut off."""
        assert self._descriptor is not None
        content = path.read_bytes()
        try:
            lines = read_journal(content)
        except JournalInvalid as error:
            raise JournalInvalid(
                f"{path}: {error}; restore it from a backup, or deploy under another name (what was deployed stays "
                "on the chain, unused)"
            ) from None
        os.ftruncate(self._descriptor, complete_length(content))
        os.fsync(self._descriptor)
        _sync_folder(path.parent)
        return lines

    def append(self, line: JournalLine) -> None:
        """Add a line; it is on disk when this returns."""
        if self._descriptor is not None:
            _write_all(self._descriptor, journal_line(line))
        self.lines = (*self.lines, line)

    def of(self, kind: type[Line], step: int) -> list[Line]:
        """The lines of one kind about one step, oldest first."""
        return [line for line in self.lines if isinstance(line, kind) and line.step == step]


def _write_manifest(folder: Path, deployment: Deployment) -> None:
    """Let the manifest appear whole, or not at all."""
    path, draft = folder / MANIFEST, folder / f"{MANIFEST}.tmp"
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
        try:
            _write_all(descriptor, deployment.to_json())
        finally:
            os.close(descriptor)
        os.replace(draft, path)
        _sync_folder(folder)
    except OSError as error:
        raise DeploymentError(
            f"everything is deployed, but {path} cannot be written ({error.strerror}); make room, and run the same "
            "command again"
        ) from None


def _write_all(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]
    os.fsync(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _hex(value: bytes) -> str:
    return "0x" + value.hex()
