"""The second verifier of bundles (verifier/), run by Node on many bundles at once, and both answers in one form."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from govledger.audit.bundle.files import read_bundle
from govledger.audit.bundle.verifying import Pins, Verifier
from govledger.audit.source import AttemptAt, EventAt
from govledger.errors import BundleRefused

ROOT = Path(__file__).resolve().parent.parent
END_LENGTH = 35
"""Bytes of END: the prefix of the list, the kind, the prefix of the digest, the digest."""


def builder() -> ModuleType:
    """tools/build_verifier.py, which is no package."""
    spec = importlib.util.spec_from_file_location("build_verifier", ROOT / "tools" / "build_verifier.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Case:
    """A bundle, changed or not, and what its auditor pins."""

    bundle: bytes
    pins: Pins
    chunk: int = 65_536
    """Bytes that the second verifier reads at once."""

    def job(self) -> str:
        checkpoint = self.pins.checkpoint
        job = {
            "base64": base64.b64encode(self.bundle).decode(),
            "genesis": f"0x{self.pins.genesis_hash.hex()}",
            "deployment": f"0x{self.pins.deployment_digest.hex()}",
            "until": self.pins.until,
            "checkpoint": None if checkpoint is None else base64.b64encode(checkpoint.encode()).decode(),
            "chunk": self.chunk,
        }
        return json.dumps({name: value for name, value in job.items() if value is not None})


def second_opinions(published: Path, cases: Sequence[Case]) -> list[dict[str, Any]]:
    """What the JavaScript says of each bundle."""
    run = subprocess.run(
        ["node", "verifier/jobs.mjs", published],
        cwd=ROOT,
        input="\n".join(case.job() for case in cases),
        capture_output=True,
        text=True,
        check=True,
    )
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(answers) == len(cases)
    return answers


def first_opinion(case: Case) -> dict[str, Any]:
    """What the package says of a bundle, in the words of the other one."""
    verifier = Verifier(case.pins)
    try:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "evidence.bundle")
            file.write_bytes(case.bundle)
            found = [one for part in read_bundle(file) for one in verifier.take(part)]
        verdict = verifier.verdict()
    except BundleRefused as refused:
        return {"proved": False, "rule": str(refused.rule), "within": refused.header_rule or None}
    return {
        "proved": True,
        "file": f"0x{hashlib.sha256(case.bundle).hexdigest()}",
        "deployment": f"0x{verdict.deployment_digest.hex()}",
        "chainId": verdict.chain_id,
        "genesis": f"0x{verdict.genesis_hash.hex()}",
        "engine": str(verdict.engine),
        "coverage": str(verdict.coverage),
        "from": verdict.first_block,
        "to": verdict.last_block,
        "lastHash": f"0x{verdict.last_hash.hex()}",
        "lastAt": verdict.last_at,
        "pathFrom": verdict.path_from,
        "pathTo": verdict.path_to,
        "headers": verdict.path_to - verdict.path_from,
        "validators": [f"0x{one.hex()}" for one in verdict.validators],
        "transactions": verdict.transactions,
        "events": verdict.events,
        "attempts": verdict.attempts,
        "contracts": [
            {
                "key": one.key,
                "address": f"0x{one.address.hex()}",
                "events": one.events,
                "completeness": list(map(str, one.completeness)),
                "beginning": str(one.beginning),
                "code": str(one.code),
                "head": None if one.head is None else f"0x{one.head.hex()}",
            }
            for one in verdict.contracts
        ],
        "lives": sorted(
            (
                {"contract": one.contract, "kind": one.kind, "id": _shown(one.id), "events": one.events}
                for one in verdict.lives
            ),
            key=_by_text,
        ),
        "found": list(map(_found, found)),
    }


def comparable(answer: dict[str, Any]) -> dict[str, Any]:
    """A second opinion without what the first one says in other words."""
    if not answer["proved"]:
        return {name: answer[name] for name in ("proved", "rule", "within")}
    return answer | {"lives": sorted(answer["lives"], key=_by_text)}


def with_digest(bundle: bytes) -> bytes:
    """A bundle whose END was computed anew, as a forger would."""
    body = bundle[:-END_LENGTH]
    return body + bundle[-END_LENGTH:-32] + hashlib.sha256(body).digest()


def changed(bundle: bytes, changes: Iterable[tuple[int, int]]) -> list[bytes]:
    """The bundle with one byte changed, for each place and difference, and the digest computed anew."""
    made = []
    for place, difference in changes:
        edited = bytearray(bundle)
        edited[place] ^= difference
        made.append(with_digest(bytes(edited)))
    return made


def _found(one: EventAt | AttemptAt) -> dict[str, Any]:
    where = {
        "block": one.block_number,
        "timestamp": one.timestamp,
        "transaction": one.transaction_index,
        "hash": f"0x{one.transaction_hash.hex()}",
        "sender": None if one.sender is None else f"0x{one.sender.hex()}",
    }
    if isinstance(one, AttemptAt):
        called = {"kind": "attempt", "contract": one.contract, "data": hashlib.sha256(one.data).hexdigest()}
        return where | called
    event = {"name": one.event.NAME, "index": one.log_index, "digest": f"0x{one.digest.hex()}"}
    return where | event | {"kind": "event", "contract": one.event.CONTRACT}


def _shown(object_id: int | bytes) -> str:
    return f"0x{object_id.hex()}" if isinstance(object_id, bytes) else str(object_id)


def _by_text(entry: dict[str, Any]) -> str:
    return json.dumps(entry, sort_keys=True)
