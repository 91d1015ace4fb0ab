"""What was tried and refused: who it was, what is shown of it, and which of it is wanted."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from govledger import events
from govledger.audit.attempt_output import CSV_COLUMNS, FORMATS
from govledger.audit.attempts import AttemptEntry, attempts
from govledger.audit.entry import TrailFilter
from govledger.audit.inferring import _signer_of
from govledger.cli import main
from govledger.errors import InputError, StoreError
from govledger.index import Store, open_store, sync
from govledger.index.deployment import call_reader
from govledger.index.model import Outcome, ReasonSource, Trust
from govledger.model import RevocationReason
from govledger.secp256k1 import SECP256K1_N, compact
from govledger.tx.signing import PrivateKeySigner
from tests.simulated_chain import ADDRESSES, GENESIS_TIME, Failed, SimulatedChain, sample
from tests.unit.test_index_attempts import REFUSED, Told, call

HOSPITAL, INSURER = 3, 4
FIRST, SECOND, STRANGER = b"\x21" * 32, b"\x22" * 32, b"\x23" * 32
ACCOUNT = {key: PrivateKeySigner(key).address for key in (FIRST, SECOND, STRANGER)}
CODE = b"11330000MB0000001X"
TERMS = (3, 4, 1, 7, 9, bytes(32), 1, 2, 5, 0, 0)
GLASS = (3, 8, 2, 3, 1, 7, 9, bytes(32), bytes(32), 1, 1, 1, bytes(32))
OPENING = (7, (bytes(32),) * 3, [b"\x0a" * 32])


def failed(contract: str, function: str, *values: object, key: bytes = FIRST) -> Failed:
    return Failed(ADDRESSES[contract], call(function, *values, contract=contract), key)


ADMIT = call("admitOrganisation", CODE, 1, True, contract="consortium")

TRIED = [
    failed("access_grants", "revokeGrant", 5, 2, 1),
    failed("access_grants", "issueGrant", TERMS, key=SECOND),
    failed("data_requests", "breakGlass", GLASS, key=STRANGER),
    failed("bill_claims", "bookBill", 330601260000000001, OPENING, 1, 202601, 1),
    failed("bill_claims", "bulk", [call("settle", 1, 2, 3, contract="bill_claims"), b"\xde\xad"]),
    failed("consortium", "endorse", call("freezeOfficer", 9, contract="consortium")),
    failed(
        "decisions", "decide", ADDRESSES["consortium"], call("admitOrganisation", CODE, 1, True, contract="consortium")
    ),
    failed("decisions", "propose", b"\xee" * 20, b"\x01\x02"),
    Failed(ADDRESSES["decisions"], call("vote", 7, contract="decisions")[:-1], FIRST),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    chain = SimulatedChain()
    chain.seal(
        [
            sample(events.OrganisationAdmitted, organisation=HOSPITAL, organisation_version=1, public_code=CODE),
            sample(events.OrganisationAdmitted, organisation=INSURER, organisation_version=1, public_code=b"X" * 18),
        ]
    )
    appointed = {"officer": 9, "officer_version": 1, "organisation": HOSPITAL, "unit": 1, "account": ACCOUNT[FIRST]}
    chain.seal(TRIED[0], [sample(events.OfficerAppointed, **appointed)], TRIED[0])
    amended = {"officer": 9, "officer_version": 2, "unit": 2}
    chain.seal([sample(events.OfficerAmended, **amended)])
    rotated = {"officer": 9, "officer_version": 3, "account": ACCOUNT[SECOND]}
    chain.seal([sample(events.KeyRotated, **rotated)])
    for one in TRIED[1:]:
        chain.seal(one)
    with open_store(tmp_path / "index.sqlite", chain.deployment(), Trust.RECEIPTS) as store:
        sync(chain, store, reasons=Told(Outcome(REFUSED, "", ReasonSource.TRACE)))
        yield store


def blocks(store: Store, **wanted: object) -> list[tuple[int, int]]:
    """Where the attempts stand that a filter selects."""
    found = attempts(store, TrailFilter(**wanted))  # type: ignore[arg-type]
    return [(one.at.block_number, one.at.transaction_index) for one in found]


ALL = [(2, 0), (2, 2), *((number, 0) for number in range(5, 13))]


def test_attempts_come_in_the_order_of_the_chain(store: Store) -> None:
    assert blocks(store) == ALL


def test_who_it_was_is_known_from_the_appointment_on(store: Store) -> None:
    before, after, rotated, stranger, *_ = attempts(store)
    assert (before.who.officer, before.who.organisation, before.who.address) == (None, None, ACCOUNT[FIRST])
    assert (after.who.officer, after.who.unit, after.who.organisation) == (9, 1, HOSPITAL)
    assert after.who.organisation_code == CODE.decode()
    assert (rotated.who.officer, rotated.who.unit, rotated.who.address) == (9, 2, ACCOUNT[SECOND])
    assert stranger.who.officer is None
    assert str(after.who) == f"{CODE.decode()} officer 9" and str(stranger.who) == f"0x{ACCOUNT[STRANGER].hex()}"


def test_arguments_have_names_and_members_of_closed_lists_theirs(store: Store) -> None:
    found = list(attempts(store))
    assert found[0].arguments == {"grant": 5, "seen_version": 2, "reason": RevocationReason(1).name}
    assert found[2].arguments is not None and found[2].arguments["terms"]["grantee"] == INSURER
    assert found[3].arguments is not None and found[3].arguments["terms"]["mode"] == "VERIFY"
    assert found[4].arguments is not None
    assert found[4].arguments["opening"] == {
        "batch": 7,
        "leaf": {"business_tag": bytes(32), "settlement_tag": bytes(32), "inner": bytes(32)},
        "proof": (b"\x0a" * 32,),
    }


def test_calls_within_a_call_are_read_too(store: Store) -> None:
    *_, bulk, endorsed, decided, proposed, cut = attempts(store)
    assert bulk.arguments == {
        "calls": [
            {"function": "settle", "arguments": {"bill": 1, "reservation": 2, "amount_fen": 3}},
            b"\xde\xad",
        ]
    }
    assert endorsed.arguments == {"call": {"function": "freezeOfficer", "arguments": {"officer": 9}}}
    assert decided.arguments == {
        "target": ADDRESSES["consortium"],
        "call": {
            "function": "admitOrganisation",
            "arguments": {"public_code": CODE.decode(), "kinds": 1, "voting": True},
        },
    }
    assert proposed.arguments == {"target": b"\xee" * 20, "call": b"\x01\x02"}
    assert (cut.function, cut.arguments) == ("vote", None)


def test_the_refusal_is_shown_with_its_facts(store: Store) -> None:
    entry = next(iter(attempts(store)))
    assert (entry.refusal, entry.source) == ("GrantExpired", ReasonSource.TRACE)
    assert list(entry.facts.values()) == [5, 1_700_000_000, 1_700_000_010]
    assert "5" in entry.reason
    assert str(entry).startswith("2023-11-14T22:13:30Z  0x") and "refused: GrantExpired (trace)" in str(entry)


@pytest.mark.parametrize(
    ("outcome", "shown"),
    [
        (Outcome(b"", "", ReasonSource.TRACE), ("", "the contract refused without saying why", {})),
        (Outcome(b"", "out of gas", ReasonSource.REPLAY), ("", "out of gas", {})),
        (Outcome(), ("", "", {})),
    ],
)
def test_what_has_no_refusal_says_why_it_ended_if_that_is_known(
    store: Store, outcome: Outcome, shown: tuple[str, str, dict[str, object]]
) -> None:
    store.give_reason(2, 0, "", outcome)
    entry = next(iter(attempts(store)))
    assert (entry.refusal, entry.reason, entry.facts) == shown
    assert outcome.source is not ReasonSource.UNKNOWN or "for a reason that nobody can say (unknown)" in str(entry)


def test_data_that_is_no_refusal_of_the_contracts_is_shown_as_it_is(store: Store) -> None:
    store.give_reason(2, 0, "", Outcome(b"\xde\xad", "", ReasonSource.TRACE))
    assert "0xdead" in next(iter(attempts(store))).reason


@pytest.mark.parametrize(
    ("wanted", "selected"),
    [
        ({"grant": 5}, [(2, 0), (2, 2)]),
        ({"resource": 3}, [(5, 0), (6, 0)]),
        ({"resource": 3, "grant": 5}, []),
        ({"record": 8}, [(6, 0)]),
        ({"record": 8 << 32 | 2}, [(6, 0)]),
        ({"record": 8 << 32 | 3}, []),
        ({"record": 9}, []),
        ({"bill": 330601260000000001}, [(7, 0)]),
        ({"organisation": HOSPITAL}, [(2, 2), (5, 0), (7, 0), (8, 0), (9, 0), (10, 0), (11, 0), (12, 0)]),
        ({"organisation": CODE.decode(), "grant": 5}, [(2, 2)]),
        ({"organisation": INSURER}, []),
        ({"from_at": GENESIS_TIME + 5 * 11}, [(11, 0), (12, 0)]),
        ({"until_at": GENESIS_TIME + 5 * 5}, [(2, 0), (2, 2)]),
    ],
)
def test_filters_select_by_arguments_sender_and_time(
    store: Store, wanted: dict[str, object], selected: list[tuple[int, int]]
) -> None:
    assert blocks(store, **wanted) == selected


def test_a_function_and_a_refusal_are_selected_by_name(store: Store) -> None:
    store.give_reason(2, 2, "", Outcome())
    both = attempts(store, function="revokeGrant", refusal="GrantExpired")
    assert [one.at.transaction_index for one in both] == [0]
    assert [one.function for one in attempts(store, function="vote")] == ["vote"]
    assert len(list(attempts(store, refusal="GrantExpired"))) == len(ALL) - 1


@pytest.mark.parametrize(
    ("wanted", "rule"),
    [
        ({"kind": "grant"}, "an attempt has no event, so it is of no kind 'grant'"),
        ({"for_subject_at": 5}, "what was tried is for the auditor alone"),
        ({"organisation": "NOBODY"}, "no organisation of this ledger has the public code 'NOBODY'"),
    ],
)
def test_what_attempts_do_not_have_is_refused(store: Store, wanted: dict[str, object], rule: str) -> None:
    with pytest.raises(InputError, match=rule):
        blocks(store, **wanted)


def test_an_index_of_headers_has_none(tmp_path: Path) -> None:
    chain = SimulatedChain()
    with (
        open_store(tmp_path / "index.sqlite", chain.deployment()) as store,
        pytest.raises(StoreError, match="index with --verify receipts into another --store"),
    ):
        next(attempts(store))


# --- formats -------------------------------------------------------------------------------------------


def lines(store: Store, form: str) -> list[str]:
    entries: list[AttemptEntry] = list(attempts(store))
    return list(FORMATS[form](entries))


def test_json_lines_have_every_field(store: Store) -> None:
    found = [json.loads(line) for line in lines(store, "jsonl")]
    assert all(tuple(one) == CSV_COLUMNS for one in found)
    assert found[1]["arguments"] == {"grant": 5, "seen_version": 2, "reason": RevocationReason(1).name}
    assert found[-1]["arguments"] is None
    assert (found[0]["officer"], found[1]["officer"], found[1]["reason_source"]) == (None, 9, "trace")
    assert found[-4]["arguments"]["call"]["arguments"] == {"officer": 9}


def test_csv_has_a_header_and_arguments_as_json(store: Store) -> None:
    text = "".join(lines(store, "csv"))
    header, *records = csv.reader(io.StringIO(text))
    assert tuple(header) == CSV_COLUMNS
    row = dict(zip(header, records[1], strict=True))
    assert json.loads(row["arguments"])["grant"] == 5
    assert (row["officer"], dict(zip(header, records[0], strict=True))["officer"]) == ("9", "")
    assert dict(zip(header, records[-1], strict=True))["arguments"] == "null"


def test_the_table_names_the_call_in_a_line(store: Store) -> None:
    store.give_reason(2, 0, "", Outcome())
    title, rule, *rows = lines(store, "table")
    assert title.split()[:4] == ["time", "who", "tried", "refused"] and set(rule.strip()) == {"-", " "}
    assert "access_grants.revokeGrant(grant 5, seen_version 2" in rows[0] and "  ?  " in rows[0]
    assert "access_grants.issueGrant(terms …)" in rows[2]
    assert "decisions.decide(admitOrganisation(…))" in rows[-3]
    assert "decisions.vote(unreadable)" in rows[-1]
    assert "GrantExpired" in rows[1] and " trace " in rows[1] and "place 2" in rows[1]


def test_an_unknown_function_is_a_question_mark(store: Store) -> None:
    assert call_reader("decisions").read(b"\x01").name == ""
    chain = SimulatedChain()
    chain.seal(Failed(ADDRESSES["decisions"], b"\x01"))
    with open_store(":memory:", chain.deployment(), Trust.RECEIPTS) as other:
        sync(chain, other)
        [entry] = attempts(other)
        assert "decisions.?(unreadable)" in "".join(FORMATS["table"]([entry]))
        assert "decisions.?" in str(entry)


# --- the command ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["--function", "--refusal"])
def test_what_goes_with_attempts_alone_is_refused_without(store: Store, option: str) -> None:
    result = CliRunner().invoke(main, ["trail", "--store", store.place, option, "x"])
    assert result.exit_code == 2 and "go with --attempts" in result.output


def test_the_command_shows_attempts_in_every_format(store: Store) -> None:
    for form in FORMATS:
        arguments = ["trail", "--store", store.place, "--attempts", "--grant", "5", "--format", form]
        result = CliRunner().invoke(main, arguments)
        expected = "".join(FORMATS[form](attempts(store, TrailFilter(grant=5))))
        assert (result.exit_code, result.output.replace("\r", "")) == (0, expected.replace("\r", ""))


# --- signatures, where reasons are inferred -------------------------------------------------------------

DIGEST = b"\x09" * 32
SIGNATURE = PrivateKeySigner(FIRST).sign_digest(DIGEST)
HIGH = (SECP256K1_N - int.from_bytes(SIGNATURE[32:64], "big")).to_bytes(32, "big")


def test_a_signature_is_by_the_key_that_made_it() -> None:
    assert _signer_of(DIGEST, SIGNATURE) == ACCOUNT[FIRST]
    assert _signer_of(DIGEST, b"".join(compact(SIGNATURE))) == ACCOUNT[FIRST]


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        SIGNATURE[:-2],
        SIGNATURE[:64] + bytes((SIGNATURE[64] - 27,)),
        SIGNATURE[:32] + HIGH + bytes((55 - SIGNATURE[64],)),
        bytes(64) + b"\x1b",
    ],
)
def test_a_signature_in_a_form_that_the_contracts_do_not_take_is_nobody_s(signature: bytes) -> None:
    assert _signer_of(DIGEST, signature) is None
