from __future__ import annotations

import pytest

from govledger.rlp import rlp_encode


@pytest.mark.parametrize(
    ("item", "encoded"),
    [
        (b"dog", "83646f67"),
        ((b"cat", b"dog"), "c88363617483646f67"),
        (b"", "80"),
        ((), "c0"),
        (0, "80"),
        (15, "0f"),
        (1024, "820400"),
        (b"\x80", "8180"),
        (((), ((),), ((), ((),))), "c7c0c1c0c3c0c1c0"),
        (
            b"Lorem ipsum dolor sit amet, consectetur adipisicing elit",
            "b8384c6f72656d20697073756d20646f6c6f722073697420616d65742c20636f6e7365637465747572206164697069736963696e67"
            "20656c6974",
        ),
    ],
)
def test_rlp_gives_the_examples_of_its_specification(item, encoded):
    assert rlp_encode(item).hex() == encoded
