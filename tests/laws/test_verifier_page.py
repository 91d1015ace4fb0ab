"""The page of the second verifier is what its sources and the artifacts build, and it can reach nothing."""

from __future__ import annotations

import re

import pytest

from tests.javascript_verifier import builder


@pytest.fixture(scope="module")
def page() -> str:
    return str(builder().PAGE.read_text("utf-8"))


def test_committed_page_is_what_its_sources_build(page: str) -> None:
    """Else: `make page`."""
    assert builder().page() == page


def test_page_lets_nothing_run_or_load_but_its_own_script_and_style(page: str) -> None:
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    source = r"'sha256-[A-Za-z0-9+/]{43}='"
    assert re.fullmatch(rf"default-src 'none'; script-src {source}; style-src {source}", policy)
    assert (
        re.findall(r"<(?:link|img|iframe|object|embed|base)\b|\b(?:src|href|action)=", page.split("<script")[0]) == []
    )


def test_page_carries_the_licences_of_the_libraries_in_it(page: str) -> None:
    for library in builder().LIBRARIES:
        assert f"{library}\n\nThe MIT License (MIT)" in page
    assert page.count("The above copyright notice and this permission notice shall be included") == 2
