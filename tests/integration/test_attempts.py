"""What was tried and refused, on real chains with the real contracts: kept, explained, inferred, shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import govledger
from govledger import Connection, Ledger, OrganisationKind, Trust
from govledger.audit import inferring
from govledger.audit.attempts import AttemptEntry, attempts
from govledger.audit.edits import check
from govledger.audit.findings.finding import Finding, Kind
from govledger.audit.findings.threshold_file import default_text
from govledger.audit.findings.thresholds import parse_thresholds
from govledger.audit.inferring import infer_reasons
from govledger.audit.review import Review
from govledger.audit.stored import stored_source
from govledger.cli import main
from govledger.errors import Refusal, StoreError
from govledger.events.calls import CallReader
from govledger.index import JsonRpcNode, open_store, read_store, sync
from govledger.index.deployment import indexed
from govledger.index.reasons import RpcReasons, _called, _simulated, _traced
from govledger.index.transport import HttpRpc
from govledger.model import ContractRole
from govledger.refusals import PublicCodeTaken
from govledger.rules.asking import Undecided, ask
from govledger.rules.machine import Machine
from govledger.tx.signing import LegacyTransaction, PrivateKeySigner
from tests.bodies import found
from tests.integration.conftest import RICH_KEY, ZERO_FEE, Anvil, start_anvil

STRANGER = b"\x07" * 32
CODE = "TAKEN0000000000001"


@dataclass(frozen=True)
class Tried:
    """A chain on which some things were tried."""

    node: Anvil
    chain: Connection
    ledger: Ledger
    directory: Path


def send(chain: Connection, ledger: Ledger, key: bytes, nonce: int, gas: int, code: str) -> None:
    """A transaction that admits an organisation, without waiting for its block."""
    admit = ledger.call("consortium", "admitOrganisation", code.encode(), 1, False)
    decide = ledger.call("decisions", "decide", admit.to, admit.data)
    terms = LegacyTransaction(
        chain_id=chain.chain_id(), nonce=nonce, gas_price=0, gas=gas, to=decide.to, data=decide.data
    )
    chain.request("eth_sendRawTransaction", f"0x{PrivateKeySigner(key).sign(terms).hex()}")


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tried]:
    """Refused: a code that is taken; a stranger; the loser of a race in one block; one without enough gas; no call."""
    node = start_anvil(*ZERO_FEE)
    try:
        chain, directory = node.connect(), tmp_path_factory.mktemp("deployments")
        ledger = govledger.deploy(chain, RICH_KEY, name="tried", directory=directory)
        founder = ledger.acting_as(RICH_KEY)
        founder.decisions.admit_organisation(CODE, {OrganisationKind.DEPARTMENT})
        with pytest.raises(PublicCodeTaken) as refused:
            founder.on_record().decisions.admit_organisation(CODE, {OrganisationKind.DEPARTMENT})
        assert refused.value.transaction is not None
        with pytest.raises(Refusal) as refused:
            ledger.acting_as(STRANGER).on_record(gas=900_000).decisions.hand_over()
        assert refused.value.transaction is not None
        founder.decisions.admit_organisation("OTHER0000000000001", {OrganisationKind.DEPARTMENT})

        chain.request("evm_setAutomine", False)
        address = f"0x{founder.account.hex()}"
        nonce = int(chain.request("eth_getTransactionCount", address, "latest"), 16)
        for place, gas in enumerate((2_000_000, 1_900_000, 60_000)):
            send(chain, ledger, RICH_KEY, nonce + place, gas, "RACED0000000000001")
        chain.request("evm_mine")
        chain.request("evm_setAutomine", True)
        nothing = LegacyTransaction(
            **{"chain_id": chain.chain_id(), "nonce": nonce + 3, "gas_price": 0, "gas": 90_000},
            **{"to": ledger.address_of("bill_claims"), "data": b"\xde\xad"},  # type: ignore[arg-type]
        )
        chain.request("eth_sendRawTransaction", f"0x{PrivateKeySigner(RICH_KEY).sign(nothing).hex()}")
        yield Tried(node, chain, ledger, directory / "tried")
    finally:
        node.stop()


def kept(tried: Tried, reasons: RpcReasons | None, *, infer: bool = False) -> list[AttemptEntry]:
    """The attempts of an index that was filled with what a node can tell."""
    with open_store(":memory:", indexed(tried.ledger.deployment), Trust.RECEIPTS) as store:
        sync(JsonRpcNode(HttpRpc(tried.node.url)), store, reasons=reasons)
        if infer:
            infer_reasons(store, tried.ledger.deployment)
        assert list(check(store)) == []
        return list(attempts(store))


def shown(entries: list[AttemptEntry]) -> list[tuple[str, str, str, str]]:
    return [(one.contract, one.function, one.refusal or one.reason, str(one.source)) for one in entries]


WITHOUT = "the contract refused without saying why"


def test_a_node_that_traces_explains_each_of_them(tried: Tried) -> None:
    found = kept(tried, RpcReasons([HttpRpc(tried.node.url)]))
    assert shown(found) == [
        ("decisions", "decide", "PublicCodeTaken", "trace"),
        ("decisions", "handOver", "FounderRequired", "trace"),
        ("decisions", "decide", "PublicCodeTaken", "trace"),
        ("decisions", "decide", "out of gas", "trace"),
        ("bill_claims", "", WITHOUT, "trace"),
    ]
    taken, stranger, loser, *_ = found
    assert taken.facts["public_code"] == CODE.encode()
    assert taken.arguments == {
        "target": tried.ledger.address_of("consortium"),
        "call": {
            "function": "admitOrganisation",
            "arguments": {"public_code": CODE, "kinds": 1 << OrganisationKind.DEPARTMENT, "voting": False},
        },
    }
    assert stranger.who.address == PrivateKeySigner(STRANGER).address
    assert (stranger.who.officer, stranger.who.organisation) == (None, None)
    assert (loser.at.transaction_index, loser.arguments and loser.arguments["call"]["function"]) == (
        1,
        "admitOrganisation",
    )
    assert "PublicCodeTaken" in str(loser) and "transaction 1" in str(loser)
    assert found[-1].arguments is None


def test_the_rules_infer_what_the_node_s_trace_says(tried: Tried) -> None:
    traced = kept(tried, RpcReasons([HttpRpc(tried.node.url)]))
    inferred = kept(tried, None, infer=True)
    known = [one for one in inferred if one.source != "unknown"]
    assert shown(known) == [(*one[:3], "model") for one in shown(traced)[:3]]
    assert [one.facts for one in known] == [one.facts for one in traced[:3]]
    assert [(one.refusal, one.reason, str(one.source)) for one in inferred[3:]] == [("", "", "unknown")] * 2


def test_attempts_of_an_index_are_what_a_replay_looks_at(tried: Tried) -> None:
    """All by two accounts, one after the other: a burst, which the rules' own reasons explain."""
    with open_store(":memory:", indexed(tried.ledger.deployment), Trust.RECEIPTS) as store:
        sync(JsonRpcNode(HttpRpc(tried.node.url)), store, reasons=None)
        infer_reasons(store, tried.ledger.deployment)
        with stored_source(store, tried.ledger.deployment) as source:
            made = source.attempts()
            assert made is not None
            seen = list(made)
            texts = default_text(), "[refused_burst]\nleast = 4\nwithin_seconds = 3600"
            review = Review(source, parse_thresholds(texts[1], texts[0], "test.toml"))
            bursts = [one for one in review.run() if isinstance(one, Finding) and one.kind is Kind.REFUSED_BURST]
        listed = list(attempts(store))
    assert [(one.block_number, one.transaction_index, one.transaction_hash, one.sender) for one in seen] == [
        (one.at.block_number, one.at.transaction_index, one.at.transaction_hash, one.who.address) for one in listed
    ]
    assert [(one.refusal or "", str(one.reason_source)) for one in seen] == [
        (one.refusal, str(one.source)) for one in listed
    ]
    assert seen[-1].data == b"\xde\xad" and review.outcome.attempts == 5
    [burst] = bursts
    assert burst.count == 4 and "PublicCodeTaken 2×" in burst.what


