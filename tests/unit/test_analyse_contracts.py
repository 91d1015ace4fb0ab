"""What `make lint` relies on: slither's findings fail, and so do exceptions that nothing needs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools.analyse_contracts import EXCLUDED, ROOT, analyse

SAFE = """\
        uint256 amount = balanceOf[msg.sender];
        balanceOf[msg.sender] = 0;
        require(bank.pay(msg.sender, amount));"""

REENTRANT = """\
        uint256 amount = balanceOf[msg.sender];
        require(bank.pay(msg.sender, amount));
        balanceOf[msg.sender] = 0;"""

CARELESS = """\
        uint256 amount = balanceOf[msg.sender];
        balanceOf[msg.sender] = 0;
        bank.pay(msg.sender, amount);"""

CONTRACT = """\
// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

interface Bank {
    function pay(address to, uint256 amount) external returns (bool);
}

contract Planted {
    Bank public immutable bank;
    mapping(address holder => uint256 amount) public balanceOf;

    constructor(Bank bank_) {
        bank = bank_;
    }

    function fill() external {
        balanceOf[msg.sender] = 1;
    }

    function empty() external {
%s
    }
}
"""


def excepted(body: str, line: int, detectors: str) -> str:
    lines = body.splitlines()
    lines.insert(line, f"        // slither-disable-next-line {detectors}")
    return "\n".join(lines)


@pytest.fixture
def analysed(tmp_path: Path):
    """What comes of a project whose one contract has this in its function."""
    shutil.copy(ROOT / "foundry.toml", tmp_path)
    (tmp_path / "contracts").mkdir()

    def analyse_with(body: str) -> tuple[bool, str]:
        (tmp_path / "contracts" / "Planted.sol").write_text(CONTRACT % body)
        return analyse(tmp_path)

    return analyse_with


def test_contract_without_findings_passes(analysed):
    clean, said = analysed(SAFE)
    assert clean, said


@pytest.mark.parametrize(("body", "detector"), [(REENTRANT, "reentrancy-no-eth"), (CARELESS, "unused-return")])
def test_planted_fault_is_found(analysed, body, detector):
    clean, said = analysed(body)
    assert not clean
    assert f"Detector: {detector}" in said


def test_exception_holds_for_its_line_and_detector_alone(analysed):
    assert analysed(excepted(CARELESS, 2, "unused-return"))[0]
    assert not analysed(excepted(CARELESS, 2, "reentrancy-no-eth"))[0]


def test_exception_that_nothing_needs_is_found(analysed):
    clean, said = analysed(excepted(SAFE, 2, "unused-return"))
    assert not clean
    assert "Unused" in said


def test_contract_that_does_not_compile_is_no_success(analysed):
    clean, said = analysed("        no Solidity;")
    assert not clean
    assert "analyzed" not in said


def test_detectors_are_excluded_with_a_reason():
    assert all(len(reason.split()) > 10 for reason in EXCLUDED.values())
