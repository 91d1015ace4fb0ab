"""What people who ask with SQL are given: views, and the questions of the document, in both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from govledger import events
from govledger.audit.trail import trail
from govledger.index import Store, open_store, schema, sync
from tests.simulated_chain import GENESIS_TIME, SimulatedChain, sample, word
from tests.store_places import StorePlace

DOCS = Path(__file__).resolve().parents[2] / "docs"
QUERIES = [
    query
    for name in ("index_tables", "audit")
    for query in re.findall(r"```sql\n(SELECT.*?)```", (DOCS / f"{name}.md").read_text("utf-8"), re.DOTALL)
]
ALICE = word("alice")[:20]
CODE = b"HOSPITAL0000000001"


@pytest.fixture
def store(place: StorePlace) -> Iterator[Store]:
    chain = SimulatedChain()
    acting = {"actor": ALICE, "acting_organisation": 1}
    chain.seal([sample(events.OrganisationAdmitted, organisation=1, public_code=CODE, acting_organisation=0)])
    chain.seal([sample(events.OfficerAppointed, officer=11, account=ALICE, acting_organisation=0)])
    chain.seal([sample(events.GrantIssued, **acting, grant=7, grant_version=1)])
    chain.seal([sample(events.GrantRevoked, **acting, grant=7, grant_version=2, reason=1)])
    chain.seal([sample(events.DraftApproved, **acting, draft=word("draft"), draft_version=1)])
    chain.seal([sample(events.GlassBroken, **acting, emergency=3), sample(events.GlassBroken, **acting, emergency=4)])
    chain.seal([sample(events.EmergencyReviewed, emergency=3)])
    bill = {"bill": 440_100_010_000_000_007, "acting_organisation": 2}
    chain.seal([sample(events.SettlementMade, **bill, amount_fen=50)])
    chain.seal([sample(events.DirectSettlementMade, **bill, amount_fen=70)])
    with open_store(place.url, chain.deployment()) as store:
        sync(chain, store)
        yield store


def test_a_view_says_what_the_trail_says(store: Store) -> None:
    columns = "block_number, log_index, contract, event, actor, acting_organisation, timestamp, public_code, officer"
    rows = list(store.rows(f"SELECT {columns} FROM trail ORDER BY block_number, log_index"))
    entries = list(trail(store))
    assert len(rows) == len(entries) == 10
    for row, entry in zip(rows, entries, strict=True):
        organisation, code = entry.who.organisation or 0, entry.who.organisation_code
        at = entry.at
        assert row[:7] == (
            *(at.block_number, at.log_index, entry.contract, entry.event),
            *(entry.who.address, organisation, at.block_timestamp),
        )
        assert row[7] == (code.encode() if code else None)
        if entry.event not in ("OrganisationAdmitted", "OfficerAppointed"):  # before the account was an officer's
            assert row[8] == entry.who.officer


def test_versions_are_shown_by_name_with_a_number_or_with_bytes(store: Store) -> None:
    columns = "contract, kind, id, id_bytes, version, event, block_number"
    found = list(store.rows(f"SELECT {columns} FROM object_versions ORDER BY block_number"))
    assert found == [
        ("access_grants", "grant", 7, None, 1, "GrantIssued", 3),
        ("access_grants", "grant", 7, None, 2, "GrantRevoked", 4),
        ("access_grants", "draft", None, word("draft"), 1, "DraftApproved", 5),
    ]


def test_every_view_is_made_and_has_its_columns(store: Store) -> None:
    for view in schema.views():
        for row in store.rows(f"{schema.select_query(view)} LIMIT 1"):
            assert len(row) == len(view.columns)
    assert store.first("SELECT count(*) FROM events") == (10,)


def test_the_questions_of_the_documents_are_answered(store: Store) -> None:
    time = GENESIS_TIME
    of_grant, emergencies, settled, misused = (list(store.rows(query)) for query in QUERIES)
    assert of_grant == [(time + 15, "GrantIssued", 1, 11, 1, 1), (time + 20, "GrantRevoked", 1, 11, 1, 2)]
    assert emergencies == [(1, 2, 1)]
    assert settled == [(time + 40, 2, 50), (time + 45, 2, 70)]
    assert misused == [(7, 1, 1, time + 20)]
