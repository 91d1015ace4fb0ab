from __future__ import annotations

import pytest

from govledger.errors import InputError, NotCanonical
from govledger.privacy.canonical import JsonValue, canonical_bytes
from govledger.privacy.commitments import commitment_of, verify_field
from govledger.registry.record import positions_in, seal_record
from tests.sample_bills import SALT

FIELDS: dict[int, JsonValue] = {3: "杭州", 0: "9144030071526726XG", 255: [1, 2]}


def test_a_record_commits_to_its_fields_by_their_numbers() -> None:
    record = seal_record(FIELDS, SALT)
    encoded = [(position, canonical_bytes(FIELDS[position])) for position in (0, 3, 255)]
    assert record.commitment == commitment_of(encoded, SALT)
    assert record.bitmap == 1 | 1 << 3 | 1 << 255


def test_granted_fields_prove_and_no_others_are_shown() -> None:
    record = seal_record(FIELDS, SALT)
    shown = record.disclose(1 << 3 | 1 << 4)
    assert [(field.position, field.value) for field in shown] == [(3, "杭州")]
    assert verify_field(record.commitment, shown[0])


def test_a_grant_of_fields_that_the_record_lacks_shows_nothing() -> None:
    with pytest.raises(InputError, match="the fields 0x2 are none of those"):
        seal_record(FIELDS, SALT).disclose(2)


@pytest.mark.parametrize("position", [-1, 256])
def test_fields_are_numbered_by_the_bits_of_a_word(position: int) -> None:
    with pytest.raises(InputError, match=f"field {position} has no bit"):
        seal_record({position: 1}, SALT)


@pytest.mark.parametrize("bitmap", [-1, 2**256])
def test_a_bitmap_is_one_word(bitmap: int) -> None:
    with pytest.raises(InputError, match="no word of 256 bits"):
        positions_in(bitmap)


def test_positions_of_a_bitmap_ascend() -> None:
    assert positions_in(0) == ()
    assert positions_in(0b1101 | 1 << 255) == (0, 2, 3, 255)


def test_a_record_needs_fields_a_salt_and_canonical_values() -> None:
    with pytest.raises(InputError, match="at least one leaf"):
        seal_record({}, SALT)
    with pytest.raises(InputError, match="all zero"):
        seal_record(FIELDS, bytes(32))
    with pytest.raises(NotCanonical):
        seal_record({0: 1.5}, SALT)  # type: ignore[dict-item]


def test_the_root_salt_does_not_show_when_printed() -> None:
    assert repr(SALT) not in repr(seal_record(FIELDS, SALT))
