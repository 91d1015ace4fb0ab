"""One run of a deployment: look at the chain, do what is next, until everything stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from govledger.deployer.checking import require_chain, wrong_code
from govledger.deployer.decision import Task, depth, next_turn
from govledger.deployer.folder import Journal
from govledger.deployer.intent import Intent
from govledger.deployer.pricing import is_due, offered, raised
from govledger.deployments import Begun, DeployedContract, Deployment, Mined, Signed, argument_json, is_code_of
from govledger.errors import (
    CodeMismatch,
    ConnectionFailed,
    CreationPending,
    DeploymentReverted,
    DeploymentUnsettled,
    FeeLimitReached,
    GovledgerError,
    NodeRefused,
    NonceTaken,
)
from govledger.plan import ResolvedStep
from govledger.privacy.keccak import keccak256
from govledger.refusals import BY_SELECTOR
from govledger.tx.call import ContractInterface
from govledger.tx.endpoint import CallRequest, Endpoint, Head
from govledger.tx.fees import FREE, Fees, fees_for, gas_with_margin
from govledger.tx.receipt import Receipt
from govledger.tx.reverts import CallReverted, refusal_of
from govledger.tx.sending import Waiting, is_nonce_wrong, is_underpriced
from govledger.tx.signing import Signer

CERTAIN = 3
"""How often in a row an answer that would end the run is asked for: a node that just took over may be behind."""
ENDING = (NonceTaken, DeploymentReverted, CodeMismatch, NodeRefused)
PRICE_ATTEMPTS = 5
"""How often in a run a step is signed anew because the node wants more."""

Report = Callable[[ResolvedStep, Receipt], None]
Notice = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the caller of a run decides."""

    waiting: Waiting = field(default_factory=Waiting)
    """How long to wait without anything moving."""
    fee_limit: int | None = None
    """The most to pay for one gas, in wei."""
    confirmations: int = 0
    """How many blocks have to stand on the last contract's before the run is done."""
    report: Report = lambda _step, _receipt: None
    """Called for each contract when it is in a block, and again when it is in another one."""
    notice: Notice = lambda _text: None
    """Called with a sentence on what is out of the ordinary and was mended."""


