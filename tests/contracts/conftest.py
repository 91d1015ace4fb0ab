"""One consortium for the whole run; every test gets it fresh, and leaves the two laws standing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contracts.world import World, fresh

LAST = "test_completeness.py"


@pytest.fixture(scope="session")
def consortium_at_work() -> World:
    return World()


@pytest.fixture
def world(consortium_at_work: World) -> Iterator[World]:
    """The consortium as it was at first. Whatever a test does, both laws hold at its end."""
    with fresh(consortium_at_work) as world:
        yield world


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The test that nothing was left out looks back on all others of this folder."""
    items.sort(key=lambda item: item.path.name == LAST)
