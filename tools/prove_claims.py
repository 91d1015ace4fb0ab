"""Have halmos prove proofs/ClaimProofs.sol of the contracts, and find planted faults: `python tools/prove_claims.py`.

halmos needs other versions of packages than the library's tests: it has an environment of its own,
`.build/halmos`, whose versions are in proofs/constraints.txt.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TypeVar

from govledger.artifacts import compiler

ROOT = Path(__file__).resolve().parents[1]
CLAIMS = "contracts/BillClaims.sol"
PLACES = "contracts/types/ClaimPlaces.sol"
CONTRACTS = ("ThreePlaces", "TwoPlaces", "OnePlace", "BookedBill", "NewBill")
"""`ProofsOf…`, the ones that take longest first."""
_HALMOS = ROOT / ".build/halmos/bin/halmos"
_OPTIONS = ("--forge-build-out", ".build/proofs", "--loop", "9", "--no-status", "--solver-threads", "1")
_TIMES = ("--solver-timeout-branching", "100", "--solver-timeout-assertion", "300s")


@dataclass(frozen=True, slots=True)
class Check:
    """One proof: an act on one kind of bill."""

    contract: str
    """As in `CONTRACTS`."""

    function: str

    def __str__(self) -> str:
        return f"{self.contract}.{self.function}"


@dataclass(frozen=True, slots=True)
class Fault:
    """A text of a source, what takes its place, and the proof that must fail then."""

    name: str
    check: Check
    old: str
    """It stands exactly once in the source."""

    new: str
    file: str = CLAIMS

    def __str__(self) -> str:
        return f"{self.check}: {self.name}"


Case = TypeVar("Case", Check, Fault)

FAULTS = (
    Fault(
        "what is claimable is not kept",
        Check("NewBill", "check_reserve"),
        "standing.own = standing.own.withClaimableFen(claimableFen);",
        "",
    ),
    Fault(
        "one fen more is reserved than is left",
        Check("OnePlace", "check_reserve"),
        "require(amountFen <= available,",
        "require(amountFen <= available + 1,",
    ),
    Fault(
        "of what others reserved, only the last one counts",
        Check("ThreePlaces", "check_reserve"),
        "standing.othersLiveFen += entry.reservedFen();",
        "standing.othersLiveFen = entry.reservedFen();",
    ),
    Fault(
        "of what others settled, only the last one counts",
        Check("ThreePlaces", "check_reserve_and_settle"),
        "standing.othersSettledFen += entry.settledFen();",
        "standing.othersSettledFen = entry.settledFen();",
    ),
    Fault(
        "what a payer settled before is forgotten",
        Check("OnePlace", "check_reserve_and_settle"),
        ".withReservedFen(0).withSettledFen(settledFen);",
        ".withReservedFen(0).withSettledFen(amountFen);",
    ),
    Fault(
        "who declines has no name",
        Check("OnePlace", "check_decline"),
        "standing.own = own.withPayer(standing.payer);",
        "",
    ),
    Fault(
        "what ends in this second is renewed",
        Check("OnePlace", "check_renew"),
        "require(block.timestamp < expiresAt, ReservationExpired",
        "require(block.timestamp <= expiresAt, ReservationExpired",
    ),
    Fault(
        "what is settled stays reserved",
        Check("OnePlace", "check_settle"),
        ".withReservedFen(reservedFen - amountFen)",
        ".withReservedFen(reservedFen)",
    ),
    Fault(
        "what is released stays reserved",
        Check("OnePlace", "check_release"),
        "standing.own = standing.own.withReservedFen(0);",
        "",
    ),
    Fault(
        "the bill is engaged until the last place's expiry, and not until the latest",
        Check("ThreePlaces", "check_release"),
        "if (standing.othersExpiry < entry.expiresAt()) ",
        "",
    ),
    Fault(
        "a reversal is booked with its proposal",
        Check("OnePlace", "check_propose_reversal"),
        "uint64 version = _saveAccount(standing);\n\n        emit ReversalProposed(",
        "standing.own = standing.own.withSettledFen(settledFen - amountFen);\n        _save(standing);\n"
        "        uint64 version = standing.account.version();\n\n        emit ReversalProposed(",
    ),
    Fault(
        "more is reversed than was settled",
        Check("OnePlace", "check_confirm_reversal"),
        "standing.own = standing.own.withSettledFen(standing.own.settledFen() - amountFen);",
        "unchecked { standing.own = standing.own.withSettledFen(standing.own.settledFen() - amountFen); }",
    ),
    Fault(
        "a booking makes a payer",
        Check("OnePlace", "check_book_bill"),
        "standing.account.withNextBooking();",
        "standing.account.withNextPayer();",
    ),
    Fault(
        "a booking that was reversed counts",
        Check("BookedBill", "check_reverse_booking"),
        "standing.account = standing.account.withoutBooking();",
        "",
    ),
    Fault(
        "a reservation is live in the second in which it expires",
        Check("OnePlace", "check_available_of"),
        "time < self.expiresAt()",
        "time <= self.expiresAt()",
        PLACES,
    ),
)


def is_proved(check: Check, folder: Path = ROOT) -> tuple[bool, str]:
    """Whether halmos proves it of a project's contracts on every path, and what it says."""
    said = _halmos(check, folder)
    return "Symbolic test result: 1 passed; 0 failed" in said and "WARNING" not in said, said


