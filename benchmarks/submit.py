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
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from submission.bulk import Bills
from submission.node import RICH_KEY, Sealing, development_node
from submission.rounds import Comparison
from submission.signing import compare_signing
from submission.single import SingleCalls
from submission.town import founded

from govledger.vault import Vault

TIME_LIMIT_SECONDS = 175


def main() -> None:
    options = _options()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGALRM, _stop)
    signal.alarm(TIME_LIMIT_SECONDS)
    figures: dict[str, Comparison] = {}
    for kind, comparison in compare_signing(options.rounds, options.transactions).items():
        figures[f"sign_{kind}"] = _shown(f"transactions signed, {kind}", comparison)
    figures |= _on_a_chain(options)
    print(json.dumps(_report(figures)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each side is measured")
    parser.add_argument("--seconds", type=float, default=2.0, help="how long the idiom writes in a round")
    parser.add_argument("--transactions", type=int, default=500, help="how many each side signs in a round")
    parser.add_argument("--calls", type=int, default=2_000, help="how many calls this library makes in a round")
    parser.add_argument("--in-flight", type=int, default=1_000, help="how many of them may be on their way at once")
    parser.add_argument("--bills", type=int, default=4_096, help="how many bills this library issues in a round")
    return parser.parse_args()


def _on_a_chain(options: argparse.Namespace) -> dict[str, Comparison]:
    """Single calls and bills in bulk, with blocks of one second and with blocks as soon as they are wanted."""
    return _on(Sealing.EVERY_SECOND, "a block a second", "", options.seconds, options.calls, options) | _on(
        Sealing.ON_REQUEST, "blocks on request", "_instant", options.seconds / 2, options.calls // 8, options
    )


def _on(
    sealing: Sealing, blocks: str, suffix: str, seconds: float, calls: int, options: argparse.Namespace
) -> dict[str, Comparison]:
    """On a node of its own, since this one hashes its whole state for each block: the more it holds, the slower."""
    with development_node() as connection, TemporaryDirectory() as name:
        folder = Path(name)
        town = founded(connection, RICH_KEY)
        with (
            closing(town.ledger),
            Vault.create(folder / "vault", town.hospital_code) as vault,
            closing(SingleCalls(town, folder / "outbox", in_flight=options.in_flight)) as single,
        ):
            called = _shown(f"calls, {blocks}", single.compare(sealing, options.rounds, seconds, calls))
            issued = Bills(town, vault).compare(sealing, options.rounds, seconds, options.bills)
            return {f"single{suffix}": called, f"bulk{suffix}": _shown(f"bills, {blocks}", issued)}


def _shown(name: str, comparison: Comparison) -> Comparison:
    print(f"{name}, a second: idiom {comparison.idiom}, ours {comparison.ours}, ratio {comparison.ratio}", flush=True)
    return comparison


def _report(figures: Mapping[str, Comparison]) -> dict[str, float | list[float]]:
    """Medians under the names that are quoted, and of every ratio the least and the most."""
    ratios = {name: comparison.ratio for name, comparison in figures.items()}
    slower = min(("sign_legacy", "sign_dynamic"), key=lambda name: ratios[name].median)
    ratios = {"sign": ratios[slower], **ratios}
    report: dict[str, float | list[float]] = {f"ratio_{name}": round(one.median, 1) for name, one in ratios.items()}
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
