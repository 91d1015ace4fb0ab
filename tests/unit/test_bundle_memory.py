"""Memory does not grow with a bundle: sixty megabytes are written and read in little more than none.

With GOVLEDGER_BUNDLE_MEGABYTES=1100 (`make memory`) it is a gigabyte, in under 200 MB; what it took is printed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

MEGABYTES = int(os.environ.get("GOVLEDGER_BUNDLE_MEGABYTES", "60"))
GROWTH_MEGABYTES, MOST_MEGABYTES = 30, 200


@pytest.mark.xdist_group("bundle_memory")
def test_a_large_bundle_is_written_and_read_in_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "large.bundle"
    for what in ("write", "read"):
        arguments = [sys.executable, "-m", "tests.bundle_memory", what, str(file), str(MEGABYTES)]
        ended = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=True)
        print(ended.stdout)
        found = json.loads(ended.stdout)
        took = found["megabytes"]
        assert found["file_megabytes"] > 0.9 * MEGABYTES
        assert took["peak"] - took["before"] < GROWTH_MEGABYTES < found["file_megabytes"] / 1.5, took
        assert took["peak"] < MOST_MEGABYTES, took
