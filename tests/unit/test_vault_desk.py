"""The desk: bills that are handed out while no chain is reached, and that no crash loses or doubles."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from govledger.bills.commitment import seal_all
from govledger.bills.document import BillDraft
from govledger.bills.number import bill_key
from govledger.bills.order import BillOrder
from govledger.errors import (
    DeskEmpty,
    DocumentInvalid,
    DuplicateReference,
    InputError,
    ReferenceReused,
    VaultDamaged,
    VaultError,
)
from govledger.vault import Vault, private_files
from govledger.vault.desk import Desk, Stock
from tests.bodies import order, with_cash
from tests.sample_bills import ISSUED_AT, ISSUER

CODE = 33060126
STOCK = Stock(range=3, code=CODE, first=11, last=20, valid_until_at=ISSUED_AT + 1_000)
FIRST = bill_key(CODE, 11)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def vault(directory: Path) -> Iterator[Vault]:
    with Vault.create(directory, ISSUER) as made:
        yield made


@pytest.fixture
def desk(vault: Vault) -> Desk:
    made = Desk(vault)
    made.restock(STOCK)
    return made


def again(vault: Vault, directory: Path) -> tuple[Vault, Desk]:
    """What the next process sees."""
    vault.close()
    opened = Vault.open(directory)
    return opened, Desk(opened)


def waiting_keys(desk: Desk) -> list[int]:
    return [bill.document.key for bill in desk.waiting]


# --- handing out ----------------------------------------------------------------------------------------


def test_bills_take_the_next_numbers_and_wait(desk: Desk, vault: Vault, directory: Path) -> None:
    assert desk.issue([order(1), order(2)], ISSUED_AT) == (FIRST, FIRST + 1)
    assert desk.issue([order(3)], ISSUED_AT + 5) == (FIRST + 2,)
    assert waiting_keys(desk) == [FIRST, FIRST + 1, FIRST + 2] and desk.left == 7
    assert [bill.document.header.issued_at for bill in desk.waiting] == [ISSUED_AT, ISSUED_AT, ISSUED_AT + 5]
    assert vault.pending() == ()
    _, found = again(vault, directory)
    assert found.waiting == desk.waiting and found.stock == STOCK


def test_same_business_number_again_gives_the_bill_that_exists(desk: Desk, vault: Vault, directory: Path) -> None:
    desk.issue([order(1)], ISSUED_AT)
    assert desk.issue([order(1), order(2)], ISSUED_AT + 9) == (FIRST, FIRST + 1)
    desk.close_batch(1)
    vault, desk = again(vault, directory)
    assert desk.issue([order(1), order(2)], ISSUED_AT + 10) == (FIRST, FIRST + 1)
    assert waiting_keys(desk) == [FIRST + 1]


@pytest.mark.parametrize("closed", [False, True])
def test_other_content_under_a_business_number_is_refused(desk: Desk, closed: bool) -> None:
    desk.issue([order(1)], ISSUED_AT)
    if closed:
        desk.close_batch(10)
    with pytest.raises(ReferenceReused, match="HIS-000001"):
        desk.issue([with_cash(order(1), "李**")], ISSUED_AT)
    assert desk.left == 9


@pytest.mark.parametrize("closed", [False, True])
def test_settlement_number_of_another_bill_is_refused(desk: Desk, closed: bool) -> None:
    desk.issue([order(1)], ISSUED_AT)
    if closed:
        desk.close_batch(10)
    twice = BillOrder(_with_business_number(order(1), "HIS-000099"), 2_235)
    with pytest.raises(DuplicateReference):
        desk.issue([twice], ISSUED_AT)
    with pytest.raises(DuplicateReference):
        desk.issue([order(2), BillOrder(_with_business_number(order(2), "HIS-000098"), 2_235)], ISSUED_AT)
    assert desk.left == 9


def _with_business_number(one: BillOrder, reference: str) -> BillDraft:
    header = msgspec.structs.replace(one.draft.header, business_number=reference)
    return msgspec.structs.replace(one.draft, header=header)


def test_bill_that_breaks_a_rule_is_not_handed_out_nor_any_with_it(desk: Desk) -> None:
    with pytest.raises(DocumentInvalid, match="claimable_fen"):
        desk.issue([order(1), order(2, claimable_fen=99_999_999)], ISSUED_AT)
    assert desk.waiting == () and desk.left == 10


def test_desk_without_numbers_names_the_way_to_some(vault: Vault) -> None:
    with pytest.raises(DeskEmpty, match="stock"):
        Desk(vault).issue([order(1)], ISSUED_AT)
    assert Desk(vault).left == 0 and Desk(vault).close_batch(1) is None


def test_numbers_end_with_the_range(desk: Desk) -> None:
    desk.issue([order(number) for number in range(1, 10)], ISSUED_AT)
    with pytest.raises(DeskEmpty, match="1 numbers of range 3 are left, not 2"):
        desk.issue([order(10), order(11)], ISSUED_AT)
    assert desk.issue([order(10)], ISSUED_AT) == (FIRST + 9,)
    assert desk.left == 0


def test_numbers_are_not_issued_from_the_second_on_that_their_range_ends(desk: Desk) -> None:
    desk.issue([order(1)], STOCK.valid_until_at - 1)
    with pytest.raises(DeskEmpty, match="could be issued before"):
        desk.issue([order(2)], STOCK.valid_until_at)


def test_numbers_of_another_range_are_not_taken_while_bills_wait(desk: Desk) -> None:
    other = Stock(range=4, code=CODE, first=21, last=30, valid_until_at=STOCK.valid_until_at)
    desk.issue([order(1)], ISSUED_AT)
    with pytest.raises(InputError, match="1 bills of range 3 wait"):
        desk.restock(other)
    desk.close_batch(10)
    desk.restock(other)
    assert desk.issue([order(2)], ISSUED_AT) == (bill_key(CODE, 21),)


def test_numbers_that_were_issued_otherwise_are_not_given_out_again(desk: Desk, vault: Vault) -> None:
    vault.save(list(seal_all([order(7).numbered(FIRST, bytes(range(32)), ISSUED_AT)])), range_id=3, alone=True)
    assert desk.issue([order(1)], ISSUED_AT) == (FIRST + 1,)


# --- closing a batch ------------------------------------------------------------------------------------


def test_batch_takes_the_first_bills_that_wait_and_is_pending(desk: Desk, vault: Vault, directory: Path) -> None:
    desk.issue([order(number) for number in (1, 2, 3)], ISSUED_AT)
    salts = [bill.root_salt for bill in desk.waiting]
    closed = desk.close_batch(2)
    assert closed is not None
    stored, tree = closed
    assert tree.root == stored.root
    assert stored is not None and vault.pending() == (stored,)
    assert (list(stored.keys), stored.range_id, stored.handed_out) == ([FIRST, FIRST + 1], 3, True)
    assert [vault.bill(key).root_salt for key in stored.keys] == salts[:2]
    assert waiting_keys(desk) == [FIRST + 2]
    content = (directory / "desk" / "waiting.jsonl").read_text()
    assert [salt.hex() in content for salt in salts] == [False, False, True]
    last = desk.close_batch(2)
    assert last is not None and list(last[0].keys) == [FIRST + 2] and desk.close_batch(2) is None
    assert not (directory / "desk" / "waiting.jsonl").exists()


def test_batch_of_no_bills_cannot_be_asked_for(desk: Desk) -> None:
    with pytest.raises(InputError, match="at most 0 bills"):
        desk.close_batch(0)


# --- what is on the disk --------------------------------------------------------------------------------


def test_files_of_the_desk_belong_to_their_owner_alone(desk: Desk, directory: Path) -> None:
    desk.issue([order(1)], ISSUED_AT)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (directory / "desk", *(directory / "desk").iterdir())}
    assert modes == {"desk": 0o700, "stock.json": 0o600, "waiting.jsonl": 0o600}


def test_desk_needs_a_vault_that_is_open_for_writing(vault: Vault, directory: Path) -> None:
    vault.close()
    with pytest.raises(VaultError, match="open it for writing"):
        Desk(Vault.open(directory, writing=False))


def test_line_that_was_cut_short_was_never_handed_out(desk: Desk, vault: Vault, directory: Path) -> None:
    desk.issue([order(1), order(2)], ISSUED_AT)
    path = directory / "desk" / "waiting.jsonl"
    whole = path.read_bytes()
    second = whole.index(b"\n") + 1
    for length in (second, second + 1, second + 70, len(whole) - 1):
        path.write_bytes(whole[:length])
        vault, desk = again(vault, directory)
        assert waiting_keys(desk) == [FIRST] and path.read_bytes() == whole[:second]
        assert desk.issue([order(5)], ISSUED_AT) == (FIRST + 1,)


@pytest.mark.parametrize("place", [0, 100])
def test_line_that_was_changed_is_refused_with_its_place(desk: Desk, vault: Vault, directory: Path, place: int) -> None:
    desk.issue([order(1)], ISSUED_AT)
    path = directory / "desk" / "waiting.jsonl"
    content = bytearray(path.read_bytes())
    content[place] = ord("\x01")
    path.write_bytes(content)
    with pytest.raises(VaultDamaged, match="at byte 0"):
        again(vault, directory)


def test_stock_that_was_changed_is_refused(desk: Desk, vault: Vault, directory: Path) -> None:
    (directory / "desk" / "stock.json").write_bytes(b"{}")
    with pytest.raises(VaultDamaged, match=r"stock\.json"):
        again(vault, directory)


def test_full_disk_leaves_no_half_line(
    desk: Desk, vault: Vault, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.issue([order(1)], ISSUED_AT)
    before = (directory / "desk" / "waiting.jsonl").read_bytes()
    write: Callable[[int, bytes], int] = os.write

    def full(descriptor: int, content: bytes) -> int:
        write(descriptor, content[: len(content) // 2])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(VaultError, match="No space left"):
        patch.setattr(private_files.os, "write", full)
        desk.issue([order(2)], ISSUED_AT)
    assert (directory / "desk" / "waiting.jsonl").read_bytes() == before
    assert desk.issue([order(2)], ISSUED_AT) == (FIRST + 1,)


# --- killed at any instruction --------------------------------------------------------------------------


class Killed(BaseException):
    """Stands for SIGKILL at a call of the operating system; nothing catches it."""


CALLS = ("open", "write", "fsync", "ftruncate", "pwrite", "replace", "rename", "mkdir", "close")


def _work(vault: Vault, told: list[int]) -> None:
    """A day at the desk: numbers, bills, batches; it tells what it handed out."""
    desk = Desk(vault)
    desk.restock(STOCK)
    for number in (1, 2, 3):
        told += desk.issue([order(number)], ISSUED_AT)
    desk.close_batch(2)
    told += desk.issue([order(4), order(5)], ISSUED_AT)
    while desk.close_batch(2) is not None:
        pass


class Countdown:
    """Kills before or after the call of the operating system that comes after so many."""

    def __init__(self, calls: int, *, after: bool) -> None:
        self._left = calls
        self._after = after

    def around(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **options: Any) -> Any:
            self._left -= 1
            if self._left == -1 and not self._after:
                raise Killed
            result = real(*arguments, **options)
            if self._left == -1:
                raise Killed
            return result

        return wrapped


@pytest.fixture
def unsynced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is not waited for: what a killed process wrote is there without it."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.mark.usefixtures("unsynced")
@pytest.mark.parametrize("after", [False, True])
def test_desk_that_is_killed_at_any_call_of_the_system_loses_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    """At every one of the calls by which the disk changes, in turn."""
    calls = 0
    while _is_killed(tmp_path / f"vault-{calls}", Countdown(calls, after=after), monkeypatch):
        calls += 1
    assert calls > 60


def _is_killed(directory: Path, countdown: Countdown, monkeypatch: pytest.MonkeyPatch) -> bool:
    told: list[int] = []
    killed = False
    with Vault.create(directory, ISSUER) as vault, monkeypatch.context() as patch:
        for name in CALLS:
            patch.setattr(private_files.os, name, countdown.around(getattr(os, name)))
        try:
            _work(vault, told)
        except Killed:
            killed = True
    with Vault.open(directory) as vault:
        assert set(told) <= set(_finished(vault))
    return killed


def _finished(vault: Vault) -> list[int]:
    """The work done to its end by another process; every number once, every business number once."""
    _work(vault, [])
    bills = [bill for batch in vault.batches() for bill in vault.bills(batch.first)]
    references = [bill.document.header.business_number for bill in bills]
    keys = [int(bill.key) for bill in bills]
    assert keys == list(range(FIRST, FIRST + 5)) and sorted(references) == [f"HIS-{n:06d}" for n in range(1, 6)]
    return keys


@pytest.mark.usefixtures("unsynced")
def test_desk_that_is_killed_at_random_moments_200_times_loses_and_doubles_nothing(
    vault: Vault, directory: Path
) -> None:
    """A process that hands out bills one by one, and closes batches, is killed by SIGKILL; the next one goes on."""
    desk = Desk(vault)
    desk.restock(Stock(range=3, code=CODE, first=1, last=1_000_000, valid_until_at=STOCK.valid_until_at))
    vault.close()
    chance = random.Random(6)
    told: list[int] = []
    kills = 0
    while kills < 200:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            _hand_out(directory, writer, len(told) + 1)
        os.close(writer)
        time.sleep(chance.uniform(0.001, 0.03))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status)
        with open(reader, "rb") as pipe:
            told += [int(line) for line in pipe.read().split()]
        kills += 1
    with Vault.open(directory) as opened:
        desk = Desk(opened)
        while desk.close_batch(50) is not None:
            pass
        bills = [bill for batch in opened.batches() for bill in opened.bills(batch.first)]
    keys = [int(bill.key) for bill in bills]
    assert keys == list(range(bill_key(CODE, 1), bill_key(CODE, 1) + len(keys)))
    assert len({bill.document.header.business_number for bill in bills}) == len(bills)
    assert told and set(told) <= set(keys)


def _hand_out(directory: Path, writer: int, number: int) -> None:
    """The child: never comes back."""
    try:
        desk = Desk(Vault.open(directory))
        while True:
            [key] = desk.issue([order(number)], ISSUED_AT)
            os.write(writer, f"{key}\n".encode())
            if number % 7 == 0:
                desk.close_batch(5)
            number += 1
    finally:
        os._exit(1)
