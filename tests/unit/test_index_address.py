"""A store's name is read as it is meant, and a password in it is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govledger.errors import InputError
from govledger.index.address import FileAddress, ServerAddress, store_address


@pytest.mark.parametrize(
    ("store", "path"),
    [
        ("index.sqlite", Path("index.sqlite")),
        (Path("a/index.sqlite"), Path("a/index.sqlite")),
        ("/a/index.sqlite", Path("/a/index.sqlite")),
        ("sqlite:///index.sqlite", Path("index.sqlite")),
        ("sqlite:////a/index.sqlite", Path("/a/index.sqlite")),
        ("sqlite:///a%20b.sqlite", Path("a b.sqlite")),
        (":memory:", None),
    ],
)
def test_a_file_is_named_by_its_path_or_a_url(store: str | Path, path: Path | None) -> None:
    assert store_address(store) == FileAddress(path)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://h/d", "postgresql://h/d"),
        ("postgresql:///d", "postgresql:///d"),
        ("postgres://u@h:5433/d", "postgres://u@h:5433/d"),
        ("postgresql://u:secret@h:5433/d", "postgresql://u@h:5433/d"),
        ("postgresql://u:se%2Fcret@[::1]:5433/d", "postgresql://u@[::1]:5433/d"),
        ("postgresql://u:secret@h1,h2/d", "postgresql://u@h1,h2/d"),
        ("postgresql://h/d?user=u&password=secret", "postgresql://h/d?user=u"),
        ("postgresql://h/d?sslpassword=secret&sslmode=require", "postgresql://h/d?sslmode=require"),
        ("postgresql://u:secret@h/d?options=-csearch_path%3Da", "postgresql://u@h/d?options=-csearch_path=a"),
    ],
)
def test_a_database_is_shown_without_its_password(url: str, shown: str) -> None:
    address = store_address(url)
    assert isinstance(address, ServerAddress)
    assert (address.url, str(address)) == (url, shown)
    assert "cret" not in repr(address)


@given(st.text(st.sampled_from("abcXYZ089-._~!$"), min_size=6))
def test_no_message_repeats_a_password(password: str) -> None:
    address = store_address(f"postgresql://user:{password}@host/database")
    assert isinstance(address, ServerAddress)
    shown = address.without_secrets(f'FATAL: "{password}"\n\tof {address.url}')
    assert password not in shown and shown.startswith('FATAL: "…" of …')


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://u:secret@h/d", "a store of kind 'mysql' is not known; give a path, sqlite:///path or postgresql"),
        ("sqlite:///", "names no file"),
        ("postgresql://u:secret@h:port/d", "cannot be read; write postgresql://user@host:port/database"),
        ("postgresql://u:sec/ret@h/d", "cannot be read; write postgresql://user@host:port/database"),
        ("postgresql://[u:secret@h/d", "cannot be read; write postgresql://user@host:port/database"),
    ],
)
def test_a_url_that_names_no_store_is_refused_without_its_password(url: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        store_address(url)
    assert "sec" not in str(caught.value) and caught.value.__cause__ is None
