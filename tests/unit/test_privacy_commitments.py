from __future__ import annotations

from dataclasses import replace

import pytest
from eth_abi import encode

from govledger.errors import InputError
from govledger.privacy.canonical import JsonValue, canonical_bytes
from govledger.privacy.commitments import (
    BLINDER,
    FIELD,
    INNER,
    LEAF,
    SALT,
    blinder,
    commitment_of,
    disclose,
    field_leaf,
    field_leaves,
    field_salt,
    inner_hash,
    leaf_hash,
    require_root_salt,
    verify_field,
)
from govledger.privacy.keccak import keccak256
from govledger.privacy.merkle import MerkleTree

ROOT_SALT = bytes(range(1, 33))
CONSENT_KEY = bytes.fromhex("00112233445566778899aabbccddeeff00112233")
FIELDS: list[tuple[int, JsonValue]] = [
    (0, "govledger"),
    (7, None),
    (2**32, {"b": 1, "a": [True, "中"]}),
    (2**33 + 5, -12),
]


def twice(types: list[str], values: list[object]) -> bytes:
    return keccak256(keccak256(encode(types, values)))


def encoded() -> list[tuple[int, bytes]]:
    return [(position, canonical_bytes(value)) for position, value in FIELDS]


def test_names_of_hashes_are_versioned() -> None:
    names = ("field", "inner", "leaf", "salt", "blinder")
    assert tuple(keccak256(f"govledger.{name}.v1".encode()) for name in names) == (FIELD, INNER, LEAF, SALT, BLINDER)


def test_salts_and_blinder_are_hashes_of_abi_words() -> None:
    expected = keccak256(encode(["bytes32", "bytes32", "uint256"], [SALT, ROOT_SALT, 44]))
    assert field_salt(ROOT_SALT, 44) == expected
    assert blinder(ROOT_SALT) == keccak256(encode(["bytes32", "bytes32"], [BLINDER, ROOT_SALT]))


def test_a_field_leaf_is_the_double_hash_of_abi_words() -> None:
    words = ["bytes32", "uint256", "bytes32", "bytes32"]
    for position, value in encoded():
        salt = field_salt(ROOT_SALT, position)
        assert field_leaf(position, salt, value) == twice(words, [FIELD, position, salt, keccak256(value)])


def test_inner_and_leaf_are_double_hashes_of_abi_words() -> None:
    words = ["bytes32", "bytes32", "uint256", "address", "bytes32"]
    commitment, blind = keccak256(b"c"), keccak256(b"b")
    expected = twice(words, [INNER, commitment, 12_345, "0x" + CONSENT_KEY.hex(), blind])
    assert inner_hash(commitment, 12_345, CONSENT_KEY, blind) == expected
    row = [keccak256(b"1"), bytes(32), keccak256(b"3")]
    expected = twice(["bytes32", "uint256", "bytes32", "bytes32", "bytes32"], [LEAF, 4095, *row])
    assert leaf_hash(4095, *row) == expected


def test_the_commitment_is_the_root_over_the_field_leaves() -> None:
    leaves = [field_leaf(position, field_salt(ROOT_SALT, position), value) for position, value in encoded()]
    assert field_leaves(encoded(), ROOT_SALT) == leaves
    assert commitment_of(encoded(), ROOT_SALT) == MerkleTree(leaves).root


def test_commitments_never_change() -> None:
    commitment = commitment_of(encoded(), ROOT_SALT)
    inner = inner_hash(commitment, 100, CONSENT_KEY, blinder(ROOT_SALT))
    assert field_salt(ROOT_SALT, 0).hex() == "ce85c7385ea2907cb719f7898c514131cbef35c98e9be35a9cda07e6f29c9e84"
    assert blinder(ROOT_SALT).hex() == "7d0867d59310f02fcf836449164dceab0820a3be81a3649f11e848970f9b787c"
    assert commitment.hex() == "6ad0c2a40812d724f2bd4f11369e43b8c0e77452df58bb3a6b8ab6af4822f34e"
    assert inner.hex() == "1e4ee2e674815c829e97d02a348f9669cc39c0795faec10e734809f657a405bc"
    assert (
        leaf_hash(3, bytes(32), bytes(32), inner).hex()
        == "6f6f4916e66afca97adaee30b1aa8a5eddf31844e69dcb8cec35e478b805d646"
    )


