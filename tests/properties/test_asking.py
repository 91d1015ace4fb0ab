"""Asking the rules with the bytes of a call is as good as calling their methods: the contracts say the same.

The sequences are those of the contracts' own tests, shorter; each call is made of the rules from its calldata.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from eth_abi import encode as abi_encode

from govledger.artifacts import load
from govledger.errors import Refusal
from govledger.events.calls import CallReader
from govledger.refusals import BulkCallFailed, BulkEmpty
from govledger.rules.asking import BULK, NotAsked, Undecided, ask, keys_only, rules_call
from tests.properties import (
    test_rules_access_grants,
    test_rules_bill_claims,
    test_rules_bill_ranges,
    test_rules_consortium,
    test_rules_data_registry,
    test_rules_data_requests,
    test_rules_decisions,
    test_rules_medical_bills,
)
from tests.side_by_side import Compared, Tally, explore, machine

MODULES: Mapping[str, ModuleType] = {
    "access_grants": test_rules_access_grants,
    "bill_claims": test_rules_bill_claims,
    "bill_ranges": test_rules_bill_ranges,
    "consortium": test_rules_consortium,
    "data_registry": test_rules_data_registry,
    "data_requests": test_rules_data_requests,
    "decisions": test_rules_decisions,
    "medical_bills": test_rules_medical_bills,
}
READERS = {key: CallReader(load(key).abi) for key in MODULES}
NOBODY = bytes(20)


@pytest.mark.parametrize("key", MODULES)
def test_a_call_s_bytes_lead_to_the_answer_of_the_contract(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    by_method = Compared._by_rules

    def by_calldata(self: Compared, rules: Any, function: str, *args: Any) -> Any:
        own = next((name for name, one in self.rules.items() if one is rules), "")
        functions = {} if own not in READERS else {one.name: one for one in READERS[own].functions.values()}
        if function == BULK or function not in functions or functions[function].view:
            return by_method(self, rules, function, *args)
        sender, now, *values = args
        call = rules_call(type(rules), READERS[own], self.contracts[own].calldata(function, *values))
        asked.add(function)
        return by_method(self, rules, call.method, sender, now, *call.arguments)

    monkeypatch.setattr(Compared, "_by_rules", by_calldata)
    tests = MODULES[key]

    def made(variant: int) -> Any:
        return tests.made(variant, Tally(key))

    explore(machine("AskedByCalldata", made, tests.ACTS), 2, 300)
    assert len(asked) >= 5


# --- what is not asked ---------------------------------------------------------------------------------


class Rules:
    """Stand-ins for the rules of BillClaims."""

    def settle(self, sender: bytes, now: int, bill: int, reservation: int, amount_fen: int) -> tuple[()]:
        if not amount_fen:
            raise BulkEmpty()
        return ()

    def bulk(self, sender: bytes, now: int, calls: list[tuple[str, tuple[Any, ...]]]) -> tuple[()]:
        for place, (method, arguments) in enumerate(calls):
            try:
                getattr(self, method)(sender, now, *arguments)
            except Refusal:
                raise BulkCallFailed(place, b"") from None
        return ()

    def release(self, sender: bytes, now: int) -> tuple[()]:
        return ()

    def get_claim(self, sender: bytes, now: int, bill: int) -> tuple[()]:
        return ()


CLAIMS: Any = SimpleNamespace(rules={"bill_claims": Rules(), "access_grants": Rules()})


def call(function: str, *values: object, contract: str = "bill_claims") -> bytes:
    [found] = [one for one in READERS[contract].functions.values() if one.name == function]
    return found.selector + abi_encode([argument.type for argument in found.arguments], values)


def answer(data: bytes, contract: str = "bill_claims") -> Refusal | None:
    return ask(CLAIMS, contract, READERS[contract], data, NOBODY, 7)


def test_what_the_rules_refuse_and_what_they_allow() -> None:
    assert isinstance(answer(call("settle", 1, 2, 0)), BulkEmpty)
    assert answer(call("settle", 1, 2, 3)) is None


def test_calls_in_bulk_are_read_one_by_one() -> None:
    refusal = answer(call("bulk", [call("settle", 1, 2, 3), call("settle", 1, 2, 0)]))
    assert isinstance(refusal, BulkCallFailed) and refusal.args[0] == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xde\xad\xbe\xef",
        call("settle", 1, 2, 3)[:-1],
        call("getClaim", 1),
        call("decline", (1, 2, (0, 0, 0, (bytes(32), bytes(32))), [])),
        call("release", 1, 2),
        call("bulk", [b"\xde\xad"]),
    ],
)
def test_bytes_that_are_no_call_of_the_rules_are_not_asked_about(data: bytes) -> None:
    with pytest.raises(NotAsked):
        answer(data)


def test_a_number_that_is_no_member_of_its_list_is_not_asked_about() -> None:
    """The contract ends before its first rule: the decoder of its arguments refuses it, without a word."""
    revoke = call("revokeGrant", 1, 2, 200, contract="access_grants")
    with pytest.raises(NotAsked, match="RevocationReason"):
        rules_call(test_rules_access_grants.AccessGrantsRules, READERS["access_grants"], revoke)


def test_a_signature_of_the_account_s_own_key_is_good_and_of_any_other_undecided() -> None:
    judge = keys_only(lambda digest, signature: signature[:20] if signature else None)
    assert judge(b"\x01" * 20, b"digest", b"\x01" * 65)
    for signature in (b"\x02" * 65, b""):
        with pytest.raises(Undecided):
            judge(b"\x01" * 20, b"digest", signature)
