"""Runs schedules of faults: `python -m tests.simulator [--schedules N] [--first SEED] | --seed SEED`."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from tests.simulator.trial import Failure, Trial, run

LINES = 20
"""How often the count is shown in a long run."""


def main() -> int:
    """The number of schedules that failed, at most 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulator", description=__doc__)
    parser.add_argument("--schedules", type=int, default=100_000, metavar="N", help="how many seeds are tried")
    parser.add_argument("--first", type=int, default=0, metavar="SEED", help="the first of them")
    parser.add_argument("--seed", type=int, help="this one alone, with all that happened in it")
    asked = parser.parse_args()
    try:
        if asked.seed is not None:
            print("\n".join(run(asked.seed).node.diary))
            return 0
        trials = tried(asked.first, asked.schedules)
    except Failure as failure:
        print(f"{failure}\n\nagain alone: python -m tests.simulator --seed {str(failure).split()[1].strip(':')}")
        return 1
    print(trials)
    return 0


def tried(first: int, count: int) -> str:
    """Runs so many seeds; what came of them, in one sentence.

    Raises:
        Failure: the first that failed.
    """
    begun, alarms, ends = time.monotonic(), Counter[str](), Counter[str]()
    runs = lies = reorganisations = 0
    for done, seed in enumerate(range(first, first + count), 1):
        trial: Trial = run(seed)
        ends[trial.ended] += 1
        alarms.update(trial.alarms)
        runs, lies = runs + trial.runs, lies + trial.told
        reorganisations += trial.reorganisations
        if done % max(1, count // LINES) == 0:
            print(f"{done:,} of {count:,}", file=sys.stderr, flush=True)
    shown = ", ".join(f"{name} {number:,}" for name, number in alarms.most_common())
    return (
        f"{count:,} schedules in {time.monotonic() - begun:.0f} s: {runs:,} runs, {lies:,} lies, "
        f"{reorganisations:,} reorganisations followed; ended {dict(ends)}; stopped on the way by {shown or 'nothing'}"
    )


if __name__ == "__main__":
    sys.exit(main())
