"""How fast calls reach a chain: by this library, and by the idiom of web3.py and eth_account.

For each comparison it is first checked that both sides do the same; then they are measured in turn, on one node that
this program starts and stops. What is measured, and what came of it: docs/benchmarks.md. The last line of the output is
one JSON object.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from submission.bulk import Bills
from submission.node import RICH_KEY, Sealing, development_node
from submission.rounds import Comparison, Rounds
from submission.signing import compare_signing
from submission.single import SingleCalls
from submission.town import founded

from govledger.vault import Vault

TIME_LIMIT_SECONDS = 175
SIGNING_SECONDS = 8
CHAIN_SECONDS = 26
"""What the rounds of a comparison may take; on a busy machine there are fewer of them then."""


@dataclass(frozen=True, slots=True)
class _Work:
    """How much is done on one node."""

    sealing: Sealing
    rounds: Rounds
    seconds: float
    calls: int
    bills: int


def main() -> None:
    options = _options()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGALRM, _stop)
    signal.alarm(TIME_LIMIT_SECONDS)
    figures: dict[str, Comparison] = {}
    rounds = Rounds(options.rounds, SIGNING_SECONDS)
    for kind, comparison in compare_signing(rounds, options.transactions).items():
        _show(f"transactions signed, {kind}", comparison)
        figures[f"sign_{kind}"] = comparison
    figures |= _on_a_chain(options)
    print(json.dumps(_report(figures)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each side is measured")
    parser.add_argument("--seconds", type=float, default=2.0, help="how long the idiom writes in a round")
    parser.add_argument("--transactions", type=int, default=400, help="how many each side signs in a round")
    parser.add_argument("--calls", type=int, default=2_000, help="how many calls this library makes in a round")
    parser.add_argument("--in-flight", type=int, default=1_000, help="how many of them may be on their way at once")
    parser.add_argument("--bills", type=int, default=4_096, help="how many bills this library issues in a round")
    return parser.parse_args()


def _on_a_chain(options: argparse.Namespace) -> dict[str, Comparison]:
    """Single calls and bills in bulk, with blocks of one second and with blocks as soon as they are wanted."""
    rounds = Rounds(options.rounds, CHAIN_SECONDS)
    slow = _Work(Sealing.EVERY_SECOND, rounds, options.seconds, options.calls, options.bills)
    instant = _Work(Sealing.ON_REQUEST, rounds, options.seconds / 2, options.calls // 8, options.bills // 4)
    called, issued = _on(slow, "a block a second", options.in_flight)
    called_at_once, issued_at_once = _on(instant, "blocks on request", options.in_flight)
    return {"single": called, "bulk": issued, "single_instant": called_at_once, "bulk_instant": issued_at_once}


def _on(work: _Work, blocks: str, in_flight: int) -> tuple[Comparison, Comparison]:
    """On a node of its own, since this one hashes its whole state for each block: the more it holds, the slower."""
    with development_node() as connection, TemporaryDirectory() as name:
        folder = Path(name)
        town = founded(connection, RICH_KEY)
        with (
            closing(town.ledger),
            Vault.create(folder / "vault", town.hospital_code) as vault,
            closing(SingleCalls(town, folder / "outbox", in_flight=in_flight)) as single,
        ):
            called = single.compare(work.sealing, work.rounds, work.seconds, work.calls)
            _show(f"calls, {blocks}", called)
            issued = Bills(town, vault).compare(work.sealing, work.rounds, work.seconds, work.bills)
            _show(f"bills, {blocks}", issued)
            return called, issued


def _show(name: str, comparison: Comparison) -> None:
    print(f"{name}, a second: idiom {comparison.idiom}, ours {comparison.ours}, ratio {comparison.ratio}", flush=True)


def _report(figures: Mapping[str, Comparison]) -> dict[str, float | list[float]]:
    """Medians under the names that are quoted, and of every ratio the least and the most."""
    ratios = {name: comparison.ratio for name, comparison in figures.items()}
    slower = min(("sign_legacy", "sign_dynamic"), key=lambda name: ratios[name].median)
    ratios = {"sign": ratios[slower], **ratios}
    report: dict[str, float | list[float]] = {f"ratio_{name}": round(one.median, 1) for name, one in ratios.items()}
    report["rounds"] = min(comparison.rounds for comparison in figures.values())
    report |= {f"range_{name}": [round(one.least, 1), round(one.most, 1)] for name, one in ratios.items()}
    for name, comparison in figures.items():
        report[f"{name}_per_second"] = round(comparison.ours.median, 1)
        report[f"{name}_idiom_per_second"] = round(comparison.idiom.median, 1)
    return report


def _stop(number: int, _frame: object) -> NoReturn:
    """Ends the node too, since its block is left."""
    if number == signal.SIGALRM:
        sys.exit(f"not done after {TIME_LIMIT_SECONDS} seconds; give less --rounds or --seconds")
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
