"""Write docs/index_tables.md from the index's schema: `python tools/index_tables_document.py [--check]`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from govledger.events import EVENTS
from govledger.index.schema import describe, table_name

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "index_tables.md"

PREAMBLE = """\
# Tables of the index

<!-- Written by tools/index_tables_document.py from govledger/index/schema.py. Do not edit. -->

The index is one SQLite file. It may be opened with any SQLite program, for reading, also while govledger writes to it.
What the tables are for, and what holds for them, is in [audit.md](audit.md); what the fields of events mean, and the
numbers of closed lists (roles, modes, reasons), in [contracts.md](contracts.md). Times are seconds since 1970, amounts
fen. `acting_organisation` is 0 for the founder and for decisions.

Numbers above 2^63 - 1 do not fit SQLite's integers: they stand as big-endian BLOBs, which SQLite sorts behind all
integers, so that the order of a column is the order of its numbers. Such columns have the type ANY. Hashes, addresses
and tags are BLOBs; show them with `hex()`.

## Columns of every event's table

"""


def render() -> str:
    """The whole document: columns that every event's table has stand once, at the top."""
    lines = list(describe())
    rows = Counter(line for line in lines if line.startswith("| "))
    shared = [row for row, count in rows.items() if count == len(EVENTS)]
    first_event = lines.index(f"### {table_name(EVENTS[0])}")
    own = [line for line in lines[first_event:] if line not in shared or line.startswith(("| column", "| ---"))]
    parts = [PREAMBLE, "\n".join(shared), "\n\n## Tables of the index itself\n\n"]
    parts += ["\n".join(lines[:first_event]), "\n## Tables of events\n\n", "\n".join(own)]
    return "".join(parts).rstrip("\n") + "\n"


def main(arguments: list[str]) -> int:
    content = render()
    if arguments == ["--check"]:
        if DOCUMENT.exists() and DOCUMENT.read_text(encoding="utf-8") == content:
            return 0
        print("docs/index_tables.md is not the schema; run python tools/index_tables_document.py", file=sys.stderr)
        return 1
    DOCUMENT.write_text(content, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
