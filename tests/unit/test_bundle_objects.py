"""Where the versions of objects are kept, by the layouts that the compiler wrote.

That the word there is the version, the laws of tests/contracts hold after all that is done there, for every kind, and
tests/integration/test_bundle_places.py on a chain that is asked as a node is.
"""

from __future__ import annotations

import pytest
from eth_utils import keccak
from hypothesis import given
from hypothesis import strategies as st

from govledger.artifacts import load
from govledger.audit.bundle.objects import VersionPlace, version_in, version_places
from govledger.errors import InputError
from govledger.events import EVENTS
from govledger.index.codes import KIND_CODES

ACCOUNT, HASH = b"\x11" * 20, b"\x22" * 32
IDS = {
    **dict.fromkeys(("listing", "guardian", "founder", "consent_key"), ACCOUNT),
    **dict.fromkeys(("draft", "signature"), HASH),
}
"""Of the kinds that are known by bytes; all others have numbers."""


def example(kind: str) -> int | bytes:
    return IDS.get(kind, 7)


def test_every_kind_of_object_has_its_place_in_every_contract_that_keeps_it() -> None:
    found = {(place.contract_key, kind) for _, kind in KIND_CODES for place in version_places(kind, example(kind))}
    assert found == set(KIND_CODES)


def test_a_place_is_known_by_the_ids_that_events_carry() -> None:
    for event in EVENTS:
        types = {field.name: field.type for field in event.FIELDS}
        for reference in event.OBJECTS:
            is_number = types[reference.id_field].startswith("uint")
            assert is_number == isinstance(example(reference.kind), int), reference.kind


def test_a_bill_has_a_place_with_its_issuer_and_one_with_its_payers() -> None:
    bill = 33_060_125 * 10**10 + 1
    word = bill.to_bytes(32, "big")
    assert version_places("bill", bill) == [
        VersionPlace("medical_bills", int.from_bytes(keccak(word + (2).to_bytes(32, "big")), "big"), 0, 8),
        VersionPlace("bill_claims", int.from_bytes(keccak(word + (3).to_bytes(32, "big")), "big"), 0, 4),
    ]


def test_the_founders_place_is_one_flag_whoever_is_asked_about() -> None:
    [place] = version_places("founder", ACCOUNT)
    [variable] = [entry for entry in load("decisions").storage_layout["storage"] if entry["label"] == "_handedOver"]
    assert place == VersionPlace("decisions", int(variable["slot"]), variable["offset"], 1)
    assert version_places("founder", b"\x33" * 20) == [place]


@given(st.integers(0, 2**256 - 1), st.integers(0, 31), st.integers(1, 32))
def test_a_version_is_cut_out_of_its_word(word: int, offset: int, length: int) -> None:
    in_order = word.to_bytes(32, "little")
    assert version_in(word, VersionPlace("consortium", 1, offset, length)) == int.from_bytes(
        in_order[offset : offset + length], "little"
    )


def test_different_objects_have_different_places() -> None:
    assert len({place.slot for number in range(500) for place in version_places("bill", number)}) == 1_000


@pytest.mark.parametrize(
    ("kind", "number", "said"),
    [
        (
            "grant",
            ACCOUNT,
            "0x1111111111111111111111111111111111111111 is no grant; its ids have the type GrantId, of 8 bytes",
        ),
        ("grant", 2**64, "18446744073709551616 is no grant; its ids have the type GrantId, of 8 bytes"),
        ("grant", -1, "-1 is no grant; its ids have the type GrantId, of 8 bytes"),
        ("code", 2**32, "4294967296 is no code; its ids have the type uint32, of 4 bytes"),
        ("listing", 7, "7 is no listing; its ids have the type address, of 20 bytes"),
        ("founder", HASH, f"0x{'22' * 32} is no founder; its ids have the type address, of 20 bytes"),
        ("draft", ACCOUNT, f"0x{'11' * 20} is no draft; its ids have the type bytes32, of 32 bytes"),
    ],
)
def test_what_is_no_id_of_the_kind_is_refused(kind: str, number: int | bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        version_places(kind, number)
    assert str(caught.value) == said


def test_a_kind_that_no_contract_keeps_is_refused() -> None:
    with pytest.raises(InputError, match="no contract keeps a version of a 'ballot'; objects are of the kinds admin"):
        version_places("ballot", 1)