def test_nobody_guesses_when_nobody_is_asked(tried: Tried) -> None:
    assert {one[2:] for one in shown(kept(tried, None))} == {("", "unknown")}


def test_a_replay_says_what_the_trace_says(tried: Tried) -> None:
    """anvil simulates blocks, and heeds the context of a single call."""
    from govledger.index.attempts import check_transactions, failed_calls

    rpc = HttpRpc(tried.node.url)
    node = JsonRpcNode(rpc)
    contracts = dict(tried.ledger.deployment.addresses)
    replayed = called = 0
    for number in range(tried.ledger.deployment.first_block, node.latest_number() + 1):
        headers = node.headers(number, number).items
        [receipts], [transactions] = node.receipts(headers).items, node.transactions(headers).items
        sent = check_transactions(number, bytes.fromhex(headers[0].transactions_root[2:]), transactions, receipts)
        for call in failed_calls(number, sent, contracts):
            traced = _traced(rpc, call, headers[0])
            assert traced is not None
            for way in (_simulated, _called):
                if (told := way(rpc, call, headers[0])) is not None:
                    assert (told.revert_data, told.halt) == (traced.revert_data, traced.halt)
                    replayed, called = replayed + (way is _simulated), called + (way is _called)
    assert replayed >= 3 and called >= 2


