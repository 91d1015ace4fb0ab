"""How many sealed headers, receipts roots and events of bundles are checked in a second, beside rlp, eth_keys, py-trie.

First it is checked that both sides find the same. One process, one core; rates are by the process' own time. What is
measured, and what came of it: docs/benchmarks.md. The last line of the output is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from submission.rounds import Comparison, Rounds, compare
from verification.bundles import bundle
from verification.headers import sealed_headers
from verification.receipts import Block, rate, some_receipts

from govledger.consensus.engine import Engine

SECONDS = 40
"""What the rounds of a comparison may take; on a busy machine there are fewer of them then."""


def main() -> None:
    options = _options()
    print(f"load before: {os.getloadavg()[0]:.2f}", flush=True)
    rounds = Rounds(options.rounds, SECONDS)
    figures: dict[str, float] = {}
    for engine in (Engine.CLIQUE, Engine.QBFT):
        chain = sealed_headers(engine, options.headers)
        chain.require_equal()
        found = compare(rounds, partial(chain.rate, chain.idiom), partial(chain.rate, chain.own))
        _show(f"{engine} headers a second", found)
        figures[f"{engine}_headers_per_s"] = round(found.ours.median)
        figures[f"{engine}_headers_per_s_idiom"] = round(found.idiom.median)
        figures[f"ratio_{engine}_headers"] = round(found.ratio.median, 2)
    figures |= _receipts(options.receipts, rounds)
    figures |= _bundles(options.events, rounds)
    print(json.dumps(figures))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each figure is measured")
    parser.add_argument("--headers", type=int, default=2_000, help="how many headers are checked in a round")
    parser.add_argument("--receipts", type=int, default=200, help="how many receipts a block has")
    parser.add_argument("--events", type=int, default=10_000, help="how many events a bundle has")
    return parser.parse_args()


def _receipts(count: int, rounds: Rounds) -> dict[str, float]:
    block = Block(some_receipts(count))
    block.require_equal()
    whole = compare(rounds, partial(rate, block.idiom, 5), partial(rate, block.own, 40))
    trie = compare(rounds, partial(rate, block.idiom_trie, 5), partial(rate, block.own_trie, 100))
    _show(f"roots of {count} receipts a second", whole)
    _show("the trie alone", trie)
    return {
        "receipts_roots_per_s": round(whole.ours.median, 1),
        "receipts_roots_per_s_idiom": round(whole.idiom.median, 1),
        "ratio_receipts_root": round(whole.ratio.median, 2),
        "ratio_trie": round(trie.ratio.median, 2),
    }


def _bundles(events: int, rounds: Rounds) -> dict[str, float]:
    figures: dict[str, float] = {}
    with TemporaryDirectory() as folder:
        for name, events_a_transaction in (("bundle", 100), ("bundle_single", 1)):
            made = bundle(Path(folder) / f"{name}.bundle", events, events_a_transaction)
            made.require_equal()
            found = compare(rounds, partial(made.rate, made.idiom), partial(made.rate, made.own))
            _show(f"{name} events a second", found)
            figures[f"{name}_events_per_s"] = round(found.ours.median)
            figures[f"{name}_events_per_s_idiom"] = round(found.idiom.median)
            figures[f"ratio_{name}"] = round(found.ratio.median, 2)
            figures[f"{name}_bytes_per_event"] = round(made.bytes_per_event)
    return figures


def _show(what: str, found: Comparison) -> None:
    print(f"{what:32} ours {found.ours}, idiom {found.idiom}, ratio {found.ratio}", flush=True)


if __name__ == "__main__":
    main()
