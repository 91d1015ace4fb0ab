"""The demo as text: its progress, line by line, and the page of results. Pure."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterator, Sequence

from rich.text import Text

from govledger.audit.entry import TrailEntry, utc
from govledger.bills.number import format_key
from govledger.demo.results import Chapter, DemoResult, Done, Progress, Refused, yuan
from govledger.demo.sample import Party

WIDTH = 100
_HEADING, _GOOD, _BAD, _FAINT = "bold", "green", "red", "dim"
_LABEL = 10
"""Columns of `done` and `refused`, with what stands before and behind them."""
_NAMED = 16
"""Columns before a text that is about one object."""


def progress_lines(progress: Progress) -> list[Text]:
    """What is shown as it happens."""
    if isinstance(progress, Chapter):
        heading = Text(f"{progress.number}  {progress.title}", _HEADING)
        return [Text(""), heading] if progress.number > 1 else [heading]
    if isinstance(progress, Done):
        return _labelled("done", _GOOD, progress.text)
    return [*_labelled("refused", _BAD, f"{progress.attempt}: {progress.name}"), *_message(progress, 3 + _LABEL)]


def page(result: DemoResult) -> list[Text]:
    """The page of results: what happened, what was refused, what was checked, where it is, what to try next."""
    parts = (
        *(_top, _who, _voted, _shared, _emergency, _sealed, _billed),
        *(_refused, _trail, _checks, _timings, _where, _next),
    )
    lines = [line for part in parts for line in (*part(result), Text(""))]
    return lines[:-1]


def commands(result: DemoResult) -> tuple[tuple[str, str], ...]:
    """What to try next: in words, and as a command that works with what the run left."""
    folder = result.directory
    store, deployment = shlex.quote(str(folder / "index.sqlite")), shlex.quote(str(folder))
    trail = f"{result.program} trail --store {store}"
    replay = f"{result.program} audit replay {store} --deployment {deployment}"
    hospital = next(member for member in result.members if member.party is Party.HOSPITAL)
    return (
        ("all that became of the bill that two payers claimed", f"{trail} --bill {format_key(result.claim.bill)}"),
        ("who used the grant that was revoked, and when it ended", f"{trail} --grant {result.revoked_grant}"),
        ("what the hospital did, for a spreadsheet", f"{trail} --organisation {hospital.organisation} --format csv"),
        ("whether every event keeps the rules, and what an auditor should look at", replay),
        ("every access receipt", f"grep RequestServed {shlex.quote(str(folder / 'trail.jsonl'))}"),
        ("the other commands", f"{result.program} --help"),
    )


# --- parts of the page ----------------------------------------------------------------------------------


def _top(result: DemoResult) -> Iterator[Text]:
    seconds = sum(timing.seconds for timing in result.timings)
    counts = (
        f"{len(result.members)} organisations, {len(result.shared)} requests, {result.bills.count} bills, "
        f"{result.inspection.events} events, {len(result.refusals)} refusals"
    )
    yield Text("=" * WIDTH, _HEADING)
    yield Text(f"Results: {counts}, in {seconds:.1f} s", _HEADING)
    yield Text("=" * WIDTH, _HEADING)


def _who(result: DemoResult) -> Iterator[Text]:
    yield Text("Who took part", _HEADING)
    rows = [
        (str(member.organisation), member.name, member.public_code, str(member.officers)) for member in result.members
    ]
    yield from _table(("id", "organisation", "public code", "officers"), rows, right=(0, 3))


def _voted(result: DemoResult) -> Iterator[Text]:
    yield Text("What was decided by votes, once the founder had handed over", _HEADING)
    for item in result.voted:
        tally = item.tally
        yield from _named(f"proposal {item.proposal}", item.what)
        yield from _named("", item.described, _FAINT)
        votes = f"{tally.votes} of {tally.electorate} votes, {tally.needed} needed; executed after its delay of "
        yield from _named("", votes + item.delay, _FAINT)


def _shared(result: DemoResult) -> Iterator[Text]:
    yield Text("What was shared: each request filed, served with an access receipt, checked, acknowledged", _HEADING)
    rows = [
        (str(item.request), item.mode.name, f"{item.owner} -> {item.grantee}", item.answer) for item in result.shared
    ]
    heads, *lines = _table(("request", "mode", "owner -> grantee", "answer"), rows, right=(0,))
    yield heads
    for line, item in zip(lines, result.shared, strict=True):
        yield line
        yield Text(f"{'':20} {item.check}", _FAINT)


def _emergency(result: DemoResult) -> Iterator[Text]:
    glass = result.glass
    yield Text("What was read in an emergency, without a grant: it had to be justified, and was reviewed", _HEADING)
    notice = f"{glass.owner} and {glass.inspector} can see it at once"
    yield from _named(f"emergency {glass.emergency}", f"{glass.owner} -> {glass.accessing}: {glass.what}")
    yield from _named("", f"{notice}; to be justified by {utc(glass.justify_by)}", _FAINT)
    yield from _entries(result, result.inspection.emergency)


def _sealed(result: DemoResult) -> Iterator[Text]:
    sealed, views = result.sealed, result.inspection.sealed
    yield Text("What was sealed: views and reports honour its date; whoever runs a node sees it", _HEADING)
    until = f"until {utc(sealed.disclose_at)}"
    yield from _named(f"request {sealed.request}", f"kept from its subject's view by the {sealed.sealer} {until}")
    counts = f"{views.auditor} entries for the auditor, {views.subject} for its subject, {views.disclosed} from then on"
    yield from _named("", f"its trail: {counts}", _FAINT)


def _billed(result: DemoResult) -> Iterator[Text]:
    bills, claim = result.bills, result.claim
    yield Text("What was billed", _HEADING)
    rows = [
        (f"range {bills.number_range}", "granted to the hospital by two officers of the finance bureau"),
        ("batch", f"{bills.count} bills over {yuan(bills.total_fen)}; root {_short(bills.root)}"),
        (
            format_key(bills.verified),
            f"verified by its holder: {_word(bills.verification.authentic)}, {bills.verification.state.name}; "
            f"a forged copy: {_word(bills.forgery.authentic)}",
        ),
        (format_key(bills.taken_back), f"taken back by the red letter {format_key(bills.red_letter)}"),
        (format_key(claim.bill), f"{yuan(claim.account.claimable_fen):>13}  claimable"),
    ]
    width = max(len(name) for name, _ in rows) + 2
    for name, text in rows:
        yield Text(f"  {name:<{width}}{text}")
    for part in claim.parts:
        wanted = f", which had wanted {yuan(claim.wanted_fen)}" if part.party is claim.loser else ""
        yield Text(f"  {'':{width}}{yuan(part.settled_fen):>13}  paid by the {part.party}{wanted}")
    yield Text(f"  {'':{width}}{yuan(claim.account.available_fen):>13}  left")


def _refused(result: DemoResult) -> Iterator[Text]:
    yield Text("What was refused: each an exception of its own with its facts; nothing of it is on the chain", _HEADING)
    width = max(len(item.name) for item in result.refusals) + 2
    for item in result.refusals:
        line = Text("  ")
        line.append(f"{item.name:<{width}}", _BAD)
        line.append(item.attempt)
        yield line
        yield from _message(item, 4)


def _trail(result: DemoResult) -> Iterator[Text]:
    yield Text(f"From the audit trail: bill {format_key(result.claim.bill)}", _HEADING)
    yield from _entries(result, result.inspection.excerpt)


def _entries(result: DemoResult, entries: Sequence[TrailEntry]) -> Iterator[Text]:
    """Entries of the trail, as a table."""
    names = {member.organisation: str(member.party) for member in result.members}
    rows = [
        (
            utc(entry.at.block_timestamp),
            names.get(entry.who.organisation or 0, entry.who.role),
            f"{entry.who.role} {entry.who.officer}",
            _did(entry),
            f"{entry.at.block_number}, {entry.at.log_index}",
        )
        for entry in entries
    ]
    yield from _table(("time", "organisation", "officer", "did", "block, log"), rows, right=())


def _checks(result: DemoResult) -> Iterator[Text]:
    found = result.inspection
    yield Text("What was checked", _HEADING)
    rows = [(head.contract, str(head.events), f"0x{head.head.hex()}") for head in found.heads]
    yield from _table(("contract", "events", "running hash: index = contract"), rows, right=(1,))
    yield Text("")
    for text in (
        f"All {len(found.heads)} running hashes, made anew from the {found.events} events in the index, are those that "
        f"the contracts keep at block {found.last_block}.",
        f"In a copy with one row edited the same check finds: {found.found_after_edit}.",
        f"{found.words_found} of {found.words_searched:,} names, numbers and items stand in the "
        f"{found.transactions} transactions or in the index.",
    ):
        yield from _wrapped(text, 2)


def _timings(result: DemoResult) -> Iterator[Text]:
    yield Text("How long it took", _HEADING)
    for number, timing in enumerate(result.timings, 1):
        yield Text(f"  {number}  {timing.title:<40}{timing.seconds:6.2f} s")


def _where(result: DemoResult) -> Iterator[Text]:
    yield Text(f"Where it is: {result.directory}, which only you can read", _HEADING)
    for name, text in (
        ("index.sqlite", f"the index of {result.inspection.blocks} blocks"),
        ("manifest.json", "which contracts it is the index of"),
        ("trail.jsonl, trail.csv", f"the audit trail, {result.inspection.trail_entries} entries"),
        ("bills/", f"{result.bills.count + 1} bills as documents"),
        ("holders/", "what three holders have to prove their bills"),
        ("vaults/", "what each organisation keeps to itself: secrets, salts, records, bills"),
        ("results.txt", "this page"),
    ):
        yield Text(f"  {name:<24}{text}")
    yield from _wrapped("The chain was inside the process and is gone with it.", 2)


def _next(result: DemoResult) -> Iterator[Text]:
    yield Text("Try next", _HEADING)
    for what, command in commands(result):
        yield Text(f"  # {what}", _FAINT)
        yield Text(f"  {command}")


# --- lines ----------------------------------------------------------------------------------------------


def _labelled(label: str, style: str, text: str) -> list[Text]:
    first, *rest = textwrap.wrap(text, WIDTH - 3 - _LABEL)
    line = Text("   ")
    line.append(f"{label:<{_LABEL}}", style)
    line.append(first)
    return [line, *(Text(" " * (3 + _LABEL) + more) for more in rest)]


def _named(name: str, text: str, style: str = "") -> Iterator[Text]:
    """A name, and a text that is wrapped beside it."""
    for number, line in enumerate(textwrap.wrap(text, WIDTH - _NAMED, break_on_hyphens=False)):
        yield Text(f"  {'' if number else name:<{_NAMED - 2}}{line}", style)


def _message(item: Refused, indent: int) -> list[Text]:
    """The error's own words; long hashes in them are cut short."""
    return _wrapped(" ".join(map(_cut, str(item.error).split(" "))), indent, _FAINT)


