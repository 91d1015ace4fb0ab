"""cryo's logs of a chain, as parquet files. Run by the Python of `.build/cryo`, which has nothing of this library.

Its settings are its defaults (snappy, 1,000 blocks a file, as many requests at once as it likes), but that a request
is for the logs of 20 blocks, which was faster here than of one, and that it writes no report of its run.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import sys
from pathlib import Path
from time import perf_counter, process_time

import cryo  # type: ignore[import-not-found]  # it is not where mypy looks


def main() -> None:
    """Fills the folder; prints what it took."""
    chain_file, folder = sys.argv[1:]
    chain = json.loads(Path(chain_file).read_bytes())
    contracts = [f"0x{base64.b64decode(one['address']).hex()}" for one in chain["deployment"]["contracts"].values()]
    Path(folder).mkdir()
    began, processor = perf_counter(), process_time()
    cryo.freeze(
        "logs",
        blocks=[f"{chain['deployment']['first_block']}:{chain['last_block'] + 1}"],
        rpc=chain["url"],
        contract=contracts,
        inner_request_size=20,
        output_dir=folder,
        verbose=False,
        no_report=True,
    )
    taken = {
        "seconds": perf_counter() - began,
        "processor_seconds": process_time() - processor,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(taken), flush=True)
    os._exit(0)  # threads of cryo's outlive its call, and crash a Python that ends in the usual way


if __name__ == "__main__":
    main()
