"""Files that are made to wear the verifier out end with a refusal within two seconds and 200 MB each.

They are verified by the command, in a process that may not take more memory; what it took, that process measures.
"""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import msgspec
import pytest

from govledger.audit.bundle.files import read_bundle
from govledger.audit.bundle.parts import (
    MAGIC,
    MAX_PART,
    BodyPart,
    Coverage,
    Part,
    PartKind,
    ScopePart,
    StatePart,
    Subject,
    encode_part,
)
from govledger.consensus.committed_seals import without_seals
from govledger.consensus.engine import Engine
from govledger.consensus.trie import EMPTY_ROOT
from govledger.errors import InputError
from govledger.rlp import rlp_encode, rlp_list
from tests.bundle_changes import with_digest
from tests.lies import Shown, chain_of, log_of
from tests.sealed_headers import VANITY

SECONDS, MEGABYTES = 2, 200
CHILD = """
import json, resource, sys, time
import click
resource.setrlimit(resource.RLIMIT_DATA, (int(sys.argv[1]), int(sys.argv[1])))
from govledger.cli import main
import govledger.cli.audit_bundle
found = []
for file in sys.argv[4:]:
    begun = time.process_time()
    try:
        arguments = ["audit", "verify", file, "--genesis", sys.argv[2], "--deployment", sys.argv[3]]
        status = main(arguments, standalone_mode=False)
    except click.ClickException as error:
        status = error.exit_code
    peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
    found.append({"status": status, "seconds": time.process_time() - begun, "megabytes": int(peak) / 1024})
print()
print(json.dumps(found))
"""
EMPTY = {"transactions_root": EMPTY_ROOT, "receipts_root": EMPTY_ROOT, "logs_bloom": bytes(256)}
ITEMS = 499_000
"""Nearly as many as a part may have."""


def of(kind: PartKind, *items: bytes) -> bytes:
    """A file whose first part is this one; the items are encoded already."""
    return MAGIC + rlp_list((bytes((kind,)), *items))


def repeated(item: bytes, times: int) -> bytes:
    """A list of one item over and over."""
    return rlp_list((item * times,))


def after(place: type[Part], *parts: bytes) -> bytes:
    """A true log up to its first part of a sort, and then something else."""
    true = log_of(Engine.QBFT)[0].parts()
    begun = next(number for number, part in enumerate(true) if isinstance(part, place))
    return MAGIC + b"".join([*map(encode_part, true[:begun]), *parts])


# --- what a file can be made of ------------------------------------------------------------------------


def _scoped(**fields: object) -> bytes:
    """The scope of the true log, told otherwise."""
    draft, _ = log_of(Engine.QBFT)
    return encode_part(msgspec.structs.replace(draft.scope, **fields))


def _deep(levels: int) -> bytes:
    nested = b"\xc0"
    for _ in range(levels):
        nested = rlp_list((nested,))
    return nested


