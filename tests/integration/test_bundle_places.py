"""The demo on a chain that is asked as a node is: where versions are kept, which code stands there, how it was made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from govledger.audit.bundle.objects import version_in, version_places
from govledger.connection import Connection
from govledger.demo import run_demo
from govledger.demo.setting import inside_this_process
from govledger.index.codes import KIND_CODES
from govledger.index.store import Store, read_store

UNTOUCHED = {"listing": b"\x99" * 20, "guardian": b"\x99" * 20, "consent_key": b"\x99" * 20} | dict.fromkeys(
    ("draft", "signature"), b"\x99" * 32
)
"""Ids of objects that nobody made, of kinds that are known by bytes; of all others, a number."""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Connection, Store]]:
    folder = tmp_path_factory.mktemp("demo") / "out"
    with inside_this_process() as setting:
        run_demo(folder, lambda _: None, setting=setting)
        with closing(read_store(folder / "index.sqlite")) as store:
            yield setting.chain, store


def word_at(chain: Connection, store: Store, contract: str, slot: int) -> int:
    address = store.deployment.contracts[contract].address
    block = hex(store.last_block())
    return int(chain.request("eth_getStorageAt", f"0x{address.hex()}", hex(slot), block), 16)


def versions(store: Store) -> dict[tuple[str, str, int | bytes], int]:
    """The latest version of every object of the demo."""
    query = "SELECT contract, kind, id, id_bytes, max(version) FROM object_versions GROUP BY 1, 2, 3, 4"
    return {
        (contract, kind, id_bytes if number is None else number): version
        for contract, kind, number, id_bytes, version in store.rows(query)
    }


def test_the_word_of_every_object_of_the_demo_holds_its_version(played: tuple[Connection, Store]) -> None:
    chain, store = played
    known = versions(store)
    assert len(known) > 60 and len({(contract, kind) for contract, kind, _ in known}) >= 15
    for (contract, kind, number), version in known.items():
        [place] = [place for place in version_places(kind, number) if place.contract_key == contract]
        assert version_in(word_at(chain, store, contract, place.slot), place) == version, (contract, kind, number)


@pytest.mark.parametrize(("contract", "kind"), [kept for kept in KIND_CODES if kept[1] != "founder"])
def test_the_word_of_an_object_that_nobody_touched_says_zero(
    played: tuple[Connection, Store], contract: str, kind: str
) -> None:
    chain, store = played
    places = version_places(kind, UNTOUCHED.get(kind, 2**31))
    assert contract in {place.contract_key for place in places}
    for place in places:
        assert version_in(word_at(chain, store, place.contract_key, place.slot), place) == 0
