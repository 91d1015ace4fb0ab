"""Every seeded fault, or a sample of them, with the test that finds it: `python -m tests.mutants [--sample N]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from tests.mutants.examine import Finding, Outcome, examine, run_tests, sources
from tests.mutants.faults import MUTANTS
from tests.mutants.mutant import DoesNotApply, Mutant, mutated, sample


def main() -> None:
    options = _options()
    began = monotonic()
    texts = sources()
    _require_applying(texts)
    chosen = [mutant for mutant in MUTANTS if options.only in mutant.name or options.only in mutant.file]
    if options.sample:
        chosen = sample(chosen, texts, options.sample)
    _require_passing(chosen)
    _print_row("", "seconds", "broken in", "so that", "test that fails")
    with ThreadPoolExecutor(options.jobs) as pool:
        findings = [_shown(finding) for finding in pool.map(examine, chosen)]
    standing = [finding for finding in findings if finding.outcome is not Outcome.KILLED]
    for finding in standing:
        print(f"\n{finding.mutant.name}: {finding.outcome.value}\n{finding.detail}")
    print(_closing_line(len(findings), len(standing), monotonic() - began))
    if standing or not findings:
        sys.exit(1)


def _closing_line(found: int, standing: int, seconds: float) -> str:
    """As pytest writes it, so that `.ci/run` reads all alike: a fault that was killed has passed."""
    failed = f"{standing} failed, " if standing else ""
    return f"===== {failed}{found - standing} passed of {len(MUTANTS)} faults in {seconds:.0f}s ====="


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=(__doc__ or "").partition(":")[0])
    parser.add_argument("--sample", type=int, default=0, help="so many only, chosen by the hash of the sources")
    parser.add_argument("--only", default="", help="those whose name or file holds this text")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    return parser.parse_args()


def _require_applying(texts: dict[str, str]) -> None:
    """All of them, also those that are not in the sample: a fault that does not apply is no fault any more."""
    problems = []
    for mutant in MUTANTS:
        try:
            mutated(mutant, texts.get(mutant.file, ""))
        except DoesNotApply as problem:
            problems.append(str(problem))
    if problems:
        sys.exit("\n".join([*problems, "mend these in tests/mutants/faults/"]))


def _require_passing(chosen: Sequence[Mutant]) -> None:
    """A test that fails without the fault finds nothing."""
    with TemporaryDirectory() as empty:
        trial = run_tests(Path(empty), sorted({mutant.killed_by for mutant in chosen}))
    if not trial.ran or trial.failed:
        sys.exit(f"{trial.output}\nthese tests have to pass on the contracts as they are")


def _shown(finding: Finding) -> Finding:
    mutant = finding.mutant
    place = f"{Path(mutant.file).stem}.{mutant.function}"
    _print_row(finding.outcome.value, f"{finding.seconds:.1f}", place, mutant.name, mutant.killed_by.rpartition("/")[2])
    return finding


def _print_row(outcome: str, seconds: str, place: str, what: str, test: str) -> None:
    print(f"{outcome:9}  {seconds:>7}  {place:34}  {what:62}  {test}", flush=True)


if __name__ == "__main__":
    main()
