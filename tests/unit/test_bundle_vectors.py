"""The vectors on disk are what the verifier says of them, and what the tool writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govledger.audit.bundle.files import read_bundle
from govledger.audit.bundle.verdict_output import claims
from govledger.audit.bundle.verifying import Pins
from govledger.consensus.checkpoint import Checkpoint
from govledger.errors import BundleRefused
from tests.bundles import verdict_on
from tools.bundle_vectors import FOLDER, VECTORS, main

ALL: list[dict[str, Any]] = json.loads((FOLDER / "vectors.json").read_bytes())


def pins_in(vector: dict[str, Any]) -> Pins:
    checkpoint = vector["checkpoint"]
    return Pins(
        bytes.fromhex(vector["genesis"][2:]),
        bytes.fromhex(vector["deployment"][2:]),
        until=vector["until"],
        checkpoint=None if checkpoint is None else Checkpoint.decode(bytes.fromhex(checkpoint[2:])),
    )


@pytest.mark.parametrize("vector", [one for one in ALL if "proved" in one], ids=lambda vector: vector["file"])
def test_a_true_vector_is_proved_with_its_claims(vector: dict[str, Any]) -> None:
    assert claims(verdict_on(read_bundle(FOLDER / vector["file"]), pins_in(vector))) == vector["proved"]


@pytest.mark.parametrize("vector", [one for one in ALL if "refused" in one], ids=lambda vector: vector["file"])
def test_a_lying_vector_is_refused_by_its_rule(vector: dict[str, Any]) -> None:
    with pytest.raises(BundleRefused) as caught:
        verdict_on(read_bundle(FOLDER / vector["file"]), pins_in(vector))
    refused = caught.value
    found = (str(refused.rule), refused.header_rule or None, refused.block)
    assert found == (vector["refused"], vector["header_rule"], vector["block"])


def test_every_file_is_a_vector_and_all_of_them_are_small() -> None:
    files = {path.name: path.stat().st_size for path in FOLDER.iterdir()}
    assert {*files} == {"vectors.json", *(vector["file"] for vector in ALL)}
    assert len(VECTORS) < len(ALL) and sum(files.values()) < 400_000


def test_the_tool_writes_the_same_files_again(tmp_path: Path) -> None:
    main(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in FOLDER.iterdir()
    }
