"""Why a call failed, as a node can tell: from its trace, else by replaying the block up to it (I/O).

The receipt says that it failed and no more. What is asked, in this order:

1. `debug_traceTransaction` with geth's callTracer; on a node without, OpenEthereum's `trace_replayTransaction`.
2. `eth_simulateV1`: the block's earlier transactions and then this one, on the state of the parent, in the block's
   context. It counts when each of the earlier ones ends as its receipt says, with the same gas.
3. For the first transaction of a block, `eth_call` on the state of the parent, with the block's number and time in the
   place of the parent's. That the node heeds them is seen by another call, which returns the two.

Trying a call at the parent while other transactions stand before it is never done: of two racing claims the loser,
tried there, succeeds. A node that offers `debug_traceCall` or `eth_callMany` has the traces as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol

from govledger.errors import NodeRefused, NodeUnusable
from govledger.index.attempts import FailedCall, SentTransaction
from govledger.index.model import Outcome, ReasonSource
from govledger.index.node import Rpc
from govledger.index.wire import Header, read_bytes

LONGEST_HALT = 80
UNKNOWN = Outcome()
VM_ERROR = -32015
"""The code with which `eth_simulateV1` says that a call ended otherwise than by reverting."""
TIME_AND_NUMBER = "0x426000524360205260406000f3"
"""Code that returns the block's time and number: TIMESTAMP and NUMBER to memory, and 64 bytes of it back."""

_REVERTED = re.compile("revert", re.IGNORECASE)
_HEX = re.compile("0x(?:[0-9a-fA-F]{2})*")


class Reasons(Protocol):
    """Says why a call failed, as well as it can."""

    def outcome(self, call: FailedCall, header: Header) -> Outcome:
        """How a call ended, with the source of it; `UNKNOWN` where nobody can say.

        Args:
            call: it failed.
            header: of its block.

        Raises:
            ConnectionFailed: no answer came; it may be asked again.
        """


class Unasked:
    """Asks nobody."""

    def outcome(self, call: FailedCall, header: Header) -> Outcome:
        """Unknown."""
        return UNKNOWN


class RpcReasons:
    """Asks nodes, one after the other, until one can tell."""

    def __init__(self, rpcs: Sequence[Rpc]) -> None:
        """Take the nodes; nothing is asked yet."""
        self._rpcs = tuple(rpcs)

    def outcome(self, call: FailedCall, header: Header) -> Outcome:
        """How a call ended, by the best source that any of the nodes has."""
        for ask in (_traced, _trace_replayed, _simulated, _called):
            for rpc in self._rpcs:
                try:
                    found = ask(rpc, call, header)
                except (NodeRefused, NodeUnusable, ValueError):
                    continue  # it does not offer that, or has not the state any more
                if found is not None:
                    return found
        return UNKNOWN


def _traced(rpc: Rpc, call: FailedCall, header: Header) -> Outcome | None:
    """By geth's tracer; None of an answer that is not its, as old nodes give that know no tracers."""
    options = {"tracer": "callTracer", "tracerConfig": {"onlyTopCall": True}}
    answer, _ = rpc.ask("debug_traceTransaction", (_hash_of(call), options), dict[str, Any])
    return _ended(answer.get("error"), answer.get("output"), ReasonSource.TRACE)


def _trace_replayed(rpc: Rpc, call: FailedCall, header: Header) -> Outcome | None:
    """By OpenEthereum's trace."""
    answer, _ = rpc.ask("trace_replayTransaction", (_hash_of(call), ["trace"]), dict[str, Any])
    steps = answer.get("trace")
    error = steps[0].get("error") if isinstance(steps, list) and steps and isinstance(steps[0], dict) else None
    return _ended(error, answer.get("output"), ReasonSource.TRACE)


def _simulated(rpc: Rpc, call: FailedCall, header: Header) -> Outcome | None:
    """By a replay of the block up to the call."""
    context = {
        "number": header.number,
        "time": header.timestamp,
        "gasLimit": header.gas_limit,
        "feeRecipient": header.miner,
        "prevRandao": header.mix_hash,
    }
    calls = [_as_call(sent) for sent in call.transactions]
    asked = {"blockStateCalls": [{"blockOverrides": context, "calls": calls}], "validation": False}
    answer, _ = rpc.ask("eth_simulateV1", (asked, _parent(call)), list[dict[str, Any]])
    results = answer[0].get("calls") if len(answer) == 1 else None
    if not isinstance(results, list) or len(results) != len(calls):
        return None
    for sent, result in zip(call.transactions, results, strict=True):
        if int(result["status"], 16) != sent.succeeded or int(result["gasUsed"], 16) != sent.gas_used:
            return None
    error = results[-1].get("error") or {}
    data = error.get("data") or results[-1].get("returnData") or "0x"
    if data != "0x":
        return Outcome(read_bytes(data), "", ReasonSource.REPLAY)
    outcome = _ended(error.get("message"), data, ReasonSource.REPLAY)
    # anvil says of everything that it failed, and not that it reverted.
    return None if outcome and outcome.halt and error.get("code") != VM_ERROR else outcome


def _called(rpc: Rpc, call: FailedCall, header: Header) -> Outcome | None:
    """By a call at the parent in the block's context, where nothing else of the block came before."""
    if call.index:
        return None
    context: tuple[dict[str, str], dict[str, str]] = ({}, {"number": header.number, "time": header.timestamp})
    there, _ = rpc.ask("eth_call", ({"data": TIME_AND_NUMBER}, _parent(call), *context), str)
    if read_bytes(there) != b"".join(int(one, 16).to_bytes(32, "big") for one in (header.timestamp, header.number)):
        return None
    try:
        rpc.ask("eth_call", (_as_call(call.sent), _parent(call), *context), str)
    except NodeRefused as refused:
        return _ended(refused.reason, _data_in(refused), ReasonSource.REPLAY)
    return None


def _ended(error: object, data: object, source: ReasonSource) -> Outcome | None:
    """How a call ended by an error and what it returned; None where the answer says nothing of a failure."""
    if not isinstance(error, str) or not error:
        return None
    if _REVERTED.search(error):
        return Outcome(read_bytes(data) if isinstance(data, str) else b"", "", source)
    halt = "".join(character for character in error if character.isprintable())
    return Outcome(b"", halt[:LONGEST_HALT], source)


def _data_in(refused: NodeRefused) -> str:
    """What a call reverted with, from an error: a text with hex in it, or an object whose `data` is one."""
    data: object = refused.data
    if isinstance(data, dict):
        data = data.get("data")
    found = _HEX.search(data) if isinstance(data, str) else None
    return found[0] if found else "0x"


def _as_call(sent: SentTransaction) -> dict[str, str]:
    """A transaction as a call, without a price: what it does is the same."""
    transaction = sent.transaction
    fields = {
        "from": f"0x{sent.sender().hex()}",
        "gas": hex(transaction.gas),
        "value": hex(transaction.value),
        "input": f"0x{transaction.data.hex()}",
    }
    return fields | ({"to": f"0x{transaction.to.hex()}"} if transaction.to else {})


def _hash_of(call: FailedCall) -> str:
    return f"0x{call.sent.transaction.hash().hex()}"


def _parent(call: FailedCall) -> str:
    return hex(call.block_number - 1)
