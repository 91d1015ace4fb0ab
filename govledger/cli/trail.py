"""`govledger trail`: the audit trail of an index, as a table, JSON lines or CSV."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import click

from govledger.audit.attempt_output import FORMATS as ATTEMPT_FORMATS
from govledger.audit.attempts import attempts
from govledger.audit.entry import TrailFilter
from govledger.audit.output import FORMATS
from govledger.audit.trail import trail, trail_lines
from govledger.cli.store import STORE
from govledger.index.store import read_store

LINES_AT_ONCE = 200
"""How many are written together: each writing costs more than the making of a line."""


class BillNumber(click.ParamType):
    """A bill's key, or its code and number with a dash between."""

    name = "CODE-NUMBER"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The bill's key: code · 10^10 + number."""
        code, dash, number = str(value).partition("-")
        if not dash and code.isdecimal():
            return int(code)
        if not (code.isdecimal() and len(code) == 8 and number.isdecimal() and len(number) <= 10):
            self.fail(f"{value!r} is no bill; write its code of 8 digits, a dash and its number", param, ctx)
        return int(code) * 10**10 + int(number)


class Moment(click.ParamType):
    """Seconds since 1970, or a date, or a date and time, in UTC."""

    name = "TIME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Seconds since 1970."""
        if str(value).isdecimal():
            return int(value)
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no time; write 2026-11-22, 2026-11-22T17:00:00Z or seconds since 1970", param, ctx)
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


@click.command("trail")
@click.option(
    "--store",
    required=True,
    type=STORE,
    help="The index that govledger index made.",
)
@click.option("--resource", type=int, metavar="ID", help="Also its records, grants, requests, emergencies, windows.")
@click.option("--record", type=int, metavar="ID", help="Also the requests for it and the emergencies about it.")
@click.option("--grant", type=int, metavar="ID", help="Also the requests and windows under it.")
@click.option("--request", type=int, metavar="ID")
@click.option("--emergency", type=int, metavar="ID")
@click.option("--window", type=int, metavar="ID")
@click.option("--bill", type=BillNumber(), help="Its issue, red letter and claims.")
@click.option("--organisation", metavar="ID|CODE", help="What it did, and what was done about it.")
@click.option("--kind", metavar="KIND", help="An object's kind (grant) or an event's name (GrantIssued).")
@click.option("--from", "from_at", type=Moment(), help="From this time on.")
@click.option("--until", "until_at", type=Moment(), help="Before this time.")
@click.option(
    "--for-subject-at",
    type=Moment(),
    help="As the data's subject may see it at this time: without what is sealed then.",
)
@click.option("--attempts", "tried", is_flag=True, help="What was tried and refused instead, and by whom.")
@click.option("--function", metavar="NAME", help="With --attempts: of this function, for instance issueGrant.")
@click.option("--refusal", metavar="NAME", help="With --attempts: refused so, for instance GrantExpired.")
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), default="table", show_default=True)
def trail_command(
    store: str,
    form: str,
    organisation: str | None,
    tried: bool,
    function: str | None,
    refusal: str | None,
    **wanted: Any,
) -> None:
    """Print who did what, to which object, why, where, when, with what result and evidence.

    Filters are combined: an entry must fit all of them.
    """
    if (function or refusal) and not tried:
        raise click.UsageError("--function and --refusal go with --attempts")
    organisation_id = (
        int(organisation) if organisation and organisation.isdecimal() and len(organisation) < 18 else None
    )
    chosen = TrailFilter(**wanted, organisation=organisation if organisation_id is None else organisation_id)
    with closing(read_store(store)) as reader:
        if tried:
            found = attempts(reader, chosen, function=function, refusal=refusal)
            click.get_text_stream("stdout").writelines(ATTEMPT_FORMATS[form](found))
            return
        lines = trail_lines(reader, chosen) if form == "jsonl" else FORMATS[form](trail(reader, chosen))
        stdout = click.get_text_stream("stdout")
        while text := "".join(islice(lines, LINES_AT_ONCE)):
            stdout.write(text)
