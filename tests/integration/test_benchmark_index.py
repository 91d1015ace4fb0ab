"""The program that compares indexers: all store the same rows, and its last line has what the documents quote."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHORT = {"--rounds": 1, "--events-a": 800, "--events-b": 400}
RATIOS = ("web3", "web3_b", "web3_receipts", "raw", "raw_receipts_b", "postgres")


def test_last_line_has_the_ratios_that_are_quoted() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "index.py")]
    command += [str(word) for option in SHORT.items() for word in option]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert "headers, web3, receipts, postgres store the same rows" in done.stdout
    assert "headers_b, web3_b, receipts_b store the same rows" in done.stdout
    figures = json.loads(done.stdout.splitlines()[-1])
    for name in RATIOS:
        least, most = figures[f"range_{name}"]
        assert 0 < least <= figures[f"ratio_{name}"] <= most
    assert figures["cpu_us_per_event"] > 0
    assert 0 < figures["peak_mb"] <= 100
