"""The running hash, against values computed another way."""

from __future__ import annotations

import eth_abi
from eth_utils import keccak

from govledger import events
from govledger.events.chain import EMPTY_HEAD, log_digest, next_head
from tests.simulated_chain import sample


def test_a_digest_is_the_hash_of_the_topics_and_of_the_data_s_hash() -> None:
    topics, data = events.encode(sample(events.DecisionExecuted, seed=40))
    assert len(data) % 32 == 0 and len(topics) == 3
    assert log_digest(topics, data) == keccak(b"".join(topics) + keccak(data))
    assert log_digest((), b"") == keccak(keccak(b""))


def test_a_head_binds_the_block_s_number_and_time() -> None:
    digest = keccak(b"log")
    expected = keccak(
        eth_abi.encode(["bytes32", "bytes32", "uint256", "uint256"], [EMPTY_HEAD, digest, 7, 1_700_000_000])
    )
    assert next_head(EMPTY_HEAD, digest, 7, 1_700_000_000) == expected
    assert next_head(EMPTY_HEAD, digest, 8, 1_700_000_000) != expected
    assert next_head(EMPTY_HEAD, digest, 7, 1_700_000_001) != expected


def test_the_order_of_events_changes_the_head() -> None:
    one, two = keccak(b"1"), keccak(b"2")
    assert next_head(next_head(EMPTY_HEAD, one, 1, 1), two, 1, 1) != next_head(
        next_head(EMPTY_HEAD, two, 1, 1), one, 1, 1
    )


def test_a_log_may_come_as_other_kinds_of_bytes() -> None:
    from hexbytes import HexBytes

    event = sample(events.GrantIssued, grant=3)
    topics, data = events.encode(event)
    found = events.decode([HexBytes(topic) for topic in topics], HexBytes(data))
    assert found == event
    assert type(found.actor) is bytes  # type: ignore[attr-defined]


def test_what_is_no_event_is_neither_read_nor_written() -> None:
    import pytest

    from govledger.errors import MalformedData, UnknownLog

    with pytest.raises(UnknownLog, match="no topic"):
        events.decode([], b"")
    with pytest.raises(UnknownLog, match="topic 0x00"):
        events.decode([bytes(32)], b"")
    with pytest.raises(MalformedData, match="is no event"):
        events.encode(events.Event())
