from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from govledger.errors import InputError, OutboxBusy, OutboxDamaged, OutboxError, OutboxExposed
from govledger.tx import outbox as outbox_module
from govledger.tx.outbox import Entry, FileOutbox, MemoryOutbox, Outbox, State

GENESIS, ADDRESS = b"\xab" * 32, b"\xcd" * 20


def entry(nonce: int, name: str, key: str | None = None) -> Entry:
    return Entry(nonce, name.encode().ljust(32, b"."), b"raw of " + name.encode(), b"\x01" * 32, key)


A, B, C = entry(0, "a"), entry(1, "b", "bill-1"), entry(2, "c")


def opened(tmp_path: Path) -> FileOutbox:
    return FileOutbox.open(tmp_path / "outbox", genesis_hash=GENESIS, address=ADDRESS)


@pytest.fixture(params=["file", "memory"])
def outbox(request: pytest.FixtureRequest, tmp_path: Path) -> Outbox:
    return opened(tmp_path) if request.param == "file" else MemoryOutbox()


def test_what_is_signed_is_pending_in_the_order_of_nonces(outbox):
    outbox.add([C, A])
    outbox.add([B])
    assert outbox.pending() == [A, B, C] and outbox.at(1) == [B] and outbox.since(1) == [B, C]
    outbox.close()


def test_what_is_in_a_block_is_not_pending_and_what_it_replaced_is_lost(outbox):
    dearer = entry(1, "dearer", "bill-1")
    outbox.add([A, B, dearer])
    assert outbox.since(0) == [A, dearer]
    outbox.mined({A.hash: 7, dearer.hash: 8})
    assert outbox.pending() == []


@pytest.mark.parametrize("state", [State.REFUSED, State.LOST])
def test_what_is_refused_or_lost_is_neither_pending_nor_sent_again(outbox, state):
    outbox.add([A, B])
    outbox.mark([A.hash], state)
    assert outbox.pending() == [B] and outbox.since(0) == [B]
    outbox.mark([B.hash], State.SIGNED)
    assert outbox.pending() == [B]


def test_file_keeps_everything_over_a_restart(tmp_path):
    first = opened(tmp_path)
    first.add([A, B, C])
    first.mined({A.hash: 7})
    first.mark([C.hash], State.REFUSED)
    first.close()
    again = opened(tmp_path)
    [mined] = again.at(0)
    assert (mined.state, mined.block_number, mined.raw) == (State.MINED, 7, A.raw)
    assert again.pending() == [B] == again.by_key("bill-1") and again.by_key("bill-2") == []
    assert again.since(0) == [mined, B] and again.at(2)[0].state is State.REFUSED
    again.mark([A.hash], State.SIGNED)
    assert again.at(0) == [A]


def test_all_of_a_batch_are_kept_or_none(tmp_path):
    outbox = opened(tmp_path)
    with pytest.raises(OutboxError):
        outbox.add([A, Entry(None, b"x" * 32, b"", b"")])  # type: ignore[arg-type]
    assert outbox.pending() == []


def test_what_was_refused_and_is_signed_again_as_it_was_is_pending(outbox):
    outbox.add([A, B])
    outbox.mark([A.hash, B.hash], State.REFUSED)
    outbox.add([B])
    assert outbox.pending() == [B]


def test_memory_keeps_no_keys():
    with pytest.raises(InputError, match="'bill-1' would be forgotten with this process; give a place for it on disk"):
        MemoryOutbox().by_key("bill-1")


def test_file_is_its_owners_alone(tmp_path):
    outbox = opened(tmp_path)
    outbox.add([A])
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "outbox").iterdir()} == {0o600}
    assert (tmp_path / "outbox").stat().st_mode & 0o777 == 0o700
    outbox.close()
    outbox.path.chmod(0o640)
    with pytest.raises(OutboxExposed, match="mode 640"):
        opened(tmp_path)


def test_one_process_at_a_time_has_it(tmp_path):
    outbox = opened(tmp_path)
    program = (
        "import sys; from pathlib import Path; from govledger.tx.outbox import FileOutbox\n"
        "from govledger.errors import OutboxBusy\n"
        f"try: FileOutbox.open(sys.argv[1], genesis_hash={GENESIS!r}, address={ADDRESS!r})\n"
        "except OutboxBusy as error: print('busy', error)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "outbox")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.startswith("busy") and "open in another process" in said
    with pytest.raises(OutboxBusy):
        opened(tmp_path)
    outbox.close()
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == ""


def test_each_account_and_chain_has_its_own_file(tmp_path):
    names = {
        FileOutbox.open(tmp_path, genesis_hash=genesis, address=address).path.name
        for genesis, address in ((GENESIS, ADDRESS), (GENESIS, b"\xce" * 20), (b"\xac" * 32, ADDRESS))
    }
    assert len(names) == 3


def test_outbox_under_another_name_is_found_out(tmp_path):
    outbox = opened(tmp_path)
    outbox.close()
    other = b"\xce" * 20
    outbox.path.rename(outbox.path.with_name(f"{GENESIS.hex()[:16]}-{other.hex()}.sqlite"))
    with pytest.raises(OutboxDamaged, match="an outbox of another account"):
        FileOutbox.open(tmp_path / "outbox", genesis_hash=GENESIS, address=other)


def test_file_that_is_no_outbox_is_found_out(tmp_path):
    path = tmp_path / f"{GENESIS.hex()[:16]}-{ADDRESS.hex()}.sqlite"
    path.write_bytes(b"something else altogether" * 100)
    path.chmod(0o600)
    with pytest.raises(OutboxDamaged, match="is no outbox, or a damaged one"):
        FileOutbox.open(tmp_path, genesis_hash=GENESIS, address=ADDRESS)


def test_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutboxError, match="check that the disk has room"):
        FileOutbox.open(tmp_path / "file" / "outbox", genesis_hash=GENESIS, address=ADDRESS)
    target = tmp_path / "elsewhere"
    target.write_bytes(b"")
    os.symlink(target, tmp_path / f"{GENESIS.hex()[:16]}-{ADDRESS.hex()}.sqlite")
    with pytest.raises(OutboxError):
        FileOutbox.open(tmp_path, genesis_hash=GENESIS, address=ADDRESS)


def test_old_ones_without_a_key_are_forgotten_once_they_are_done(tmp_path, monkeypatch):
    monkeypatch.setattr(outbox_module, "KEPT_NONCES", 1)
    outbox = opened(tmp_path)
    late, unsettled = entry(9, "late"), entry(3, "unsettled")
    outbox.add([A, B, C, unsettled, late])
    outbox.mined({one.hash: 5 for one in (A, B, C, late)})
    outbox.close()
    again = opened(tmp_path)
    assert [one.nonce for one in again.since(0)] == [1, 3, 9]
