"""Why a call failed, by whatever a node offers; the answers are those of geth, Besu, anvil and OpenEthereum."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from govledger.errors import ConnectionFailed, NodeRefused
from govledger.index.attempts import FailedCall, SentTransaction
from govledger.index.model import Outcome, ReasonSource
from govledger.index.reasons import TIME_AND_NUMBER, UNKNOWN, RpcReasons, Unasked
from tests.simulated_chain import ADDRESSES, Failed, SimulatedChain, signed_transaction

REVERT = b"\xde\xad\xbe\xef" + bytes(32)
SHOWN = f"0x{REVERT.hex()}"
MISSING = NodeRefused("any", -32601, "the method does not exist")


@dataclass
class ScriptedRpc:
    """Answers methods with values, or with what they raise; refuses all others as nodes do."""

    answers: Mapping[str, Any]
    asked: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)
    name: str = "the scripted node"
    requests_at_once: int = 1

    def ask(self, method: str, parameters: Sequence[Any], kind: Any) -> tuple[Any, int]:
        self.asked.append(method)
        self.parameters[method] = parameters
        answer = self.answers.get(method, MISSING)
        if callable(answer):
            answer = answer(*parameters)
        if isinstance(answer, Exception):
            raise answer
        return answer, 100

    def ask_each(self, method: str, each: Sequence[Sequence[Any]], kind: Any) -> tuple[list[Any], int]:
        raise AssertionError(method)


def failed(*before: SentTransaction) -> FailedCall:
    """A call that failed, behind others of its block."""
    call = SentTransaction(signed_transaction(Failed(ADDRESSES["bill_claims"], b"\x01\x02\x03\x04"), 9, 0), False, 900)
    return FailedCall(7, [*before, call], "bill_claims")


FIRST = SentTransaction(signed_transaction(Failed(ADDRESSES["bill_claims"], b"\x05"), 8, 0), True, 700)


@pytest.fixture
def chain() -> SimulatedChain:
    chain = SimulatedChain()
    for _ in range(7):
        chain.seal()
    return chain


def outcome(chain: SimulatedChain, call: FailedCall, *rpcs: ScriptedRpc) -> Outcome:
    return RpcReasons(rpcs).outcome(call, chain.blocks[7].header)


def trace(**answer: Any) -> ScriptedRpc:
    return ScriptedRpc({"debug_traceTransaction": {"type": "CALL", **answer}})


@pytest.mark.parametrize("error", ["execution reverted", "Reverted", "Transaction reverted"])
def test_a_trace_says_what_the_contract_reverted_with(chain: SimulatedChain, error: str) -> None:
    rpc = trace(error=error, output=SHOWN)
    assert outcome(chain, failed(), rpc) == Outcome(REVERT, "", ReasonSource.TRACE)
    transaction_hash = f"0x{failed().sent.transaction.hash().hex()}"
    assert rpc.parameters["debug_traceTransaction"] == (
        transaction_hash,
        {"tracer": "callTracer", "tracerConfig": {"onlyTopCall": True}},
    )


def test_a_trace_says_that_a_call_reverted_without_a_word(chain: SimulatedChain) -> None:
    assert outcome(chain, failed(), trace(error="execution reverted")) == Outcome(b"", "", ReasonSource.TRACE)


def test_a_trace_says_why_a_call_ended_that_did_not_revert(chain: SimulatedChain) -> None:
    rpc = trace(error="out of gas\n\0" + "x" * 200)
    assert outcome(chain, failed(), rpc) == Outcome(b"", ("out of gas" + "x" * 200)[:80], ReasonSource.TRACE)


@pytest.mark.parametrize(
    "answer",
    [
        {"gas": 1, "failed": True, "returnValue": SHOWN[2:], "structLogs": []},
        {"type": "CALL", "output": SHOWN},
        {"error": "execution reverted", "output": "0xzz"},
        {"error": 7, "output": SHOWN},
    ],
)
def test_an_answer_that_is_no_trace_of_a_failure_is_not_believed(chain: SimulatedChain, answer: dict[str, Any]) -> None:
    assert outcome(chain, failed(FIRST), ScriptedRpc({"debug_traceTransaction": answer})) == UNKNOWN


def test_a_node_without_tracers_is_asked_for_openethereum_s_trace(chain: SimulatedChain) -> None:
    answer = {"output": SHOWN, "trace": [{"error": "Reverted", "type": "call"}, {"type": "call"}]}
    rpc = ScriptedRpc({"trace_replayTransaction": answer})
    assert outcome(chain, failed(), rpc) == Outcome(REVERT, "", ReasonSource.TRACE)
    assert rpc.asked == ["debug_traceTransaction", "trace_replayTransaction"]


@pytest.mark.parametrize(
    "answer", [{"output": SHOWN, "trace": []}, {"output": SHOWN, "trace": ["x"]}, {"output": "0x"}]
)
def test_a_trace_without_a_failure_is_none(chain: SimulatedChain, answer: dict[str, Any]) -> None:
    assert outcome(chain, failed(FIRST), ScriptedRpc({"trace_replayTransaction": answer})) == UNKNOWN


def simulated(*results: tuple[int, int, dict[str, Any]]) -> ScriptedRpc:
    """Results of (status, gas, what else)."""
    calls = [{"status": hex(status), "gasUsed": hex(gas), **rest} for status, gas, rest in results]
    return ScriptedRpc({"eth_simulateV1": [{"calls": calls}]})


GETH = {"error": {"code": 3, "message": "execution reverted", "data": SHOWN}, "returnData": "0x"}
ANVIL = {"error": {"code": -3200, "message": "execution failed"}, "returnData": SHOWN}


@pytest.mark.parametrize("said", [GETH, ANVIL])
def test_a_replay_of_the_block_says_why(chain: SimulatedChain, said: dict[str, Any]) -> None:
    rpc = simulated((1, 700, {}), (0, 900, said))
    assert outcome(chain, failed(FIRST), rpc) == Outcome(REVERT, "", ReasonSource.REPLAY)
    asked, parent = rpc.parameters["eth_simulateV1"]
    [block] = asked["blockStateCalls"]
    header = chain.blocks[7].header
    assert (parent, block["blockOverrides"]["number"], block["blockOverrides"]["time"]) == (
        *("0x6", header.number),
        header.timestamp,
    )
    assert [call["input"] for call in block["calls"]] == ["0x05", "0x01020304"]
    assert {call["from"] for call in block["calls"]} == {f"0x{FIRST.sender().hex()}"}
    assert [call["gas"] for call in block["calls"]] == [hex(100_000)] * 2


def test_a_replay_in_which_the_call_halts_says_so(chain: SimulatedChain) -> None:
    said = {"error": {"code": -32015, "message": "out of gas"}, "returnData": "0x"}
    assert outcome(chain, failed(), simulated((0, 900, said))) == Outcome(b"", "out of gas", ReasonSource.REPLAY)


def test_a_replay_in_which_the_call_reverts_without_a_word_says_so(chain: SimulatedChain) -> None:
    said = {"error": {"code": 3, "message": "execution reverted"}, "returnData": "0x"}
    assert outcome(chain, failed(), simulated((0, 900, said))) == Outcome(b"", "", ReasonSource.REPLAY)


@pytest.mark.parametrize(
    "results",
    [
        [(1, 700, {}), (0, 901, GETH)],
        [(1, 701, {}), (0, 900, GETH)],
        [(0, 700, GETH), (0, 900, GETH)],
        [(1, 700, {}), (1, 900, {})],
        [(0, 900, GETH)],
        [],
        [(1, 700, {}), (0, 900, {"error": {"code": -3200, "message": "execution failed"}, "returnData": "0x"})],
    ],
)
def test_a_replay_that_does_not_go_as_the_block_went_says_nothing(
    chain: SimulatedChain, results: list[tuple[int, int, dict[str, Any]]]
) -> None:
    assert outcome(chain, failed(FIRST), simulated(*results)) == UNKNOWN


def heeding(answer: Exception | str) -> Callable[..., Any]:
    """`eth_call` of a node that heeds the context, and then answers."""

    def call(asked: Mapping[str, str], block: str, state: Any, context: Mapping[str, str]) -> Any:
        assert (block, state) == ("0x6", {})
        if asked.get("data") == TIME_AND_NUMBER:
            return "0x" + "".join(f"{int(context[name], 16):064x}" for name in ("time", "number"))
        return answer

    return call


REFUSED = NodeRefused("eth_call", 3, "execution reverted", SHOWN)


@pytest.mark.parametrize(
    "refused",
    [
        REFUSED,
        NodeRefused("eth_call", -32015, "VM execution error: revert", f"Reverted {SHOWN}"),
        NodeRefused("eth_call", -32000, "revert", {"data": SHOWN}),
    ],
)
def test_the_first_call_of_a_block_is_tried_at_the_parent_in_the_block_s_context(
    chain: SimulatedChain, refused: NodeRefused
) -> None:
    rpc = ScriptedRpc({"eth_call": heeding(refused)})
    assert outcome(chain, failed(), rpc) == Outcome(REVERT, "", ReasonSource.REPLAY)
    assert rpc.asked[-3:] == ["eth_simulateV1", "eth_call", "eth_call"]


def test_a_refusal_without_data_is_one_without_a_word(chain: SimulatedChain) -> None:
    rpc = ScriptedRpc({"eth_call": heeding(NodeRefused("eth_call", -32000, "execution reverted"))})
    assert outcome(chain, failed(), rpc) == Outcome(b"", "", ReasonSource.REPLAY)


def test_a_call_behind_others_is_never_tried_at_the_parent(chain: SimulatedChain) -> None:
    """Of two racing claims the loser, tried there, would succeed."""
    rpc = ScriptedRpc({"eth_call": heeding(REFUSED)})
    assert outcome(chain, failed(FIRST), rpc) == UNKNOWN
    assert "eth_call" not in rpc.asked


def test_a_node_that_does_not_heed_the_block_s_context_is_not_believed(chain: SimulatedChain) -> None:
    """A grant may have expired between the parent's time and the block's."""
    header = chain.blocks[6].header
    stale = "0x" + "".join(f"{int(one, 16):064x}" for one in (header.timestamp, header.number))

    def call(asked: Mapping[str, str], *rest: Any) -> Any:
        return stale if asked.get("data") == TIME_AND_NUMBER else REFUSED

    assert outcome(chain, failed(), ScriptedRpc({"eth_call": call})) == UNKNOWN


def test_a_call_that_succeeds_when_it_is_tried_again_says_nothing(chain: SimulatedChain) -> None:
    assert outcome(chain, failed(), ScriptedRpc({"eth_call": heeding("0x")})) == UNKNOWN


def test_the_next_node_is_asked_where_one_cannot_tell(chain: SimulatedChain) -> None:
    mute, other = ScriptedRpc({}), trace(error="execution reverted", output=SHOWN)
    assert outcome(chain, failed(), mute, other) == Outcome(REVERT, "", ReasonSource.TRACE)
    assert mute.asked == ["debug_traceTransaction"]


def test_a_trace_of_a_later_node_comes_before_a_replay_of_the_first(chain: SimulatedChain) -> None:
    first, second = ScriptedRpc({"eth_call": heeding(REFUSED)}), trace(error="out of gas")
    assert outcome(chain, failed(), first, second).source is ReasonSource.TRACE


def test_silence_is_no_answer(chain: SimulatedChain) -> None:
    """It is asked again, instead of that the reason stays unknown for ever."""
    with pytest.raises(ConnectionFailed):
        outcome(chain, failed(), ScriptedRpc({"debug_traceTransaction": ConnectionFailed("nobody there")}))


def test_nobody_can_say_what_nobody_is_asked(chain: SimulatedChain) -> None:
    assert Unasked().outcome(failed(), chain.blocks[7].header) == UNKNOWN
