"""The program that compares writing: that it runs, and what its last line has. Its figures are no matter here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHORT = {"--rounds": 1, "--seconds": 0.2, "--transactions": 30, "--calls": 80, "--in-flight": 20, "--bills": 24}


def test_last_line_has_the_ratios_that_are_quoted() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "submit.py")]
    command += [str(word) for option in SHORT.items() for word in option]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    for name in ("sign", "single", "bulk", "single_instant", "bulk_instant"):
        least, most = figures[f"range_{name}"]
        assert 0 < least <= figures[f"ratio_{name}"] <= most
    assert figures["ratio_sign"] == min(figures["ratio_sign_legacy"], figures["ratio_sign_dynamic"])
