"""References that were used twice, where only the manifests of batches show it."""

from __future__ import annotations

import pytest

from govledger.audit.manifests import Finding, Manifests
from govledger.bills.batch import ManifestRow, manifest_root
from govledger.bills.number import bill_key
from govledger.errors import DocumentUnreadable
from govledger.events import types as events
from govledger.model import Role
from govledger.privacy.keccak import keccak256
from govledger.privacy.tags import ABSENT_TAG
from govledger.refusals import BillTagUsed
from govledger.rules.medical_bills import BillLeaf

HOSPITAL, CLINIC = 4, 5
CODE = 33_060_126
ACTOR = bytes(20)
AT = (7, 0)


def word(text: object) -> bytes:
    return keccak256(str(text).encode())


def row(name: object, *, business: bytes | None = None, settlement: bytes | None = None) -> ManifestRow:
    return ManifestRow(business or word(f"{name} b"), settlement or word(f"{name} s"), word(f"{name} i"))


def manifest(*rows: ManifestRow) -> bytes:
    return b"".join(one.to_bytes() for one in rows)


def issued(batch: int, first: int, content: bytes, issuer: int = HOSPITAL) -> events.BatchIssued:
    by = (batch, ACTOR, issuer, Role.ISSUER, 1, 1)
    return events.BatchIssued(*by, bill_key(CODE, first), len(content) // 96, manifest_root(content))


def alone(number: int, leaf: ManifestRow, issuer: int = HOSPITAL) -> events.BillIssued:
    by = (bill_key(CODE, number), ACTOR, issuer, Role.ISSUER, 1, 1)
    return events.BillIssued(*by, leaf.business_tag, leaf.settlement_tag, leaf.inner)


def twice(finding: Finding, event: str, issuer: int, tag: bytes, *places: str) -> None:
    assert (finding.event, finding.at) == (event, AT)
    assert isinstance(finding.refusal, BillTagUsed) and finding.refusal.args == (issuer, tag)
    assert all(place in finding.rule for place in places)


def test_reference_that_stands_twice_in_one_batch_is_found() -> None:
    content = manifest(row(1), row(2, business=word("1 b")), row(3))
    manifests = Manifests({1: content})
    manifests.see(issued(1, 1, content), AT)
    [finding] = manifests.findings
    twice(finding, "BatchIssued", HOSPITAL, word("1 b"), "33060126-0000000001", "33060126-0000000002")


def test_reference_that_stands_in_two_batches_is_found() -> None:
    one, two = manifest(row(1), row(2)), manifest(row(3), row(4, settlement=word("2 s")))
    manifests = Manifests({1: one, 2: two})
    manifests.see(issued(1, 1, one), (6, 0))
    manifests.see(issued(2, 3, two), AT)
    [finding] = manifests.findings
    twice(finding, "BatchIssued", HOSPITAL, word("2 s"), "33060126-0000000002", "33060126-0000000004")


def test_reference_of_a_batch_that_a_bill_issued_alone_has_as_well_is_found() -> None:
    content = manifest(row(1), row(2))
    manifests = Manifests({1: content})
    manifests.see(issued(1, 1, content), (6, 0))
    manifests.see(alone(3, row(3, business=word("1 b"))), AT)
    [finding] = manifests.findings
    twice(finding, "BillIssued", HOSPITAL, word("1 b"), "33060126-0000000001", "33060126-0000000003")


def test_reference_of_a_red_letter_counts_for_the_red_letter() -> None:
    content = manifest(row(1), row(2))
    manifests = Manifests({1: content})
    manifests.see(issued(1, 1, content), (6, 0))
    red = (bill_key(CODE, 9), 1, 1, word("2 b"), word("9 s"), word("9 i"), 0)
    by = (bill_key(CODE, 1), ACTOR, HOSPITAL, Role.ISSUER, 2)
    manifests.see(events.BillRedLettered(*by, *red), AT)
    [finding] = manifests.findings
    twice(finding, "BillRedLettered", HOSPITAL, word("2 b"), "33060126-0000000002", "33060126-0000000009")


def test_bill_of_a_batch_without_manifest_counts_from_its_first_action_on() -> None:
    known, unknown = manifest(row(1)), manifest(row(2, business=word("1 b")))
    manifests = Manifests({1: known})
    manifests.see(issued(1, 1, known), (5, 0))
    manifests.see(issued(2, 2, unknown), (6, 0))
    assert manifests.findings == []
    leaf = (word("1 b"), word("2 s"), word("2 i"))
    manifests.see(events.ClaimOpened(bill_key(CODE, 2), ACTOR, 6, Role.CLAIMS, 1, 2, *leaf, 100, ACTOR), AT)
    [finding] = manifests.findings
    twice(finding, "ClaimOpened", HOSPITAL, word("1 b"), "33060126-0000000001", "33060126-0000000002")


def test_tag_that_stands_twice_in_one_bill_is_found() -> None:
    content = manifest(row(1, business=word("x"), settlement=word("x")))
    manifests = Manifests({1: content})
    manifests.see(issued(1, 1, content), AT)
    [finding] = manifests.findings
    twice(finding, "BatchIssued", HOSPITAL, word("x"), "33060126-0000000001")


def test_tags_of_two_issuers_and_absent_ones_are_not_compared() -> None:
    one = manifest(row(1), row(2, settlement=ABSENT_TAG))
    two = manifest(row(1), row(3, settlement=ABSENT_TAG))
    manifests = Manifests({1: one, 2: two})
    manifests.see(issued(1, 1, one), AT)
    manifests.see(issued(2, 3, two, CLINIC), AT)
    assert manifests.findings == []


def test_bill_that_is_shown_again_is_the_same_bill() -> None:
    content = manifest(row(1), row(2))
    manifests = Manifests({1: content})
    manifests.see(issued(1, 1, content), AT)
    leaf = (word("2 b"), word("2 s"), word("2 i"))
    manifests.see(events.BillOpened(bill_key(CODE, 2), ACTOR, HOSPITAL, Role.ISSUER, 1, 1, *leaf), AT)
    assert manifests.findings == []


def test_rows_are_those_of_manifests_that_make_their_roots() -> None:
    proper, other = manifest(row(1), row(2)), manifest(row(3))
    manifests = Manifests({1: proper, 2: other})
    manifests.see(issued(1, 1, proper), AT)
    manifests.see(issued(2, 3, manifest(row(4))), AT)
    assert manifests.row_of(1, 1) == BillLeaf(word("2 b"), word("2 s"), word("2 i"))
    assert manifests.row_of(2, 0) is None and manifests.row_of(3, 0) is None
    [finding] = manifests.findings
    assert (finding.event, finding.refusal) == ("BatchIssued", None)
    assert "batch 2: its manifest has 1 bills and makes the root 0x" in finding.rule


def test_manifest_that_was_cut_short_is_refused() -> None:
    content = manifest(row(1), row(2))
    manifests = Manifests({1: content[:-1]})
    with pytest.raises(DocumentUnreadable, match="191 bytes"):
        manifests.see(issued(1, 1, content), AT)


def test_nothing_is_kept_where_there_are_no_manifests() -> None:
    manifests = Manifests({})
    manifests.see(alone(1, row(1)), AT)
    manifests.see(alone(2, row(1)), AT)
    assert manifests.findings == []