def _wrapped(text: str, indent: int, style: str = "") -> list[Text]:
    return [Text(" " * indent + line, style) for line in textwrap.wrap(text, WIDTH - indent)]


def _table(names: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int]) -> list[Text]:
    """Columns as wide as what stands in them; those in `right` are flush right."""
    widths = [max(map(len, column)) for column in zip(names, *rows, strict=True)]

    def line(cells: Sequence[str], style: str = "") -> Text:
        padded = [
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return Text(f"  {'  '.join(padded)}".rstrip(), style)

    return [line(names, _FAINT), *(line(row) for row in rows)]


def _did(entry: TrailEntry) -> str:
    """The event, and how much it was about."""
    details = entry.details
    if word := details.get("outcome", details.get("reason")):
        return f"{entry.event}: {word}"
    if "count" in details:
        return f"{entry.event}: {details['count']} bills"
    amount = details.get("amount_fen", details.get("claimable_fen"))
    return entry.event if amount is None else f"{entry.event}: {yuan(amount)}"


def _word(authentic: bool) -> str:
    return "authentic" if authentic else "NOT authentic"


def _short(value: bytes) -> str:
    return f"0x{value.hex()[:16]}..."


def _cut(word: str) -> str:
    """A word, or the beginning of a hash of 32 bytes with what stands behind it."""
    digits = word[2:66]
    if word.startswith("0x") and len(digits) == 64 and all(digit in "0123456789abcdef" for digit in digits):
        return f"0x{digits[:16]}...{word[66:]}"
    return word
