"""The public names stand once, in `govledger/__init__.py`, and every one can be used."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import govledger


@pytest.mark.parametrize("name", govledger.__all__)
def test_public_name_comes_from_the_module_that_defines_it(name: str) -> None:
    value = getattr(govledger, name)
    assert value.__module__ == f"govledger.{govledger._HOME[name]}"
    assert value.__doc__


def test_names_are_sorted_and_the_same_for_type_checkers() -> None:
    assert list(govledger.__all__) == sorted(govledger.__all__)
    tree = ast.parse(Path(govledger.__file__).read_text(encoding="utf-8"))
    [typed] = [node for node in tree.body if isinstance(node, ast.If)]
    declared = {
        (alias.name, str(node.module).removeprefix("govledger."))
        for node in typed.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert declared == set(govledger._HOME.items())


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        govledger.nothing  # noqa: B018 - the access is what is tested


def test_dir_lists_the_public_names() -> None:
    assert set(govledger.__all__) <= set(dir(govledger))


def test_importing_the_package_loads_no_library() -> None:
    program = "import sys, govledger; print([m for m in ('web3', 'apsw', 'eth_account') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"
