"""The same contracts under ape: compiled by `ape compile`, deployed to its local chain, and called."""

from __future__ import annotations

from typing import Any

import pytest
from eth_utils.address import to_checksum_address
from hexbytes import HexBytes
from rlp import encode as rlp_encode

from govledger.artifacts import load
from govledger.events.chain import EMPTY_HEAD, log_digest, next_head
from govledger.plan import POLICIES
from govledger.privacy.keccak import keccak256

FIRST_ID = 1
DECISIONS_ROLE = 1
HOSPITAL_CODE = b"12100000400000001A"
HOSPITAL_KINDS = 1
NO_GUARDIAN = "0x" + "00" * 20
POLICIES_GIVEN = [(terms.threshold, terms.delay_seconds, terms.lapse_seconds) for terms in POLICIES.values()]


def next_address(account: Any) -> str:
    """Where the account's next but one transaction puts its contract."""
    creator = bytes.fromhex(account.address[2:])
    return to_checksum_address(keccak256(rlp_encode([creator, account.nonce + 1]))[12:])


def head_of_logs(receipts: list[Any], address: str) -> bytes:
    """The running hash recomputed from a contract's raw logs."""
    head = EMPTY_HEAD
    for receipt in receipts:
        for log in receipt.logs:
            if to_checksum_address(log["address"]) == address:
                digest = log_digest([HexBytes(topic) for topic in log["topics"]], HexBytes(log["data"]))
                head = next_head(head, digest, receipt.block_number, receipt.block.timestamp)
    return head


@pytest.fixture
def founder(accounts: Any) -> Any:
    return accounts[0]


@pytest.fixture
def consortium(project: Any, founder: Any) -> Any:
    return founder.deploy(project.Consortium, FIRST_ID, [(DECISIONS_ROLE, next_address(founder))])


@pytest.fixture
def decisions(project: Any, founder: Any, consortium: Any) -> Any:
    return founder.deploy(project.Decisions, consortium, founder, NO_GUARDIAN, FIRST_ID, POLICIES_GIVEN)


def test_directory_lists_the_contract_deployed_at_the_address_computed_before(consortium: Any, decisions: Any) -> None:
    assert consortium.contractOf(DECISIONS_ROLE) == decisions.address
    assert decisions.consortium() == consortium.address
    assert decisions.head() == head_of_logs([decisions.creation_metadata.receipt], decisions.address)


def test_organisation_is_admitted_by_decision_and_the_heads_are_those_of_the_logs(
    founder: Any, consortium: Any, decisions: Any
) -> None:
    call = consortium.admitOrganisation.encode_input(HOSPITAL_CODE, HOSPITAL_KINDS, True)
    receipt = decisions.decide(consortium, call, sender=founder)

    organisation = consortium.getOrganisation(FIRST_ID)
    assert (organisation.version, bytes(organisation.publicCode)) == (1, HOSPITAL_CODE)
    assert consortium.head() == head_of_logs([consortium.creation_metadata.receipt, receipt], consortium.address)
    assert decisions.head() == head_of_logs([decisions.creation_metadata.receipt, receipt], decisions.address)


def test_account_that_does_not_decide_is_refused(project: Any, accounts: Any, consortium: Any, decisions: Any) -> None:
    import ape

    call = consortium.admitOrganisation.encode_input(HOSPITAL_CODE, HOSPITAL_KINDS, True)
    with ape.reverts(decisions.FounderRequired):
        decisions.decide(consortium, call, sender=accounts[1])


def test_ape_and_the_package_know_the_same_interface(project: Any) -> None:
    for contract in ("Consortium", "Decisions", "BillClaims"):
        compiled = project.contracts[contract]
        names = {(entry.type, entry.name) for entry in compiled.abi if entry.type in ("function", "event", "error")}
        packaged = {(entry["type"], entry["name"]) for entry in load(contract).abi if "name" in entry}
        assert names == packaged
