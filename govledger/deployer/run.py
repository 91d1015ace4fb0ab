"""One run of a deployment: look at the chain, do what is next, until everything stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from govledger.deployer.checking import require_chain, wrong_code
from govledger.deployer.creating import Creation
from govledger.deployer.decision import Task, depth, next_turn
from govledger.deployer.folder import Journal
from govledger.deployer.intent import Intent
from govledger.deployer.terms import Patience, Terms
from govledger.deployments import Begun, DeployedContract, Deployment, Mined, Signed, argument_json, is_code_of
from govledger.errors import (
    CodeMismatch,
    ConnectionFailed,
    DeploymentReverted,
    DeploymentUnsettled,
    GovledgerError,
    NodeRefused,
    NonceTaken,
)
from govledger.plan import ResolvedStep
from govledger.privacy.keccak import keccak256
from govledger.tx.endpoint import Endpoint
from govledger.tx.receipt import Receipt
from govledger.tx.signing import Signer

CERTAIN = 3
"""How often in a row an answer that would end the run is asked for: a node that just took over may be behind."""
ENDING = (NonceTaken, DeploymentReverted, CodeMismatch, NodeRefused)

T = TypeVar("T", Begun, Deployment)


class Run:
    """One deployment on its way."""

    def __init__(self, endpoint: Endpoint, signer: Signer, intent: Intent, journal: Journal, terms: Terms) -> None:
        """Nothing is asked or written yet."""
        self._endpoint = endpoint
        self._signer = signer
        self._intent = intent
        self._journal = journal
        self._terms = terms
        self._patience = Patience(terms.waiting)
        self._steps: tuple[ResolvedStep, ...] = ()
        self._known: dict[int, Receipt] = {}
        """Receipts by step; forgotten when the chain contradicts them."""
        self._reported: dict[int, Receipt] = {}
        self._highest = 0

    def carry_out(self, name: str) -> Deployment:
        """Create what is missing, wait until it is settled, check all code, and describe the result."""
        begun = self._patiently(self._begin)
        self._steps = self._intent.steps(begun.first_nonce)
        creation = Creation(self._endpoint, self._signer, self._intent, self._journal, begun, self._terms)
        return self._patiently(lambda: self._go_on(name, begun, creation), creation.forget)

    def _patiently(
        self, act: Callable[[], T | GovledgerError | None], after_silence: Callable[[], None] | None = None
    ) -> T:
        """Act until there is a result.

        Every act starts from the journal and the chain alone, so that a node which falls silent in the middle of one
        costs nothing but the next.

        Args:
            act: returns the result; None when it did something; or, when there is only waiting to do, the error that
                the run ends with if that lasts too long.
            after_silence: what to do when no node answered.
        """
        verdicts = 0
        while True:
            try:
                outcome = act()
                verdicts = 0
            except ConnectionFailed as silence:
                if after_silence is not None:
                    after_silence()
                outcome = self._silent(silence)
            except ENDING as verdict:
                verdicts += 1
                if verdicts == CERTAIN:
                    raise
                outcome = verdict
            if isinstance(outcome, GovledgerError):
                self._patience.pause(outcome)
            elif outcome is not None:
                return outcome

    def _silent(self, silence: ConnectionFailed) -> ConnectionFailed:
        stuck = ConnectionFailed(
            f"{silence}; nothing moved for {self._terms.waiting.timeout_seconds:g} s, and what was signed is in the "
            "journal: when a node answers again, the same command goes on"
        )
        stuck.__cause__ = silence
        return stuck

    def _begin(self) -> Begun:
        """The journal's first line: written now, or found and compared with this run."""
        begun = self._journal.begun
        if begun is None:
            chain_id, genesis = self._endpoint.chain_id(), self._endpoint.block_hash(0) or b""
            begun = self._intent.begun(chain_id, genesis, self._endpoint.nonce(self._signer.address))
            self._journal.append(begun)
            return begun
        require_chain(self._endpoint, begun.chain_id, bytes.fromhex(begun.genesis[2:]), "the run that was cut short")
        self._intent.require_same_as_begun(begun)
        return begun

    def _go_on(self, name: str, begun: Begun, creation: Creation) -> Deployment | GovledgerError | None:
        """Do the one thing that is next."""
        used = self._endpoint.nonce(self._signer.address)
        receipts = self._look()
        signed = [bool(self._journal.of(Signed, step)) for step in range(len(self._steps))]
        turn = next_turn(begun.first_nonce, used, signed, receipts)
        step = self._steps[turn.step]
        match turn.task:
            case Task.SIGN:
                creation.begin(turn.step)
                return None
            case Task.SEND:
                if self._vanished(turn.step):
                    creation.forget()
                return creation.go_on(turn.step)
            case Task.LOOK_AGAIN:
                self._known.clear()
                return DeploymentUnsettled(
                    f"the chain does not keep the blocks before {step.contract}'s; check that the nodes agree on one "
                    "chain, then run the same command again"
                )
            case Task.NONCE_GONE:
                raise creation.nonce_taken(turn.step, "was used by another transaction")
            case Task.FAILED:
                receipt = self._known.pop(turn.step)
                raise DeploymentReverted(
                    f"the constructor of {step.contract} failed in transaction {_hex(receipt.transaction_hash)} "
                    f"(block {receipt.block_number}), so that its address stays empty; deploy under another name"
                )
            case Task.SETTLE:
                return self._settle(name, begun)

    def _vanished(self, index: int) -> bool:
        """Whether a step that is in no block was in one before in this run; that is said."""
        before = self._reported.pop(index, None)
        if before is not None:
            self._terms.notice(
                f"the chain reorganised: block {before.block_number} {_hex(before.block_hash)} with "
                f"{self._steps[index].contract} is gone, and its transaction is sent again"
            )
        return before is not None

    # --- looking ---------------------------------------------------------------------------------------

    def _look(self) -> list[Receipt | None]:
        """For each step the receipt of one of its transactions; those that are known are not asked for again."""
        wanted = [
            line
            for step in range(len(self._steps))
            if step not in self._known
            for line in self._journal.of(Signed, step)
        ]
        if wanted:
            receipts = self._endpoint.receipts([bytes.fromhex(line.hash[2:]) for line in wanted])
            for line, receipt in zip(wanted, receipts, strict=True):
                if receipt is not None:
                    self._note(line.step, receipt)
        return [self._known.get(step) for step in range(len(self._steps))]

    def _note(self, step: int, receipt: Receipt) -> None:
        """A step's transaction is in a block: on disk, and reported, once for each block."""
        self._known[step] = receipt
        mined = Mined(
            step, _hex(receipt.transaction_hash), receipt.block_number, _hex(receipt.block_hash), receipt.succeeded
        )
        if mined not in self._journal.of(Mined, step):
            self._journal.append(mined)
        before = self._reported.get(step)
        if before is None or before.block_hash != receipt.block_hash:
            self._reported[step] = receipt
            self._patience.moved()
            if receipt.succeeded:
                self._terms.report(self._steps[step], receipt)

    def _settle(self, name: str, begun: Begun) -> Deployment | GovledgerError:
        """The deployment, once every contract's block is on the chain and as deep as it has to be."""
        head = self._endpoint.latest()
        if head.number > self._highest:
            self._highest = head.number
            self._patience.moved()
        self._known.clear()
        receipts = self._look()
        numbers = {receipt.block_number for receipt in receipts if receipt is not None}
        hashes = {number: self._endpoint.block_hash(number) for number in numbers}
        found, needed = depth(receipts, hashes, head.number), self._terms.confirmations
        if found is None or found < needed:
            what = "are changing" if found is None else f"have {max(found, 0)} blocks on top, and {needed} settle them"
            return DeploymentUnsettled(
                f"every contract is in a block, but these blocks {what}, and nothing moved for "
                f"{self._terms.waiting.timeout_seconds:g} s; check that the validators seal blocks, then run the same "
                "command again"
            )
        contracts = tuple(self._describe(step, self._known[index]) for index, step in enumerate(self._steps))
        genesis = bytes.fromhex(begun.genesis[2:])
        return Deployment(name, begun.chain_id, genesis, self._signer.address, begun.first_nonce, contracts)

    def _describe(self, step: ResolvedStep, receipt: Receipt) -> DeployedContract:
        """What the manifest says about a contract, after a look at its code."""
        artifact = self._intent.artifacts[step.key]
        arguments = tuple(argument_json(argument) for argument in step.arguments)
        code = self._endpoint.code(step.address)
        if receipt.contract_address != step.address or not is_code_of(artifact, arguments, code):
            raise wrong_code(step.contract, step.address, code)
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


def _hex(value: bytes) -> str:
    return "0x" + value.hex()
