"""One contract's creation: its transaction signed, handed over, and signed anew when it offers too little."""

from __future__ import annotations

from dataclasses import dataclass

from govledger.deployer.folder import Journal
from govledger.deployer.intent import Intent
from govledger.deployer.pricing import is_due, offer_of, raised
from govledger.deployer.terms import Terms
from govledger.deployments import Begun, Signed
from govledger.errors import CreationPending, DeploymentReverted, FeeLimitReached, NodeRefused, NonceTaken
from govledger.events.refusal import refusal_of
from govledger.privacy.keccak import keccak256
from govledger.refusals import BY_SELECTOR
from govledger.tx.call import ContractInterface
from govledger.tx.endpoint import CallRequest, Endpoint, Head
from govledger.tx.fees import FREE, Fees, fees_for, gas_with_margin
from govledger.tx.reverts import CallReverted
from govledger.tx.sending import is_nonce_wrong, is_underpriced
from govledger.tx.signing import Signer

PRICE_ATTEMPTS = 5
"""How often in a run a step is signed anew because the node wants more."""


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """A transaction that a node has."""

    since_block: int
    """The latest one when it was handed over first."""
    sent_at: float
    """When it was handed over last."""


class Creation:
    """Signs and sends the steps' transactions; each is on disk before a node has it."""

    def __init__(
        self, endpoint: Endpoint, signer: Signer, intent: Intent, journal: Journal, begun: Begun, terms: Terms
    ) -> None:
        """For the run that the journal began with."""
        self._endpoint = endpoint
        self._signer = signer
        self._artifacts = intent.artifacts
        self._steps = intent.steps(begun.first_nonce)
        self._journal = journal
        self._begun = begun
        self._terms = terms
        self._on_its_way: dict[str, OnItsWay] = {}
        """By the transaction's hash."""
        self._replaced: dict[int, int] = {}
        """How often each step was signed anew in this run."""

    def begin(self, index: int) -> None:
        """Sign a step's first transaction, and hand it over."""
        head = self._endpoint.latest()
        self._hand_over(index, self._sign(index, self._asked(head), self._gas(index, head)), head)

    def go_on(self, index: int) -> CreationPending | None:
        """Hand over a step's transaction if a node may not have it, or one that offers more if blocks pass over it.

        Returns:
            None when it did; else there is nothing to do but to wait.
        """
        line, head = self._journal.of(Signed, index)[-1], self._endpoint.latest()
        on_its_way = self._on_its_way.get(line.hash)
        if on_its_way is None:
            self._hand_over(index, line, head)
            return None
        offer = offer_of(line.raw).fees
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

    def forget(self) -> None:
        """No node may have any of the transactions any more: each is handed over again when it is its turn."""
        self._on_its_way.clear()

    def nonce_taken(self, index: int, how: str) -> NonceTaken:
        """The error for a step whose nonce another transaction has."""
        return NonceTaken(
            f"nonce {self._begun.first_nonce + index} of {_hex(self._signer.address)}, which "
            f"{self._steps[index].contract} was to be created with, {how}, so that the planned addresses cannot be "
            "had any more; deploy under another name, with a key that nothing else uses"
        )

    # --- signing ---------------------------------------------------------------------------------------

    def _sign(self, index: int, fees: Fees, gas: int) -> Signed:
        """Sign a step's transaction, and put it on disk."""
        step, nonce = self._steps[index], self._begun.first_nonce + index
        transaction = fees.transaction(
            chain_id=self._begun.chain_id, nonce=nonce, gas=gas, to=b"", data=self._creation_code(index)
        )
        raw = self._signer.sign(transaction)
        line = Signed(index, nonce, _hex(step.address), _hex(raw), _hex(keccak256(raw)))
        self._journal.append(line)
        return line

    def _gas(self, index: int, head: Head) -> int:
        """The gas that a step's transaction takes along; asked while nothing of the deployer waits for a block."""
        data = self._creation_code(index)
        try:
            used = self._endpoint.estimate_gas(CallRequest(sender=self._signer.address, to=b"", data=data))
        except CallReverted as reverted:
            refusal = refusal_of(reverted.data, BY_SELECTOR)
            raise DeploymentReverted(
                f"the constructor of {self._steps[index].contract} refuses its arguments: {refusal}; nothing was sent "
                "for it"
            ) from refusal
        return gas_with_margin(used, head.gas_limit)

    def _creation_code(self, index: int) -> bytes:
        step = self._steps[index]
        artifact = self._artifacts[step.key]
        return artifact.bytecode + ContractInterface(step.key, artifact.abi).constructor().encode(step.arguments)

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
        before = offer_of(self._journal.of(Signed, index)[-1].raw)
        fees = raised(before.fees, self._asked(head), self._terms.fee_limit)
        if fees is None:
            return None
        self._replaced[index] = self._replaced.get(index, 0) + 1
        return self._sign(index, fees, before.gas)

    # --- sending ---------------------------------------------------------------------------------------

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
            raise self.nonce_taken(index, "is taken by another transaction that waits for its block") from refused
        if self._replaced.get(index, 0) >= PRICE_ATTEMPTS or not head.base_fee:
            raise refused
        if self._sign_anew(index, head) is None:
            raise self._limit_reached(index, head.base_fee) from refused

    def _limit_reached(self, index: int, base_fee: int) -> FeeLimitReached:
        return FeeLimitReached(
            f"the transaction of {self._steps[index].contract} is in no block, one gas costs {base_fee} wei now, and "
            f"the limit of {self._terms.fee_limit} leaves no room to offer an eighth more than before; wait until it "
            "costs less, or raise the limit, then run the same command again"
        )


def _hex(value: bytes) -> str:
    return "0x" + value.hex()
