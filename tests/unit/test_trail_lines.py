"""Lines of the trail straight from rows, beside those that are made of the entries."""

from __future__ import annotations

from itertools import product

import pytest

from govledger.audit.entry import Actor, Context
from govledger.audit.lines import LineWriter
from govledger.audit.output import json_lines
from govledger.audit.reading import Reading, Row, readings
from govledger.events import BY_NAME
from govledger.index.codes import EVENT_CODES
from govledger.index.model import BlockHeader
from tests.simulated_chain import sample, word

HEADER = BlockHeader(5, word("block"), word("block before"), 1_700_000_025)
WHO = Actor(word("alice")[:20], "GRANTOR", 1, "HOSPITAL1", 11, 2)
WHY = Context(7, word("law"), None, 31, None)


def row_of(reading: Reading) -> Row:
    event = sample(BY_NAME[reading.event], seed=3)
    values = (getattr(event, field.name) for field in event.FIELDS)
    return 5, 2, 1, word("transaction"), word("digest"), *values, EVENT_CODES[reading.event]


@pytest.mark.parametrize("reading", readings()[1:], ids=lambda reading: reading.event)
def test_a_line_names_the_objects_that_the_event_is_about_and_no_others(reading: Reading) -> None:
    writer = LineWriter()
    whole = row_of(reading)
    places = [at if version < 0 else version for _, at, version in reading.objects]
    for are_there in product((True, False), repeat=len(places)):
        values = list(whole)
        for place, is_there in zip(places, are_there, strict=True):
            values[place] = (whole[place] or 1) if is_there else type(whole[place])()
        row = tuple(values)
        for until in (None, 1_800_000_000):
            [expected] = json_lines([reading.entry(row, WHO, WHY, HEADER, until)])
            assert writer.line(reading, row, WHO, WHY, HEADER, until) == expected