def _headers_that_do_not_follow() -> bytes:
    """Sixty megabytes of one header."""
    header = encode_part(log_of(Engine.QBFT)[0].parts()[-8])
    return after(BodyPart, header * (60_000_000 // len(header)))


def _votes_that_anybody_can_make_up() -> bytes:
    """On QBFT headers without seals follow by every rule, and each has a vote on somebody else."""
    draft, _ = log_of(Engine.QBFT)
    last = without_seals(Engine.QBFT, draft.blocks[-1].header)
    draft.blocks[-1] = Shown(last, draft.blocks[-1].parts[-1:])
    draft.scoped(epoch_blocks=10**6, last_block=10**6, state_blocks=draft.scope.state_blocks[:1])
    for number in range(1, 20_000):
        vote = (number.to_bytes(20, "big"), b"\xff")
        extra = rlp_encode((VANITY, chain_of(Engine.QBFT).scribe.validators, vote, 0, ()))
        header = msgspec.structs.replace(last, timestamp=last.timestamp + number, extra_data=extra, **EMPTY)
        draft.blocks.append(Shown(header, []))
    return MAGIC + b"".join(map(encode_part, draft.parts()))


def _logs(times: int) -> bytes:
    log = rlp_list((rlp_encode(bytes(20)), repeated(rlp_encode(bytes(32)), 4), b"\x80"))
    receipt = rlp_list((b"\x80\x01\x82\x52\x08", repeated(log, times)))
    transactions = _first_body().transactions
    return of_body(rlp_encode(transactions), rlp_list((receipt,)))


def of_body(transactions: bytes, receipts: bytes) -> bytes:
    return rlp_list((bytes((PartKind.BODY,)), transactions, receipts))


def _first_body() -> BodyPart:
    return next(part for part in log_of(Engine.QBFT)[0].parts() if isinstance(part, BodyPart))


def _many_transactions() -> bytes:
    times = ITEMS // 6
    return of_body(repeated(rlp_encode(bytes(40)), times), repeated(rlp_list((b"\x80\x01\x82\x52\x08\xc0",)), times))


def _many_nodes() -> bytes:
    state = next(part for part in log_of(Engine.QBFT)[0].parts() if isinstance(part, StatePart))
    words = rlp_list((b"\x80", repeated(rlp_encode(bytes(15)), ITEMS)))
    return rlp_list(
        (bytes((PartKind.STATE,)), rlp_encode(state.address), rlp_encode(state.account_nodes), rlp_list((words,)))
    )


def _subjects(times: int) -> bytes:
    subjects = tuple(Subject("organisation", number.to_bytes(3, "big")) for number in range(65_536, 65_536 + times))
    return _scoped(first_block=0, coverage=Coverage.LIVES, state_blocks=(8,), subjects=subjects)


def _listed(kind: PartKind) -> bytes:
    return of(kind, repeated(rlp_encode(bytes(14)), ITEMS))


FILES: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "the beginning alone": lambda: MAGIC,
    "another version": lambda: MAGIC.replace(b"1", b"2") + bytes(1_000),
    "random bytes": lambda: random.Random(1).randbytes(5_000_000),
    "random bytes after the beginning": lambda: MAGIC + random.Random(1).randbytes(5_000_000),
    "a gzip": lambda: gzip.compress(with_digest(MAGIC) * 10, mtime=0),
    "a bomb in a gzip after the beginning": lambda: MAGIC + gzip.compress(bytes(50_000_000), mtime=0),
    "an empty part": lambda: MAGIC + b"\xc0",
    "a part that is no list": lambda: MAGIC + b"\x80" * 1_000_000,
    "the end at once": lambda: with_digest(MAGIC),
    "a length of all bits": lambda: MAGIC + b"\xff" * 9,
    "a length of four gigabytes": lambda: MAGIC + b"\xfb\xff\xff\xff\xff" + bytes(100),
    "a length beyond the end": lambda: MAGIC + b"\xf9\xff\xff\x01",
    "a length within its prefix": lambda: MAGIC + b"\xf9\x01",
    "lists in lists": lambda: of(PartKind.BODY, _deep(4_000)),
    "lists in lists without end": lambda: MAGIC + b"\xc1" * 1_000_000,
    "a part that is as large as it may be": lambda: of(PartKind.GENESIS, repeated(rlp_encode(bytes(8_000_000)), 2)),
    "an essence of many megabytes": lambda: of(PartKind.DEPLOYMENT, rlp_encode(b"[" * (MAX_PART - 100))),
    "headers that do not follow": _headers_that_do_not_follow,
    "votes that anybody can make up": _votes_that_anybody_can_make_up,
    "as many subjects as items allow": lambda: after(ScopePart, _subjects(ITEMS // 3 - 10)),
    "ten thousand subjects": lambda: after(ScopePart, _subjects(10_000)),
    "many blocks with states": lambda: after(ScopePart, _scoped(last_block=10**7, state_blocks=tuple(range(5, ITEMS)))),
    "a body of many transactions": lambda: after(BodyPart, _many_transactions()),
    "a receipt of many logs": lambda: after(BodyPart, _logs(ITEMS // 8 - 10)),
    "a state of many nodes": lambda: after(StatePart, _many_nodes()),
    **{f"small items in {kind.name}": partial(of, kind, b"\x80" * (MAX_PART - 20)) for kind in PartKind},
    **{f"items in {kind.name}": partial(of, kind, rlp_encode(bytes(15)) * ITEMS) for kind in PartKind},
    **{f"items in a list in {kind.name}": partial(_listed, kind) for kind in PartKind},
}
GROUPS = 4
"""The files are shared out to so many tests, which run side by side."""


def measured(files: Sequence[Path]) -> list[dict[str, float]]:
    """How the command ended for each file, and what it took."""
    _, pins = log_of(Engine.QBFT)
    pinned = [f"0x{pins.genesis_hash.hex()}", f"0x{pins.deployment_digest.hex()}"]
    arguments = [sys.executable, "-c", CHILD, str(MEGABYTES * 2**20), *pinned, *map(str, files)]
    ended = subprocess.run(arguments, capture_output=True, text=True, check=True)
    found: list[dict[str, float]] = json.loads(ended.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("group", range(GROUPS))
def test_a_hostile_file_is_refused_within_two_seconds_and_200_megabytes(group: int, tmp_path: Path) -> None:
    names = list(FILES)[group::GROUPS]
    files = [tmp_path / name.replace(" ", "-") for name in names]
    for name, file in zip(names, files, strict=True):
        file.write_bytes(FILES[name]())
    for name, took in zip(names, measured(files), strict=True):
        assert took["status"] == 3, name
        assert took["seconds"] < SECONDS and took["megabytes"] < MEGABYTES, (name, took)


def test_a_true_bundle_is_proved_by_the_same_measure(tmp_path: Path) -> None:
    file = tmp_path / "true"
    file.write_bytes(with_digest(MAGIC + b"".join(map(encode_part, log_of(Engine.QBFT)[0].parts()))))
    (took,) = measured([file])
    assert not took["status"] and took["megabytes"] < MEGABYTES


def test_a_folder_is_no_bundle(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        list(read_bundle(tmp_path))
