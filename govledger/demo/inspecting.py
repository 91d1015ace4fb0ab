"""What is read back: the index, the trail, and the checks of both (I/O)."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import apsw

from govledger.audit import edits
from govledger.audit.entry import TrailFilter
from govledger.audit.output import csv_lines, json_lines
from govledger.audit.trail import trail
from govledger.connection import Connection
from govledger.demo.cast import Cast
from govledger.demo.refusing import require
from govledger.demo.results import BrokenGlass, CheckedHead, Done, Inspection, SealedAccess, SealedViews, Show
from govledger.demo.sample import private_words
from govledger.errors import NodeRefused
from govledger.index.model import SyncReport
from govledger.index.store import Store, read_store
from govledger.vault import private_files

BLOCKS_AT_ONCE = 100
"""How many blocks a node is asked for together."""


def inspect(cast: Cast, folder: Path, bill: int, glass: BrokenGlass, sealed: SealedAccess, show: Show) -> Inspection:
    """Indexes the chain, writes the trail, and checks that the index holds what the contracts hashed.

    Args:
        cast: whose chain it is; its index stands in the folder.
        folder: where the trail is put.
        bill: the bill whose trail is shown.
        glass: the emergency whose trail is shown.
        sealed: the request that its subject does not see.
        show: told what was done.
    """
    ledger = cast.ledger
    report = ledger.sync()
    show(Done(f"{report.events_added} events of {report.blocks_added} blocks indexed in SQLite"))
    cast.ledger.close()
    index = folder / "index.sqlite"
    _make_single(index)
    with closing(read_store(index)) as store:
        entries = tuple(trail(store))
        private_files.write_new(folder / "trail.jsonl", _text(json_lines(entries)))
        private_files.write_new(folder / "trail.csv", _text(csv_lines(entries)))
        show(Done(f"the audit trail: {len(entries)} entries that say who did what, why, where, when"))
        require(next(edits.check(store), None) is None, "the index holds what was indexed")
        checked = _heads(store, report)
        show(Done(f"every row hashed again: {len(checked)} of {len(checked)} running hashes are the contracts' own"))
        excerpt = tuple(trail(store, TrailFilter(bill=bill)))
        emergency = tuple(trail(store, TrailFilter(emergency=glass.emergency)))
        views = _views(store, sealed, excerpt[-1].at.block_timestamp)
    show(Done(f"the sealed request: {views.auditor} entries for the auditor, {views.subject} for its subject"))
    edited = _found_after_edit(index)
    show(Done("the same check of a copy in which one settlement was edited finds the row"))
    words, transactions = private_words(), _transactions(cast.setting.chain, report.first_block, report.last_block)
    leaked = _leaked(words, [index.read_bytes(), *transactions])
    require(not leaked, "no name, number or diagnosis is on the chain or in the index")
    show(Done(f"{len(words):,} names, numbers and items looked for in transactions and index: none is there"))
    return Inspection(
        blocks=report.blocks_added,
        events=report.events_added,
        last_block=report.last_block,
        heads=checked,
        found_after_edit=edited,
        trail_entries=len(entries),
        excerpt=excerpt,
        emergency=emergency,
        sealed=views,
        words_searched=len(words),
        words_found=len(leaked),
        transactions=len(transactions),
    )


def _heads(store: Store, report: SyncReport) -> tuple[CheckedHead, ...]:
    """The running hashes at the end of the index, each of which `sync` found equal to the contract's own."""
    stored = store.heads()
    heads_now = {key: running.head for key, running in stored.items()}
    require(heads_now == dict(report.heads), "the running hashes are the contracts' own")
    return tuple(CheckedHead(key, running.events, running.head) for key, running in stored.items())


def _views(store: Store, sealed: SealedAccess, now: int) -> SealedViews:
    """What the auditor and the subject see of a sealed request, now and at the date of disclosure."""

    def shown(for_subject_at: int | None) -> int:
        return len(list(trail(store, TrailFilter(request=sealed.request, for_subject_at=for_subject_at))))

    views = SealedViews(shown(None), shown(now), shown(sealed.disclose_at))
    require(views.subject == 0 < views.auditor == views.disclosed, "the subject sees what is sealed from its date on")
    return views


def _text(lines: Iterable[str]) -> bytes:
    return "".join(lines).encode()


def _make_single(index: Path) -> None:
    """Takes SQLite's write-ahead log into the file, so that it is all there is and can be read from anywhere."""
    with closing(apsw.Connection(str(index))) as connection:
        require(connection.pragma("journal_mode", "delete") == "delete", "the index is one file")
    index.chmod(0o600)
    Path(f"{index}.lock").unlink()


def _found_after_edit(index: Path) -> str:
    """What the check says of a copy in which somebody raised a settlement by one fen."""
    copy = index.with_name(f"{private_files.NEW}edited.sqlite")
    shutil.copyfile(index, copy)
    with closing(apsw.Connection(str(copy))) as connection:
        connection.execute(
            "UPDATE settlement_made SET amount_fen = amount_fen + 1"
            " WHERE block_number = (SELECT min(block_number) FROM settlement_made)"
        )
    with closing(read_store(copy)) as store:
        found = [str(finding) for finding in edits.check(store)]
    copy.unlink()
    require(bool(found), "an edited row is found")
    return found[0]


def _transactions(chain: Connection, first_block: int, last_block: int) -> list[bytes]:
    """The data of every transaction on the chain since the deployment."""
    requests = [("eth_getBlockByNumber", (hex(number), True)) for number in range(first_block, last_block + 1)]
    found: list[bytes] = []
    for start in range(0, len(requests), BLOCKS_AT_ONCE):
        for block in chain.request_batch(requests[start : start + BLOCKS_AT_ONCE]):
            if isinstance(block, NodeRefused):
                raise block
            found += [bytes.fromhex(sent["input"][2:]) for sent in block["transactions"]]
    return found


def _leaked(words: Iterable[str], contents: Iterable[bytes]) -> list[str]:
    """The words that stand in one of the contents."""
    everything = b"\0".join(contents)
    return [word for word in words if word.encode() in everything]
