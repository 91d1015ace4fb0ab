"""Calls as people write and read them: `suspendOrganisation organisation=3 seen_version=2 reason=INVESTIGATION`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

import click

from govledger.actions.consortium import to_public_code
from govledger.actions.decisions import MEMBERS, SETS
from govledger.artifacts import CONTRACTS, load
from govledger.cli.values import MOMENT, hex_bytes
from govledger.errors import InputError
from govledger.ledger import Officer
from govledger.model import to_bits
from govledger.tx.call import ContractInterface, Parameter

_TRUTH: Mapping[str, bool] = {"yes": True, "true": True, "no": False, "false": False}
_TIMES = re.compile(r"until|valid_from|valid_until")


def encoded(
    officer: Officer, function: str, given: Sequence[str], among: Mapping[str, Sequence[str]]
) -> tuple[bytes, bytes]:
    """The contract and the bytes of a call that was written as a function's name and NAME=VALUE.

    Args:
        officer: who puts the call.
        function: its name, after the contract's and a dot or alone.
        given: its arguments, each as NAME=VALUE.
        among: the functions that there are, by their contract.

    Raises:
        InputError: no such function, or arguments that do not fit it; says what does.
    """
    contract, name = _named(function, among)
    parameters = {
        parameter.name: parameter
        for parameter in ContractInterface(contract, load(CONTRACTS[contract]).abi).function(name).inputs
    }
    values: dict[str, Any] = {}
    for text in given:
        key, equals, value = text.partition("=")
        if not equals or key not in parameters:
            takes = ", ".join(parameters) or "none"
            raise InputError(f"{text!r} is no argument of {name}; it takes {takes}, as NAME=VALUE")
        values[key] = _value(parameters[key], value)
    missing = [key for key in parameters if key not in values]
    if missing:
        raise InputError(f"{name} needs {', '.join(missing)} as well, as NAME=VALUE")
    return officer.encode(contract, name, *(values[key] for key in parameters))


def _named(function: str, among: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    for contract, names in among.items():
        if function in names or function in {f"{contract}.{name}" for name in names}:
            return contract, function.rpartition(".")[2]
    listed = sorted(name for names in among.values() for name in names)
    raise InputError(f"{function!r} is none of the functions that can be named here: {', '.join(listed)}")


def _value(parameter: Parameter, text: str) -> Any:
    try:
        return _parsed(parameter, text)
    except (ValueError, click.BadParameter) as error:
        said = error.message if isinstance(error, click.BadParameter) else str(error)
        raise InputError(f"{parameter.name}={text} does not fit: {said}") from error


def _parsed(parameter: Parameter, text: str) -> Any:
    name, kind = parameter.name, parameter.type
    if name == "public_code":
        return to_public_code(text)
    if name in SETS and not text.isdecimal():
        return to_bits(_member(SETS[name], part) for part in text.split(","))
    if name in MEMBERS and not text.isdecimal():
        return _member(MEMBERS[name], text)
    if parameter.members:
        parts = text.split(",")
        if len(parts) != len(parameter.members):
            raise ValueError(f"it takes {', '.join(member.name for member in parameter.members)}, with commas")
        return tuple(map(_parsed, parameter.members, parts))
    if kind == "bool":
        return _TRUTH[text.lower()] if text.lower() in _TRUTH else _no(text, "yes or no")
    if kind.startswith("uint"):
        return MOMENT.convert(text, None, None) if _TIMES.fullmatch(name) else _number(text)
    length = 20 if kind == "address" else int(kind.removeprefix("bytes"))
    found = hex_bytes(text, length)
    return _no(text, f"0x and {2 * length} hex digits") if found is None else found


def _number(text: str) -> Any:
    return int(text) if text.isdecimal() else _no(text, "a whole number")


def _no(text: str, wanted: str) -> Any:
    raise ValueError(f"{text!r} is not {wanted}")


def _member(kind: type[IntEnum], name: str) -> IntEnum:
    if name.upper() not in kind.__members__:
        raise ValueError(f"{name!r} is not one of {', '.join(kind.__members__)}")
    return kind[name.upper()]
