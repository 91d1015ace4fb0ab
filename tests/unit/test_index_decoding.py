"""Logs become rows by the event's layout as by the decoder; versions and running hashes are carried on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govledger import events
from govledger.errors import MalformedLog, UnknownLog, VersionGap
from govledger.events import EVENTS, Event, Field, decode, encode
from govledger.events.chain import log_digest, next_head
from govledger.events.event import objects_of
from govledger.events.layout import layout_of
from govledger.index.checks import PlacedLog
from govledger.index.codes import EVENT_CODES, KIND_CODES
from govledger.index.decoding import REMEMBERED_OBJECTS, Decoder
from govledger.index.model import BlockHeader, HeadAt, RunningHead
from tests.simulated_chain import ADDRESSES, SimulatedChain, sample, shown, word

TRANSACTION = word("transaction")
LAID_OUT = [event for event in EVENTS if layout_of(event)]


def placed(event: Event, log_index: int = 0, transaction_index: int = 0) -> PlacedLog:
    topics, data = encode(event)
    address = shown(ADDRESSES[event.CONTRACT])
    raw, digest = b"".join(topics) + data, log_digest(topics, data)
    return (address, len(topics), raw, digest, log_index, transaction_index, TRANSACTION)


def block(number: int) -> BlockHeader:
    return BlockHeader(number, word(number), word(number - 1), 1_700_000_000 + number)


def decoder(
    heads: dict[str, RunningHead] | None = None, version_of: Callable[..., int] = lambda *of_object: 0
) -> Decoder:
    return Decoder(SimulatedChain().deployment(), heads or {}, version_of)


def taken_in(*blocks: Sequence[Event]) -> Decoder:
    made = decoder()
    for number, found in enumerate(blocks, 1):
        made.take_in(block(number), [placed(event, place) for place, event in enumerate(found)])
    return made


# --- rows ----------------------------------------------------------------------------------------------


def values_of(field: Field) -> st.SearchStrategy[Any]:
    if field.type.startswith("uint"):
        return st.integers(0, 2 ** int(field.type[4:]) - 1)
    if field.type == "bool":
        return st.booleans()
    size = 20 if field.type == "address" else int(field.type[5:])
    return st.binary(min_size=size, max_size=size)


@given(st.data())
def test_a_layout_reads_what_the_decoder_reads(data: st.DataObject) -> None:
    event = data.draw(st.sampled_from(LAID_OUT))
    made = event(*(data.draw(values_of(field)) for field in event.FIELDS))
    layout = layout_of(event)
    topics, body = encode(made)
    raw = b"".join(topics) + body
    assert layout is not None
    assert (len(raw), len(topics)) == (layout.size, layout.topics)
    assert int.from_bytes(raw, "big") & layout.padding == 0
    assert layout.read(raw) == msgspec.structs.astuple(made)


@given(st.data())
def test_a_layout_lets_a_bit_pass_exactly_where_the_decoder_does(data: st.DataObject) -> None:
    event = data.draw(st.sampled_from(LAID_OUT))
    layout = layout_of(event)
    assert layout is not None
    topics, body = encode(sample(event, data.draw(st.integers(0, 199))))
    raw = bytearray(b"".join(topics) + body)
    bit = data.draw(st.integers(0, 8 * (len(raw) - 32) - 1))
    raw[-1 - bit // 8] ^= 1 << bit % 8
    words = [bytes(raw[at : at + 32]) for at in range(0, 32 * len(topics), 32)]
    try:
        read = msgspec.structs.astuple(decode(words, bytes(raw[32 * len(topics) :])))
    except MalformedLog:
        assert int.from_bytes(raw, "big") & layout.padding
    else:
        assert not int.from_bytes(raw, "big") & layout.padding
        assert layout.read(bytes(raw)) == read


def test_only_arrays_and_bytes_have_no_layout() -> None:
    without = {event.NAME for event in EVENTS} - {event.NAME for event in LAID_OUT}
    assert without == {
        *("EndorsementGiven", "ResourceAmended", "ResourceRegistered", "DecisionExecuted"),
        "ProposalMade",
    }


def test_an_event_whose_topics_are_not_its_first_fields_has_no_layout() -> None:
    class Mixed(Event, frozen=True):
        FIELDS = (Field("plain", "uint64", False, ""), Field("topic", "uint64", True, ""))

    assert layout_of(Mixed) is None


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.NAME)
def test_every_event_becomes_a_row_of_its_table(event: type[Event]) -> None:
    made = sample(event, 7)
    found = decoder()
    found.take_in(block(3), [placed(made, 5, 2)])
    batch = found.batch()
    row = (3, 5, 2, TRANSACTION, log_digest(*encode(made)), *msgspec.structs.astuple(made))
    assert batch.rows == {event: [row]}
    assert (batch.headers, batch.events, batch.versions) == ([block(3)], 1, [])


def test_rows_of_a_table_stand_in_the_order_of_the_chain() -> None:
    batch = taken_in(
        [sample(events.GrantRevoked, 1), sample(events.GrantIssued, 2), sample(events.GrantRevoked, 3)],
        [sample(events.GrantRevoked, 4)],
    ).batch()
    assert [row[:2] for row in batch.rows[events.GrantRevoked]] == [(1, 0), (1, 2), (2, 0)]


def test_a_batch_holds_what_came_since_the_last_one() -> None:
    found = taken_in([sample(events.GrantRevoked, 1)], [])
    assert (found.pending_blocks, found.pending_events) == (2, 1)
    assert [header.number for header in found.batch().headers] == [1, 2]
    assert (found.pending_blocks, found.pending_events) == (0, 0)
    found.take_in(block(3), [placed(sample(events.GrantRevoked, 1))])
    batch = found.batch()
    assert ([header.number for header in batch.headers], batch.events) == ([3], 1)


# --- what is no event ----------------------------------------------------------------------------------


def test_a_log_with_an_unknown_topic_is_refused_with_contract_and_transaction() -> None:
    address, topics, raw, *place = placed(sample(events.GrantIssued))
    with pytest.raises(
        UnknownLog, match=f"log 0 of block 1, emitted by access_grants in transaction 0x{TRANSACTION.hex()}.*no event"
    ):
        decoder().take_in(block(1), [(address, topics, word("unknown") + raw[32:], *place)])


def test_a_log_without_topics_is_refused() -> None:
    address, _, raw, *place = placed(sample(events.GrantIssued))
    with pytest.raises(UnknownLog, match="no topic"):
        decoder().take_in(block(1), [(address, 0, raw, *place)])


def test_an_event_of_another_contract_is_refused() -> None:
    _, *rest = placed(sample(events.GrantIssued))
    with pytest.raises(UnknownLog, match=r"emitted by medical_bills .*GrantIssued is an event of access_grants"):
        decoder().take_in(block(1), [(shown(ADDRESSES["medical_bills"]), *rest)])


@pytest.mark.parametrize("event", [events.GrantRevoked, events.ProposalMade], ids=lambda event: event.NAME)
@pytest.mark.parametrize("change", ["shorter", "longer", "padding", "topics"])
def test_a_log_that_is_not_its_event_s_encoding_is_refused_with_its_block(event: type[Event], change: str) -> None:
    address, topics, raw, *place = placed(sample(event))
    raw = {
        "shorter": raw[:-1],
        "longer": raw + bytes(32),
        "padding": raw[:64] + b"\1" + raw[65:],
        "topics": raw,
    }[change]
    with pytest.raises(MalformedLog, match=f"log 0 of block 4: {event.NAME}"):
        decoder().take_in(block(4), [(address, topics - (change == "topics"), raw, *place)])


# --- running hashes ------------------------------------------------------------------------------------


def test_heads_are_those_of_the_last_event_of_each_block() -> None:
    one, two, three = sample(events.GrantIssued, 1), sample(events.GrantIssued, 2), sample(events.PaperIssued, 3)
    batch = taken_in([one, three, two], [], [one]).batch()
    expected = []
    head = bytes(32)
    for number, found in ((1, [one, two]), (3, [one])):
        for event in found:
            head = next_head(head, log_digest(*encode(event)), number, block(number).timestamp)
        expected.append(head)
    paper = next_head(bytes(32), log_digest(*encode(three)), 1, block(1).timestamp)
    assert batch.heads == [
        HeadAt("access_grants", 1, expected[0], 2),
        HeadAt("medical_bills", 1, paper, 1),
        HeadAt("access_grants", 3, expected[1], 3),
    ]


def test_heads_go_on_from_those_before() -> None:
    whole = taken_in([sample(events.GrantIssued, 1)], [sample(events.GrantIssued, 2)])
    half = taken_in([sample(events.GrantIssued, 1)])
    rest = decoder(half.heads())
    rest.take_in(block(2), [placed(sample(events.GrantIssued, 2))])
    assert rest.heads() == whole.heads()
    assert whole.heads()["access_grants"].events == 2
    assert whole.heads()["medical_bills"] == RunningHead()


# --- versions ------------------------------------------------------------------------------------------

GRANTED = sample(events.GrantIssued, grant=1, grant_version=1)
REVOKED = sample(events.GrantRevoked, grant=1, grant_version=2)


def test_versions_name_kind_and_event_by_their_codes() -> None:
    batch = taken_in([GRANTED], [REVOKED]).batch()
    kind = KIND_CODES["access_grants", "grant"]
    assert batch.versions == [
        (kind, 1, 1, EVENT_CODES["GrantIssued"], 1, 0),
        (kind, 1, 2, EVENT_CODES["GrantRevoked"], 2, 0),
    ]


def test_a_version_that_was_left_out_is_a_gap() -> None:
    with pytest.raises(VersionGap, match=r"makes version 2 of grant 1, whose version is 0: an event is missing"):
        taken_in([REVOKED])


def test_a_version_that_comes_twice_is_a_gap() -> None:
    with pytest.raises(VersionGap, match="makes version 1 of grant 1, whose version is 2"):
        taken_in([GRANTED, REVOKED], [GRANTED])


def test_the_store_is_asked_about_what_is_not_remembered_only() -> None:
    asked: list[tuple[Any, ...]] = []

    def version_of(*of_object: Any) -> int:
        asked.append(of_object)
        return 4

    found = decoder(version_of=version_of)
    revocations = [sample(events.GrantRevoked, grant=1, grant_version=version) for version in (5, 6)]
    found.take_in(block(1), [placed(event, place) for place, event in enumerate((*revocations, GRANTED_ANEW))])
    assert asked == [("access_grants", "grant", 1)]


GRANTED_ANEW = sample(events.GrantIssued, grant=2, grant_version=1)


def test_what_is_remembered_has_a_bound() -> None:
    asked: list[Any] = []
    found = decoder(version_of=lambda contract, kind, object_id: asked.append(object_id) or 1)
    granted = [sample(events.GrantIssued, grant=grant, grant_version=1) for grant in range(REMEMBERED_OBJECTS + 1)]
    found.take_in(block(1), [placed(event, place) for place, event in enumerate(granted)])
    found.batch()
    found.take_in(block(2), [placed(sample(events.GrantRevoked, grant=7, grant_version=2))])
    assert asked == [7]


def test_an_object_that_is_a_contract_is_named_by_its_address() -> None:
    with pytest.raises(VersionGap, match=f"listing 0x{'aa' * 20}"):
        taken_in([sample(events.ContractClosed, listing=b"\xaa" * 20, listing_version=2)])


def test_a_version_of_zero_means_that_the_event_is_not_about_such_an_object() -> None:
    listed = sample(events.ContractListed, listing=b"\1" * 20, listing_version=1, replaced_listing=bytes(20))
    assert list(objects_of(listed)) == [("listing", b"\1" * 20, 1)]
    assert [version[:3] for version in taken_in([listed]).batch().versions] == [
        (KIND_CODES["consortium", "listing"], b"\1" * 20, 1)
    ]


def test_an_event_about_two_objects_makes_a_version_of_each() -> None:
    issued = sample(events.BillIssued, bill=7, bill_version=1)
    red = sample(events.BillRedLettered, bill=7, bill_version=2, red_bill=8, red_bill_version=1)
    assert list(objects_of(red)) == [("bill", 7, 2), ("bill", 8, 1)]
    assert [version[1:3] for version in taken_in([issued, red]).batch().versions] == [(7, 1), (7, 2), (8, 1)]