def finds(fault: Fault) -> tuple[bool, str]:
    """Whether the proof fails, with an example, on a copy of the contracts with the fault."""
    with TemporaryDirectory() as place:
        copy = Path(place)
        for name in ("contracts", "proofs"):
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns(".cache"))
        shutil.copy(ROOT / "foundry.toml", copy)
        (copy / "node_modules").symlink_to(ROOT / "node_modules")
        text = (copy / fault.file).read_text(encoding="utf-8")
        if text.count(fault.old) != 1:
            return False, f"{fault.file} has {text.count(fault.old)} times {fault.old!r}: mend tools/prove_claims.py"
        (copy / fault.file).write_text(text.replace(fault.old, fault.new), encoding="utf-8")
        said = _halmos(fault.check, copy, "--early-exit")
    return "[FAIL]" in said and "Counterexample" in said, said


def _halmos(check: Check, folder: Path, *options: str) -> str:
    chosen = ("--contract", f"ProofsOf{check.contract}", "--match-test", rf"^{check.function}\(")
    return _run([str(_HALMOS), *chosen, *_OPTIONS, *_TIMES, *options], folder)


def _run(command: list[str], folder: Path) -> str:
    environment = os.environ | {"FOUNDRY_PROFILE": "prove", "FOUNDRY_SOLC": str(compiler.install(ROOT))}
    run = partial(subprocess.run, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return str(run(command, cwd=folder, env=environment).stdout)


def _checks() -> list[Check]:
    """All of proofs/ClaimProofs.sol, which is compiled first."""
    # halmos also runs what an earlier build left there of contracts that there are no more.
    for name in ("proofs", "proofs-cache"):
        shutil.rmtree(ROOT / ".build" / name, ignore_errors=True)
    # As halmos does it, so that it has nothing to compile again.
    said = _run(["forge", "build", "--ast", "--root", str(ROOT), "--extra-output", "storageLayout", "metadata"], ROOT)
    checks = []
    for contract in CONTRACTS:
        artifact = ROOT / f".build/proofs/ClaimProofs.sol/ProofsOf{contract}.json"
        if not artifact.exists():
            sys.exit(f"{said}\n{artifact.name} was not compiled")
        names = [entry.get("name", "") for entry in json.loads(artifact.read_text(encoding="utf-8"))["abi"]]
        checks += [Check(contract, name) for name in sorted(names) if name.startswith("check_")]
    return checks


def _all_hold(word: str, cases: Iterable[Case], holds: Callable[[Case], tuple[bool, str]], jobs: int) -> bool:
    """Whether it holds of all; prints each, with the word if it does, as soon as it and all before it are known."""

    def timed(case: Case) -> tuple[Case, bool, str, float]:
        began = monotonic()
        held, said = holds(case)
        return case, held, said, monotonic() - began

    all_held = True
    with ThreadPoolExecutor(jobs) as pool:
        for case, held, said, seconds in pool.map(timed, cases):
            print(f"{word if held else 'FAILED':6}  {seconds:7.1f} s  {case}", flush=True)
            if not held:
                print(said, flush=True)
            all_held &= held
    return all_held


def main() -> None:
    parser = argparse.ArgumentParser(prog="prove_claims.py", description=(__doc__ or "").partition(":")[0])
    parser.add_argument("--only", default="", help="those whose name holds this text, as OnePlace or check_settle")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    options = parser.parse_args()
    began = monotonic()
    checks = [check for check in _checks() if options.only in str(check)]
    faults = [fault for fault in FAULTS if options.only in str(fault)]
    if not checks:
        sys.exit(f"no proof's name holds {options.only!r}")
    if not _all_hold("proved", checks, is_proved, options.jobs):
        sys.exit("halmos did not prove every check")
    if not _all_hold("found", faults, finds, options.jobs):
        sys.exit("a planted fault was not found: the proofs prove nothing")
    print(f"proved {len(checks)} checks and found {len(faults)} planted faults in {monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
