"""Write docs/index_tables.md from the index's schema: `python tools/index_tables_document.py [--check]`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from govledger.events import EVENTS
from govledger.index.schema import describe, table_name, views

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "index_tables.md"

PREAMBLE = """\
# Tables of the index

<!-- Written by tools/index_tables_document.py from govledger/index/schema.py. Do not edit. -->

The index is one SQLite file, or the tables of one schema of a PostgreSQL database (15 or later). Both have the same
tables and views, and give the same answers. Any program of either database may read them, also while govledger writes;
what another program writes, `govledger index check` finds. What the tables are for, and what holds for them, is in
[audit.md](audit.md); what the fields of events mean, and the numbers of closed lists (roles, modes, reasons), in
[contracts.md](contracts.md). Times are seconds since 1970, amounts fen. `acting_organisation` is 0 for the founder and
for decisions. No column of a table is ever NULL.

Names that are words of SQL stand in double quotes: `"grant"`, `"window"`, `"index"`, `"first"`. Hashes, addresses and
tags are bytes: write `x'0a1b'` in SQLite and `'\\x0a1b'` in PostgreSQL, and show them with `hex(column)` or
`encode(column, 'hex')`. A public code is bytes too: `CAST(public_code AS TEXT)`, or
`convert_from(public_code, 'ASCII')`.

Numbers above 2^63 - 1 do not fit SQLite's integers: they stand as big-endian BLOBs, which SQLite sorts behind all
integers, so that the order of a column is the order of its numbers. Such columns have the type ANY; PostgreSQL has them
as NUMERIC. Arrays are JSON in which bytes are `0x` and hexadecimal digits.

Every column that a filter of `govledger trail` asks for has an index, `TABLE_by_COLUMN`, in the order of blocks. While
an index is filled for the first time they are not there; `meta` then has the key `backfill`.

## Questions

Who did what to one grant, and when (the same in both):

```sql
SELECT t.timestamp, t.event, t.acting_organisation, t.officer, t.acting_role, v.version
FROM object_versions AS v
JOIN trail AS t ON t.block_number = v.block_number AND t.log_index = v.log_index
WHERE v.contract = 'access_grants' AND v.kind = 'grant' AND v.id = 7
ORDER BY v.version
```

How often each organisation read without a grant, and how much of it is still to be reviewed:

```sql
SELECT e.acting_organisation, count(*) AS emergencies, count(*) - count(r.emergency) AS open
FROM glass_broken AS e
LEFT JOIN emergency_reviewed AS r ON r.emergency = e.emergency
GROUP BY e.acting_organisation
ORDER BY emergencies DESC
```

What was settled of one bill, in fen:

```sql
SELECT b.timestamp, s.payer, s.amount_fen
FROM (
    SELECT block_number, acting_organisation AS payer, amount_fen FROM settlement_made WHERE bill = 440100010000000007
    UNION ALL
    SELECT block_number, acting_organisation, amount_fen FROM direct_settlement_made WHERE bill = 440100010000000007
) AS s
JOIN blocks AS b ON b.number = s.block_number
ORDER BY s.block_number
```

For questions about all events at once, take the tables out with `govledger export`: see
[Analysing the index elsewhere](exporting.md).

## Columns of every event's table

Their key is (block_number, log_index).

| column | SQLite | PostgreSQL | Solidity | meaning |
| --- | --- | --- | --- | --- |
"""


def render() -> str:
    """The whole document: columns that every event's table has stand once, at the top."""
    lines = list(describe())
    first_event = lines.index(f"### {table_name(EVENTS[0])}")
    rows = Counter(line for line in lines[first_event:] if line.startswith("| "))
    shared = [row for row, count in rows.items() if count == len(EVENTS) and not row.startswith(("| column", "| ---"))]
    own = [line for line in lines[first_event:] if line not in shared]
    first_view = lines.index(f"### {views()[0].name}")
    parts = [PREAMBLE, "\n".join(shared), "\n\n## Tables of the index itself\n\n", "\n".join(lines[:first_view])]
    parts += ["\n## Views\n\n", "\n".join(lines[first_view:first_event])]
    parts += ["\n## Tables of events\n\n", "\n".join(own)]
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
