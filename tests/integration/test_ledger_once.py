"""Acts that are done once: an officer with an outbox, idempotency keys, and a second writer of the same key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import govledger
from govledger import Ledger, OrganisationKind, Waiting
from govledger.errors import IdempotencyKeyReused, InputError, OutboxBusy
from govledger.refusals import PublicCodeTaken

CODE, OTHER = "11330000MB0000001A", "11330000MB0000002B"
HOSPITAL = {OrganisationKind.HOSPITAL}


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with govledger.embedded() as chain:
        yield govledger.deploy(chain)


def founder(ledger: Ledger, tmp_path: Path) -> govledger.Officer:
    key = ledger.connection.development_keys[0]
    return ledger.acting_as(key, outbox=tmp_path / "outbox", waiting=Waiting(timeout_seconds=20))


def test_act_under_a_key_is_carried_out_once_also_after_a_restart(ledger, tmp_path):
    with founder(ledger, tmp_path) as officer:
        first = officer.once("admit-1").decisions.admit_organisation(CODE, HOSPITAL)
        assert officer.once("admit-1").decisions.admit_organisation(CODE, HOSPITAL) == first
    with founder(ledger, tmp_path) as officer:
        assert officer.recover() == 0
        assert officer.once("admit-1").decisions.admit_organisation(CODE, HOSPITAL) == first
        with pytest.raises(PublicCodeTaken):
            officer.decisions.admit_organisation(CODE, HOSPITAL)


def test_key_stands_for_one_call(ledger, tmp_path):
    with founder(ledger, tmp_path) as officer:
        officer.once("admit-1").decisions.admit_organisation(CODE, HOSPITAL)
        with pytest.raises(IdempotencyKeyReused):
            officer.once("admit-1").decisions.admit_organisation(OTHER, HOSPITAL)
        assert ledger.consortium.organisation_by_code(OTHER) is None


def test_transactions_of_one_act_are_numbered_under_its_key(ledger, tmp_path):
    for _ in range(2):
        with founder(ledger, tmp_path) as officer:
            once = officer.once("both")
            events = [once.decisions.admit_organisation(code, HOSPITAL).event for code in (CODE, OTHER)]
            assert [event.organisation for event in events] == [1, 2]
            outbox = officer._transactor._outbox
            assert len(outbox.by_key("both")) == len(outbox.by_key("both#2")) == 1


def test_one_writer_for_each_key(ledger, tmp_path):
    with founder(ledger, tmp_path), pytest.raises(OutboxBusy, match="which writes with the same key"):
        founder(ledger, tmp_path)
    founder(ledger, tmp_path).close()


def test_key_without_an_outbox_is_refused_before_anything_is_sent(ledger):
    officer = ledger.acting_as(ledger.connection.development_keys[0])
    with pytest.raises(InputError, match="acting_as"):
        officer.once("admit-1").decisions.admit_organisation(CODE, HOSPITAL)
    assert ledger.consortium.organisation_by_code(CODE) is None
