"""`govledger index` where files may not grow: the system refuses its writes, as a quota or a full disk does."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import govledger
from govledger import OrganisationKind
from tests.integration.conftest import RICH_KEY, Anvil
from tests.integration.index_process import IndexProcess, stands_at, tip_of
from tests.integration.test_killed_indexer import content_of

ORGANISATIONS = 20


@pytest.mark.parametrize("file_bytes", [0, 8_000, 40_000, 80_000])
@pytest.mark.parametrize("begun", [False, True], ids=["new store", "store that is there"])
def test_index_without_room_ends_with_one_clear_line_and_goes_on_when_there_is_room(
    anvil: Callable[..., Anvil], tmp_path: Path, begun: bool, file_bytes: int
) -> None:
    """The log that SQLite writes first may take that many bytes: not its lock, none or some of its pages."""
    store = tmp_path / "index.sqlite"
    with (
        anvil().connect() as connection,
        closing(govledger.deploy(connection, RICH_KEY, name="town", directory=tmp_path)) as ledger,
    ):
        arguments = (tmp_path / "town", str(store), "--rpc", str(connection.url))
        if begun:
            assert IndexProcess(*arguments).ended()[0] == 0
        before = content_of(str(store)) if begun else None
        founder = ledger.acting_as(RICH_KEY)
        for number in range(ORGANISATIONS):
            founder.decisions.admit_organisation(f"{number:018d}", {OrganisationKind.DEPARTMENT})
        status, _, errors = IndexProcess(*arguments, file_bytes=file_bytes).ended()
        lines = [line for line in errors.splitlines() if "no room" in line]
        assert (status, len(lines)) == (1, 1), errors
        assert f"no room to write {store}; the index is as it was, make room and go on" in lines[0]
        assert "Traceback" not in errors
        if before is not None:
            assert content_of(str(store)) == before
        assert IndexProcess(*arguments).ended()[0] == 0
        assert stands_at(str(store)) == tip_of(connection)
        assert IndexProcess(tmp_path / "town", str(tmp_path / "fresh.sqlite"), *arguments[2:]).ended()[0] == 0
        assert content_of(str(store)) == content_of(str(tmp_path / "fresh.sqlite"))
