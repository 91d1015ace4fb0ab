"""Writes govledger/audit/verifier.html: the second verifier of bundles as one page that loads nothing.

The page is verifier/page.html with its style, the modules of verifier/src joined by esbuild with the libraries that
they use, the licences of these, and what the contracts are: read off the package's artifacts, as the modules want it.

    python tools/build_verifier.py
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from govledger.artifacts import CONTRACTS, Artifact, load
from govledger.events import EVENTS, Event
from govledger.events.calls import Argument

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "verifier"
LIBRARIES = ("@noble/curves", "@noble/hashes")
PAGE = ROOT / "govledger" / "audit" / "verifier.html"


def published() -> dict[str, Any]:
    """What the modules are told of the contracts: code, storage and events."""
    return {
        "contracts": {key: _contract(load(key)) for key in CONTRACTS},
        "events": [_event(event) for event in EVENTS],
    }


def _contract(artifact: Artifact) -> dict[str, Any]:
    assert artifact.bytecode.count(artifact.runtime_bytecode) == 1, "the creation code holds the runtime code once"
    constructor: Mapping[str, Any] = next((e for e in artifact.abi if e["type"] == "constructor"), {"inputs": ()})
    words = {one["name"]: one["type"] for one in constructor["inputs"]}
    immutables: dict[str, list[int]] = {}
    for reference in artifact.immutable_references:
        assert reference.length == 32 and words.get(f"{reference.name}_", "address") == "address"
        immutables.setdefault(reference.name, []).append(reference.start)
    return {
        "hash": f"0x{artifact.artifact_hash.hex()}",
        "creation": base64.b64encode(artifact.bytecode).decode(),
        "runtimeAt": artifact.bytecode.index(artifact.runtime_bytecode),
        "runtimeLength": len(artifact.runtime_bytecode),
        "arguments": [Argument.from_abi(parameter).type for parameter in constructor["inputs"]],
        "names": [parameter["name"] for parameter in constructor["inputs"]],
        "immutables": immutables,
        "variables": {one["label"]: _variable(artifact, one) for one in artifact.storage_layout["storage"]},
    }


def _variable(artifact: Artifact, variable: Mapping[str, Any]) -> dict[str, Any]:
    """A variable of the storage: a mapping's values have its `key`; of a struct, where its version is."""
    types = artifact.storage_layout["types"]
    held = types[variable["type"]]
    key = types[held["key"]] if held["encoding"] == "mapping" else None
    if key is not None:
        held = types[held["value"]]
    member = next((one for one in held.get("members", ()) if one["label"] == "version"), None)
    offset = member["offset"] if member else 0 if key else variable["offset"]
    length = int((types[member["type"]] if member else held)["numberOfBytes"])
    return {
        "slot": variable["slot"],
        "key": key and key["label"],
        "keyBytes": int(key["numberOfBytes"]) if key else 20,
        "memberSlot": int(member["slot"]) if member else 0,
        "offset": offset,
        "length": 4 if held["label"] == "AccountWord" else length,
    }


def _event(event: type[Event]) -> dict[str, Any]:
    indexed = [field.indexed for field in event.FIELDS]
    assert indexed == sorted(indexed, reverse=True), "the indexed arguments are the first ones"
    return {
        "contract": event.CONTRACT,
        "signature": event.SIGNATURE,
        "indexed": sum(indexed),
        "fields": [field.name for field in event.FIELDS],
        "objects": [[one.kind, one.id_field, one.version_field] for one in event.OBJECTS],
    }


def page() -> str:
    """The page. Its policy lets the one script and the one style run, by their hashes, and forbids every connection."""
    script = _joined()
    style = (SOURCES / "page.css").read_text("utf-8")
    text = (SOURCES / "page.html").read_text("utf-8")
    policy = f"default-src 'none'; script-src {_source(script)}; style-src {_source(style)}"
    tables = json.dumps(published(), separators=(",", ":"), sort_keys=True)
    filled = {"POLICY": policy, "STYLE": style, "LICENCES": _licences(), "PUBLISHED": tables, "SCRIPT": script}
    for place, content in filled.items():
        assert text.count(f"%{place}%") == 1 and "</script" not in content
        text = text.replace(f"%{place}%", content)
    return text


def _licences() -> str:
    """Those of the libraries that the page carries."""
    modules = ROOT / "node_modules"
    return "\n\n".join(
        escape(f"{name}\n\n{(modules / name / 'LICENSE').read_text('utf-8').strip()}") for name in LIBRARIES
    )


def _joined() -> str:
    """The modules and the libraries that they use, joined and not minified, so that they can be read in the page."""
    esbuild = ROOT / "node_modules" / "esbuild" / "bin" / "esbuild"
    options = ("--bundle", "--format=iife", "--target=es2023", "--charset=utf8", "--legal-comments=none")
    run = subprocess.run(
        [esbuild, SOURCES / "src" / "page.js", *options], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return run.stdout


def _source(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}: {PAGE.stat().st_size:,} bytes")
