from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest

from govledger.bills.commitment import SHARE, UnsealedBill, check_code, reseal, seal, seal_all
from govledger.bills.document import FIXED_PATHS
from govledger.bills.rules import problems_of
from govledger.errors import DocumentInvalid, InputError
from govledger.privacy.commitments import blinder, commitment_of, inner_hash, leaf_hash, verify_field
from tests.sample_bills import SALT, changed, sample_bill, sample_sealed

CONSENT_KEY = bytes(range(20))


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        yield processes


def unsealed(number: int, **values: Any) -> UnsealedBill:
    given: dict[str, Any] = {"claimable_fen": number % 2_236, "consent_key": number.to_bytes(20)}
    return UnsealedBill(sample_bill(number, remark=f'第 {number} 张 "\\ é'), number.to_bytes(32), **(given | values))


def test_a_sealed_bill_holds_what_the_chain_holds_of_it() -> None:
    document = sample_bill()
    sealed = seal(document, SALT, claimable_fen=2_235, consent_key=CONSENT_KEY)
    assert sealed.commitment == commitment_of(document.committed_fields(), SALT)
    assert sealed.inner == inner_hash(sealed.commitment, 2_235, CONSENT_KEY, sealed.blinder)
    assert sealed.blinder == blinder(SALT)
    row = sealed.row(bytes([1]) * 32, bytes(32))
    assert row.leaf(5) == leaf_hash(5, bytes([1]) * 32, bytes(32), sealed.inner)


def test_the_commitment_of_a_document_never_changes() -> None:
    sealed = sample_sealed()
    assert sealed.commitment.hex() == "2c7e7ed520ccdfb7ae04d6bab1a74ee9786266ea9e6208ad2e0ed120e73f317c"
    assert sealed.inner.hex() == "f42459083e6c323e4e3d1495eef99a9c8c9b530d219ad0a1f8c85feab8d27d2a"


def test_every_field_of_a_sealed_bill_can_be_shown_alone() -> None:
    sealed = sample_sealed()
    paths = [*FIXED_PATHS, "charges[0]", "charges[1]", "lines[0]", "lines[1]", "channels[2]", "differences[0]"]
    for shown in sealed.disclose(paths):
        assert verify_field(sealed.commitment, shown)


def test_a_field_that_the_bill_lacks_cannot_be_shown() -> None:
    for path in ("lines[2]", "header.phone"):
        with pytest.raises(InputError, match="no field"):
            sample_sealed().disclose([path])


@pytest.mark.parametrize("what", ["document", "salt", "claimable", "consent"])
def test_any_change_changes_the_inner_hash(what: str) -> None:
    document = changed(sample_bill(), "header", remark="x") if what == "document" else sample_bill()
    other = seal(
        document,
        SALT[::-1] if what == "salt" else SALT,
        claimable_fen=2_234 if what == "claimable" else 2_235,
        consent_key=CONSENT_KEY if what == "consent" else bytes(20),
    )
    assert other.inner != sample_sealed().inner


def test_a_document_that_breaks_rules_is_not_sealed_for_issue() -> None:
    broken = sample_bill(total_fen=1)
    with pytest.raises(DocumentInvalid):
        seal(broken, SALT, claimable_fen=0)
    with pytest.raises(DocumentInvalid, match="claimable_fen"):
        seal(sample_bill(), SALT, claimable_fen=2_236)
    assert problems_of(reseal(broken, SALT, claimable_fen=0, consent_key=bytes(20)).document)


def test_bills_are_sealed_in_their_order_and_a_pool_seals_them_the_same(pool: ProcessPoolExecutor) -> None:
    bills = [unsealed(number) for number in range(1, 2 * SHARE + 4)]
    alone = [
        seal(bill.document, bill.root_salt, claimable_fen=bill.claimable_fen, consent_key=bill.consent_key)
        for bill in bills
    ]
    assert list(seal_all(bills)) == alone
    assert list(seal_all(iter(bills), pool)) == alone


@pytest.mark.parametrize(
    ("broken", "match"),
    [
        ({"document": sample_bill(total_fen=1)}, "header.total_fen"),
        ({"document": sample_bill(kind="02")}, "header.kind: is one of"),
        ({"claimable_fen": 2_236}, "claimable_fen"),
    ],
)
def test_a_pool_refuses_what_one_process_refuses(pool: ProcessPoolExecutor, broken: dict[str, Any], match: str) -> None:
    values = {"document": sample_bill(2), "root_salt": SALT, "claimable_fen": 0} | broken
    bills = [unsealed(1), UnsealedBill(**values)]
    found = []
    for processes in (None, pool):
        with pytest.raises(DocumentInvalid, match=match) as caught:
            list(seal_all(bills, processes))
        found.append(caught.value.problems)
    assert found[0] == found[1]


@pytest.mark.parametrize("broken", [{"root_salt": bytes(32)}, {"root_salt": b"short"}, {"consent_key": b"short"}])
def test_a_pool_refuses_salts_and_keys_that_are_none(pool: ProcessPoolExecutor, broken: dict[str, Any]) -> None:
    values = {"document": sample_bill(2), "root_salt": SALT, "claimable_fen": 0} | broken
    with pytest.raises(InputError, match=r"all zero|has 5 bytes|has 32 bytes, not 5"):
        list(seal_all([UnsealedBill(**values)], pool))


@pytest.mark.parametrize("salt", [bytes(32), b"short"])
def test_a_bill_needs_a_root_salt(salt: bytes) -> None:
    with pytest.raises(InputError):
        seal(sample_bill(), salt, claimable_fen=0)


def test_the_root_salt_does_not_show_when_printed() -> None:
    assert str(SALT) not in repr(sample_sealed())
    assert SALT.hex() not in repr(sample_sealed())
    assert str(SALT) not in repr(UnsealedBill(sample_bill(), SALT, 0))


def test_check_codes_come_from_salt_and_number() -> None:
    key = sample_bill().key
    assert check_code(SALT, key) == "SVGMMD"
    codes = {check_code(SALT, key + offset) for offset in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch("[0-9A-HJKMNP-TV-Z]{6}", code) for code in codes)
    assert check_code(SALT[::-1], key) != check_code(SALT, key)
    with pytest.raises(InputError, match="all zero"):
        check_code(bytes(32), key)