def test_another_root_salt_makes_another_commitment() -> None:
    assert commitment_of(encoded(), ROOT_SALT) != commitment_of(encoded(), ROOT_SALT[::-1])


def test_chosen_fields_prove_and_reveal_no_other_salt() -> None:
    commitment = commitment_of(encoded(), ROOT_SALT)
    shown = disclose(FIELDS, ROOT_SALT, [2**32, 0])
    assert [(field.position, field.value) for field in shown] == [FIELDS[2], FIELDS[0]]
    assert all(verify_field(commitment, field) for field in shown)
    seen = {part for field in shown for part in (field.salt, *field.proof)}
    assert seen.isdisjoint({ROOT_SALT, field_salt(ROOT_SALT, 7), field_salt(ROOT_SALT, 2**33 + 5)})


def test_a_shown_field_with_anything_changed_does_not_prove() -> None:
    commitment = commitment_of(encoded(), ROOT_SALT)
    (shown,) = disclose(FIELDS, ROOT_SALT, [0])
    assert verify_field(commitment, shown)
    for altered in (
        replace(shown, value="govledgeR"),
        replace(shown, value=1.5),  # type: ignore[arg-type]
        replace(shown, position=1),
        replace(shown, position=-1),
        replace(shown, position=2**256),
        replace(shown, salt=field_salt(ROOT_SALT, 1)),
        replace(shown, salt=b"short"),
        replace(shown, proof=shown.proof[:-1]),
        replace(shown, proof=(b"short", *shown.proof)),
    ):
        assert not verify_field(commitment, altered)
    assert not verify_field(keccak256(commitment), shown)


def test_a_field_that_is_not_there_cannot_be_shown() -> None:
    with pytest.raises(InputError, match="no field at position 1"):
        disclose(FIELDS, ROOT_SALT, [1])


@pytest.mark.parametrize("fields", [[(1, b"1"), (1, b"2")], [(2, b"1"), (1, b"2")], [(-1, b"1")]])
def test_positions_ascend(fields: list[tuple[int, bytes]]) -> None:
    with pytest.raises(InputError, match="fields stand by ascending position"):
        commitment_of(fields, ROOT_SALT)


def test_a_commitment_to_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="at least one leaf"):
        commitment_of([], ROOT_SALT)


@pytest.mark.parametrize("salt", [b"", bytes(31), bytes(32)])
def test_a_root_salt_is_32_bytes_and_not_all_zero(salt: bytes) -> None:
    with pytest.raises(InputError, match=r"has 32 bytes|all zero"):
        require_root_salt(salt)
    with pytest.raises(InputError):
        commitment_of(encoded(), salt)


@pytest.mark.parametrize("amount", [-1, 2**48])
def test_a_claimable_amount_fits_the_contracts_48_bits(amount: int) -> None:
    with pytest.raises(InputError, match=f"{amount} fen"):
        inner_hash(bytes(32), amount, bytes(20), bytes(32))


@pytest.mark.parametrize("index", [-1, 2**32])
def test_an_index_fits_the_contracts_32_bits(index: int) -> None:
    with pytest.raises(InputError, match=f"is {index}"):
        leaf_hash(index, bytes(32), bytes(32), bytes(32))


def test_parts_of_the_wrong_length_are_refused() -> None:
    for parts in (
        (bytes(31), 1, bytes(20), bytes(32)),
        (bytes(32), 1, bytes(32), bytes(32)),
        (bytes(32), 1, bytes(20), b""),
    ):
        with pytest.raises(InputError, match="bytes, not"):
            inner_hash(*parts)
    for row in ((b"", bytes(32), bytes(32)), (bytes(32), b"", bytes(32)), (bytes(32), bytes(32), b"")):
        with pytest.raises(InputError, match="has 0 bytes, not 32"):
            leaf_hash(0, *row)