class Patience:
    """Waits between two looks at the chain, as long as something moves now and then."""

    def __init__(self, waiting: Waiting) -> None:
        """Begins to wait now."""
        self._waiting = waiting
        self.moved()

    def moved(self) -> None:
        """Something moved: the time begins anew."""
        self._since = self._waiting.clock()
        self._pauses = self._waiting.pauses()

    def pause(self, stuck: GovledgerError) -> None:
        """Wait a little; or raise what the run is stuck with, when nothing moved for too long."""
        if self._waiting.clock() - self._since >= self._waiting.timeout_seconds:
            raise stuck
        self._waiting.sleep(next(self._pauses))


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """A transaction that a node has."""

    since_block: int
    """The latest one when it was handed over first."""
    sent_at: float
    """When it was handed over last."""


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
        self._begun: Begun | None = None
        self._steps: tuple[ResolvedStep, ...] = ()
        self._known: dict[int, Receipt] = {}
        """Receipts by step; forgotten when the chain contradicts them."""
        self._reported: dict[int, Receipt] = {}
        self._on_its_way: dict[str, OnItsWay] = {}
        """By the transaction's hash."""
        self._replaced: dict[int, int] = {}
        """How often each step was signed anew in this run."""
        self._highest = 0

    def carry_out(self, name: str) -> Deployment:
        """Create what is missing, wait until it is settled, check all code, and describe the result.

        Every look starts from the journal and the chain alone, so that a node which falls silent in the middle of
        one costs nothing but the next look.
        """
        verdicts = 0
        while True:
            try:
                outcome = self._go_on(name)
                verdicts = 0
            except ConnectionFailed as silence:
                outcome = self._silent(silence)
            except ENDING as verdict:
                verdicts += 1
                if verdicts == CERTAIN:
                    raise
                outcome = verdict
            if isinstance(outcome, Deployment):
                return outcome
            if outcome is not None:
                self._patience.pause(outcome)

    def _silent(self, silence: ConnectionFailed) -> ConnectionFailed:
        self._on_its_way.clear()
        stuck = ConnectionFailed(
            f"{silence}; nothing moved for {self._terms.waiting.timeout_seconds:g} s, and what was signed is in the "
            "journal: when a node answers again, the same command goes on"
        )
        stuck.__cause__ = silence
        return stuck

    def _go_on(self, name: str) -> Deployment | GovledgerError | None:
        """Do one thing.

        Returns:
            The deployment when it is done; None when something was done; or, when there is only waiting to do, the
            error that the run ends with if that lasts too long.
        """
        begun = self._begun = self._begun or self._begin()
        self._steps = self._steps or self._intent.steps(begun.first_nonce)
        used = self._endpoint.nonce(self._signer.address)
        receipts = self._look()
        signed = [bool(self._journal.of(Signed, step)) for step in range(len(self._steps))]
        turn = next_turn(begun.first_nonce, used, signed, receipts)
        step = self._steps[turn.step]
        match turn.task:
            case Task.SIGN:
                head = self._endpoint.latest()
                self._hand_over(turn.step, self._sign(turn.step, head), head)
                return None
            case Task.SEND:
                return self._wait_for(turn.step)
            case Task.LOOK_AGAIN:
                self._known.clear()
                return DeploymentUnsettled(
                    f"the chain does not keep the blocks before {step.contract}'s; check that the nodes agree on one "
                    "chain, then run the same command again"
                )
            case Task.NONCE_GONE:
                raise self._nonce_taken(turn.step, "was used by another transaction")
            case Task.FAILED:
                receipt = self._known.pop(turn.step)
                raise DeploymentReverted(
                    f"the constructor of {step.contract} failed in transaction {_hex(receipt.transaction_hash)} "
                    f"(block {receipt.block_number}), so that its address stays empty; deploy under another name"
                )
            case Task.SETTLE:
                return self._settle(name, begun)

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

    # --- signing ---------------------------------------------------------------------------------------

    def _sign(self, index: int, head: Head, fees: Fees | None = None) -> Signed:
        """Sign a step's transaction, at today's fees if no others are given, and put it on disk."""
        assert self._begun is not None
        step, nonce = self._steps[index], self._begun.first_nonce + index
        artifact = self._intent.artifacts[step.key]
        data = artifact.bytecode + ContractInterface(step.key, artifact.abi).constructor().encode(step.arguments)
        try:
            used = self._endpoint.estimate_gas(CallRequest(sender=self._signer.address, to=b"", data=data))
        except CallReverted as reverted:
            refusal = refusal_of(reverted.data, BY_SELECTOR)
            raise DeploymentReverted(
                f"the constructor of {step.contract} refuses its arguments: {refusal}; nothing was sent for it"
            ) from refusal
        gas = gas_with_margin(used, head.gas_limit)
        transaction = (fees or self._asked(head)).transaction(
            chain_id=self._begun.chain_id, nonce=nonce, gas=gas, to=b"", data=data
        )
        raw = self._signer.sign(transaction)
        line = Signed(index, nonce, _hex(step.address), _hex(raw), _hex(keccak256(raw)))
        self._journal.append(line)
        return line

    def _asked(self, head: Head) -> Fees:
        """What the chain asks for one gas now."""
        if not head.base_fee:
            return FREE
        limit = self._terms.fee_limit
        if limit is not None and head.base_fee > limit:
            raise FeeLimitReached(
                f"one gas costs {head.base_fee} wei now, above the limit of {limit}; wait until it costs less, or "
                "raise the limit, then run the same command again"
            )
        return fees_for(head.base_fee, self._endpoint.tip(), limit=limit)

    def _sign_anew(self, index: int, head: Head) -> Signed | None:
        """A replacement of a step's transaction that offers more; None when the fee limit leaves no room for one."""
        fees = raised(offered(self._journal.of(Signed, index)[-1].raw), self._asked(head), self._terms.fee_limit)
        if fees is None:
            return None
        self._replaced[index] = self._replaced.get(index, 0) + 1
        return self._sign(index, head, fees)

    # --- sending ---------------------------------------------------------------------------------------

    def _wait_for(self, index: int) -> GovledgerError | None:
        """Hand over a step's transaction if a node may not have it, or one that offers more if blocks pass over it."""
        self._say_if_vanished(index)
        line, head = self._journal.of(Signed, index)[-1], self._endpoint.latest()
        on_its_way = self._on_its_way.get(line.hash)
        if on_its_way is None:
            self._hand_over(index, line, head)
            return None
        offer = offered(line.raw)
        if is_due(offer, head.base_fee, head.number - on_its_way.since_block, self._replaced.get(index, 0)):
            dearer = self._sign_anew(index, head)
            if dearer is not None:
                self._hand_over(index, dearer, head)
                return None
            if head.base_fee and offer.cap < head.base_fee:
                raise self._limit_reached(index, head.base_fee)
        waiting = self._terms.waiting
        if waiting.clock() - on_its_way.sent_at >= waiting.resend_seconds:
            self._hand_over(index, line, head)
        return CreationPending(
            self._steps[index].contract, bytes.fromhex(line.hash[2:]), waiting.timeout_seconds, nonce=line.nonce
        )

    def _say_if_vanished(self, index: int) -> None:
        """A step that is in no block, and was in one before in this run: what was sent then has to be sent again."""
        vanished = self._reported.pop(index, None)
        if vanished is None:
            return
        self._on_its_way.clear()
        self._terms.notice(
            f"the chain reorganised: block {vanished.block_number} {_hex(vanished.block_hash)} with "
            f"{self._steps[index].contract} is gone, and its transaction is sent again"
        )

    def _hand_over(self, index: int, line: Signed, head: Head) -> None:
        """Give a step's transaction to the node; what came of it is for the next look to find out.

        Raises:
            NodeRefused: the node does not take it, for a reason that is neither its price nor its nonce.
        """
        before = self._on_its_way.pop(line.hash, None)
        [refused] = self._endpoint.send([line.raw])
        if refused is None or is_nonce_wrong(refused) or self._endpoint.knows(bytes.fromhex(line.hash[2:])):
            since = head.number if before is None else before.since_block
            self._on_its_way[line.hash] = OnItsWay(since, self._terms.waiting.clock())
        elif is_underpriced(refused):
            self._offer_more(index, refused, head)
        else:
            raise refused

    def _offer_more(self, index: int, refused: NodeRefused, head: Head) -> None:
        """Sign a step's transaction anew after a node refused it for its price; the next look sends it."""
        if len(self._journal.of(Signed, index)) == 1 and "replacement" in refused.reason.lower():
            raise self._nonce_taken(index, "is taken by another transaction that waits for its block") from refused
        if self._replaced.get(index, 0) >= PRICE_ATTEMPTS or not head.base_fee:
            raise refused
        if self._sign_anew(index, head) is None:
            raise self._limit_reached(index, head.base_fee) from refused

    # --- errors ----------------------------------------------------------------------------------------

    def _limit_reached(self, index: int, base_fee: int) -> FeeLimitReached:
        return FeeLimitReached(
            f"the transaction of {self._steps[index].contract} is in no block, one gas costs {base_fee} wei now, and "
            f"the limit of {self._terms.fee_limit} leaves no room to offer an eighth more than before; wait until it "
            "costs less, or raise the limit, then run the same command again"
        )

    def _nonce_taken(self, index: int, how: str) -> NonceTaken:
        assert self._begun is not None
        return NonceTaken(
            f"nonce {self._begun.first_nonce + index} of {_hex(self._signer.address)}, which "
            f"{self._steps[index].contract} was to be created with, {how}, so that the planned addresses cannot be "
            "had any more; deploy under another name, with a key that nothing else uses"
        )


def _hex(value: bytes) -> str:
    return "0x" + value.hex()
