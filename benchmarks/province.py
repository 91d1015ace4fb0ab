"""How many bills a machine builds and proves, and what part of a chain a province's bills need.

First it is checked that this library's trees are those of OpenZeppelin's JavaScript library, for a million bills, and
that a pool of processes seals bills as one process does. Then the peak hour is replayed on the contracts. What is
measured, and what came of it: docs/benchmarks.md. The last line of the output is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

from submission.rounds import Rounds, Spread, compare
from throughput.building import Pair, own_builder, proof_rate, require_sound
from throughput.chain_share import ALONE, BATCH_BILLS, BLOCK_SECONDS, DAY, PEAK, SPREAD_BATCH_BILLS, GasUnknown
from throughput.openzeppelin import require_equal

GAS = Path(__file__).with_name("gas.json")
SECONDS = 40
"""What the rounds of a comparison may take; on a busy machine there are fewer of them then."""


def main() -> None:
    options = _options()
    shares = _shares()
    print(f"load before: {os.getloadavg()[0]:.2f}", flush=True)
    require_equal(options.bills, BATCH_BILLS)
    print(
        f"{options.bills:,} bills: in one tree and in batches, roots, nodes and proofs are OpenZeppelin's", flush=True
    )
    measured = _measured(options.rounds, options.batch)
    print(json.dumps(_replayed(options.peak_seconds) | measured | shares))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=7, help="how often each figure is measured")
    parser.add_argument("--batch", type=int, default=BATCH_BILLS, help="how many bills are built in a round")
    parser.add_argument("--bills", type=int, default=1_000_000, help="of how many the trees are compared")
    parser.add_argument("--peak-seconds", type=int, default=3_600, help="of the peak hour that is replayed; 0: none")
    options = parser.parse_args()
    if options.peak_seconds % BLOCK_SECONDS:
        parser.error(f"--peak-seconds is {options.peak_seconds}; it takes whole blocks of {BLOCK_SECONDS}")
    return options


def _measured(rounds: int, batch: int) -> dict[str, object]:
    """Building by one process and by two, then by one with a pool, in turn; then proving."""
    builder, often = own_builder(batch), Rounds(rounds, SECONDS)
    built = builder.build()
    with closing(Pair(batch)) as pair:
        by_two = compare(often, builder.rate, pair.rate)
    with _pool() as pool:
        require_sound(built, pool)
        pooled = compare(often, builder.rate, lambda: builder.rate(pool))
    figures = {
        "build_bills_per_s": by_two.idiom,
        "build_bills_per_s_two": by_two.ours,
        "build_ratio_two": by_two.ratio,
        "build_bills_per_s_pool": pooled.ours,
        "build_ratio_pool": pooled.ratio,
        "build_bills_per_cpu_s": Spread.of(builder.cpu_rates),
        "build_bills_per_cpu_s_two": Spread.of(pair.cpu_rates),
        "verify_proofs_per_s": Spread.of([proof_rate(built) for _ in range(rounds)]),
    }
    for name, spread in figures.items():
        print(f"{name:26} {spread}")
    _show_steps(builder.steps())
    report: dict[str, object] = {name: _rounded(spread.median) for name, spread in figures.items()}
    report |= {f"range_{name}": [_rounded(spread.least), _rounded(spread.most)] for name, spread in figures.items()}
    return report | {"rounds": min(by_two.rounds, pooled.rounds), "load": round(os.getloadavg()[0], 2)}


def _replayed(seconds: int) -> dict[str, object]:
    """So much of the peak hour, call by call; nothing for none, which needs no pyrevm (it has no wheel for 3.13)."""
    if not seconds:
        return {}
    from peak.hour import Replay
    from peak.warmth import metered_warmth

    outcome = Replay(PEAK.times(seconds), metered_warmth()).run()
    refused = ", ".join(f"{count:,} {error}" for error, count in sorted(outcome.refused.items()))
    print(f"peak replayed: {outcome.bills:,} bills in {outcome.batches} batches, {outcome.claims:,} claimed once")
    print(f"refused: {refused}; no bill is overdrawn, and contracts, logs and what was sent agree", flush=True)
    return {
        "peak_hour_gas_share": round(outcome.share, 3),
        "peak_hour_gas_per_s": round(outcome.gas / seconds),
        "peak_hour_gas_refused_share": round(outcome.gas_refused / outcome.gas, 4),
        "peak_hour_replayed_s": seconds,
        "peak_hour_bills": outcome.bills,
        "peak_hour_claims": outcome.claims,
        "peak_hour_refused": sum(outcome.refused.values()),
        "peak_hour_blocks": outcome.blocks,
        "peak_hour_blocks_waited": outcome.waited,
        "peak_hour_wall_s": round(outcome.seconds, 1),
        "peak_hour_cpu_s": round(outcome.cpu_seconds, 1),
    }


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"))


def _show_steps(steps: dict[str, float]) -> None:
    print("microseconds of the processor for a bill:")
    for name, taken in (*steps.items(), ("together", sum(steps.values()))):
        print(f"  {name:32} {taken:6.1f}")


def _rounded(value: float) -> float:
    return round(value) if value >= 100 else round(value, 2)


def _shares() -> dict[str, float]:
    """Parts of a chain, claims in bulk calls by payer and, for comparison, alone; printed before the long work."""
    gas = json.loads(GAS.read_text())
    try:
        shares = {
            "day_share": DAY.share(gas),
            "peak_share": PEAK.share(gas),
            "day_share_alone": DAY.share(gas, ALONE),
            "peak_share_alone": PEAK.share(gas, ALONE),
            "peak_share_spread": PEAK.share(gas, batch_bills=SPREAD_BATCH_BILLS),
        }
    except GasUnknown as error:
        sys.exit(str(error))
    for name, share in shares.items():
        print(f"{name:20} {share:.3f}")
    return {name: round(share, 3) for name, share in shares.items()}


if __name__ == "__main__":
    main()
