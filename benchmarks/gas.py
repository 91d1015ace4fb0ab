"""What acts cost in gas, beside what comparable acts of other contracts cost.

What is measured, and what the figures are: docs/benchmarks.md. `--write` renews the snapshot, `benchmarks/gas.json`, to
which a test holds the figures. The last line of the output is one JSON object.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

from metering.acts import FIGURES, measured
from metering.references import REFERENCES

SNAPSHOT = Path(__file__).with_name("gas.json")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write the figures into the snapshot")
    options = parser.parse_args()
    figures = measured(FIGURES)
    before = json.loads(SNAPSHOT.read_text()) if SNAPSHOT.exists() else {}
    _show(figures, before)
    if options.write:
        SNAPSHOT.write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps(figures))


def _show(figures: Mapping[str, int], before: Mapping[str, int]) -> None:
    print(f"{'act':54} {'gas':>8} {'limit':>8}  since the snapshot")
    for figure in FIGURES:
        gas, known = figures[figure.key], before.get(figure.key)
        limit = "" if figure.limit is None else f"{figure.limit:,}"
        change = "new" if known is None else f"{gas - known:+,}" if gas != known else "same"
        print(f"{figure.about:54} {gas:8,} {limit:>8}  {change}")
    for figure in FIGURES:
        if figure.missed:
            print(f"\n{figure.key} misses its limit: {figure.missed}")
    print("\nfor comparison")
    for about, gas in REFERENCES:
        print(f"{about:54} {gas:8,}")


if __name__ == "__main__":
    main()