def test_the_commands_index_show_infer_and_check(tried: Tried, tmp_path: Path) -> None:
    store = str(tmp_path / "index.sqlite")

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(main, [*arguments, "--store", store])
        assert result.exit_code == 0, result.output
        return result.stdout

    index = ("index", str(tried.directory), "--rpc", tried.node.url, "--verify", "receipts", "--proofs-every", "1")
    assert "the running hashes of all 8 contracts" in run(*index)
    lines = [json.loads(line) for line in run("trail", "--attempts", "--format", "jsonl").splitlines()]
    assert [line["refusal"] for line in lines] == ["PublicCodeTaken", "FounderRequired", "PublicCodeTaken", None, None]
    assert {line["reason_source"] for line in lines} == {"trace"}
    stranger = f"0x{PrivateKeySigner(STRANGER).address.hex()}"
    assert [line["sender"] for line in lines if line["function"] == "handOver"] == [stranger]
    table = run("trail", "--attempts", "--function", "handOver").splitlines()
    assert len(table) == 3 and stranger in table[2] and "FounderRequired" in table[2]
    refused = run("trail", "--attempts", "--refusal", "PublicCodeTaken", "--format", "csv").splitlines()
    assert len(refused) == 3 and refused[0].startswith("time,organisation,")
    assert run("index", "check").startswith("nothing was edited")
    assert run("index", "reasons", str(tried.directory)) == (
        "0 reasons inferred from the rules; 0 attempts stay without one\n"
    )
    with read_store(store) as kept:
        assert kept.first("SELECT count(*) FROM head_proofs") == (8,)


# --- a chain that can tell nothing ---------------------------------------------------------------------


def test_officers_are_named_and_their_attempts_filtered(tmp_path: Path) -> None:
    """The embedded chain traces nothing: what the officers of bodies were refused is inferred from the rules."""
    with govledger.embedded() as chain:
        bodies = found(chain, tmp_path)
        number_range = bodies.grant_range()
        with pytest.raises(Refusal):
            bodies.hospital.on_record().ranges.split_range(number_range, 9, unit=1, count=1)
        ledger = Ledger(bodies.ledger.deployment, chain, trust=Trust.RECEIPTS)
        [entry] = ledger.attempts()
        assert (entry.contract, entry.source) == ("bill_ranges", "unknown")
        assert entry.who.officer is not None and entry.who.organisation_code is not None
        assert ledger.infer_reasons() == 1
        [entry] = ledger.attempts()
        assert (entry.refusal, str(entry.source)) != ("", "unknown")
        assert list(ledger.attempts(organisation=entry.who.organisation)) == [entry]
        assert list(ledger.attempts(organisation=entry.who.organisation_code)) == [entry]
        assert list(ledger.attempts(organisation=999)) == []
        assert list(ledger.attempts(grant=1)) == []
        assert str(entry).count(entry.refusal) == 1
        ledger.close()


def test_an_index_of_headers_has_no_attempts(tmp_path: Path) -> None:
    with govledger.embedded() as chain:
        ledger = govledger.deploy(chain)
        with pytest.raises(StoreError, match="is checked at the level headers, which does not look at calls that"):
            list(ledger.attempts())


def test_after_an_attempt_that_the_rules_would_allow_the_others_are_still_judged_rightly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is allowed changes the machine: it is made anew from the events."""
    asked: list[bytes] = []

    def ask_first_in_vain(machine: Machine, contract: str, reader: CallReader, data: bytes, *who: Any) -> Any:
        asked.append(data)
        refusal = ask(machine, contract, reader, data, *who)
        if len(asked) > 1:
            return refusal
        machine.ranges.ranges.clear()
        raise Undecided

    monkeypatch.setattr(inferring, "ask", ask_first_in_vain)
    with govledger.embedded() as chain:
        bodies = found(chain, tmp_path)
        number_range = bodies.grant_range()
        for count in (1, 2):
            with pytest.raises(Refusal):
                bodies.hospital.on_record().ranges.split_range(number_range, 9, unit=1, count=count)
        ledger = Ledger(bodies.ledger.deployment, chain, trust=Trust.RECEIPTS)
        assert ledger.infer_reasons() == 1
        first, second = ledger.attempts()
        assert (str(first.source), str(second.source)) == ("unknown", "model")
        assert len(asked) == 2
        assert ledger.infer_reasons() == 1, "a later run asks again"
        assert {one.refusal for one in ledger.attempts()} == {second.refusal}
        ledger.close()


def test_a_call_with_value_and_one_after_a_succession_are_not_asked_about(tmp_path: Path) -> None:
    with govledger.embedded() as chain:
        key = chain.development_keys[0]
        another = govledger.deploy(chain)
        ledger = Ledger(govledger.deploy(chain).deployment, chain, trust=Trust.RECEIPTS)
        founder = ledger.acting_as(key)
        hand_over = ledger.call("decisions", "handOver")
        fees = {"gas_price": 10**10, "gas": 500_000, "chain_id": chain.chain_id()}
        nonce = int(chain.request("eth_getTransactionCount", f"0x{founder.account.hex()}", "latest"), 16)
        paying = LegacyTransaction(nonce=nonce, to=hand_over.to, data=hand_over.data, value=1, **fees)
        chain.request("eth_sendRawTransaction", f"0x{PrivateKeySigner(key).sign(paying).hex()}")
        assert ledger.infer_reasons() == 0
        founder = ledger.acting_as(key)
        founder.decisions.list_contract(ContractRole.BILL_CLAIMS, another.address_of("bill_claims"))
        with pytest.raises(Refusal):
            founder.on_record().decisions.hand_over()
        assert ledger.infer_reasons() == 0
        assert [str(one.source) for one in ledger.attempts()] == ["unknown"] * 2
        ledger.close()
