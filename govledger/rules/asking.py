"""What the contracts would have said to a call, in the state that the machine is in. Pure.

The methods of the rules take what the contracts' functions take, in the same order, and refuse in the same words; the
property tests hold both sides to that. So a call that was read from a transaction can be made of the rules as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

import msgspec

from govledger import model
from govledger.errors import Refusal
from govledger.events.calls import Argument, CallReader
from govledger.events.interface import snake_case
from govledger.rules.machine import Machine

BEFORE_ARGUMENTS = 2
"""`sender` and `now` come before what the function takes."""
BULK = "bulk"
"""The function that takes other calls of its contract."""


class NotAsked(Exception):
    """The rules have no answer to such a call: it is none of a function that changes something."""


class Undecided(Exception):
    """The answer rests on what no event shows: whether an account that may be a contract takes a signature."""


class RulesCall(NamedTuple):
    """A call as the rules take it."""

    method: str
    arguments: tuple[Any, ...]
    """Behind `sender` and `now`."""


def ask(machine: Machine, contract: str, reader: CallReader, data: bytes, sender: bytes, now: int) -> Refusal | None:
    """The refusal of a call; None if the rules allow it.

    Only after a refusal, and after `NotAsked`, is the machine as it was before.

    Args:
        machine: in the state before the call.
        contract: the key of the one that is called.
        reader: reads its calls.
        data: the call.
        sender: who makes it.
        now: the block's time.

    Raises:
        NotAsked: the rules do not have such a call.
        Undecided: see there.
    """
    rules = machine.rules[contract]
    asked = rules_call(type(rules), reader, data)
    try:
        getattr(rules, asked.method)(sender, now, *asked.arguments)
    except Refusal as refusal:
        return refusal
    return None


def keys_only(signer_of: Callable[[bytes, bytes], bytes | None]) -> Callable[[bytes, bytes, bytes], bool]:
    """Judges signatures as the contracts do, of accounts that have a key.

    Args:
        signer_of: from a digest and a signature to the account whose key made it; None if no key did.

    Returns:
        What `Machine` takes; it raises Undecided where the signature is not by the account's own key, since the account
        may be a contract that judges by itself (ERC-1271).
    """

    def judge(signer: bytes, digest: bytes, signature: bytes) -> bool:
        if signer_of(digest, signature) != signer:
            raise Undecided
        return True

    return judge


def rules_call(rules: type, reader: CallReader, data: bytes) -> RulesCall:
    """The method of a contract's rules that makes a call, and what it takes.

    Raises:
        NotAsked: there is none.
    """
    asked = _read(rules, reader, data)
    if asked.method == BULK:
        return RulesCall(BULK, ([_read(rules, reader, one) for one in asked.arguments[0]],))
    return asked


def _read(rules: type, reader: CallReader, data: bytes) -> RulesCall:
    call = reader.read(data)
    method = snake_case(call.name)
    if call.function is None or call.values is None or call.function.view or not hasattr(rules, method):
        raise NotAsked(call.name)
    hints = _hints(rules, method)
    if len(hints) != len(call.values):
        raise NotAsked(call.name)
    return RulesCall(method, tuple(map(_typed, call.function.arguments, hints, call.values)))


@cache
def _hints(rules: type, method: str) -> tuple[Any, ...]:
    """The types of what a method takes behind `sender` and `now`."""
    hints = get_type_hints(getattr(rules, method))
    return tuple(kind for name, kind in hints.items() if name != "return")[BEFORE_ARGUMENTS:]


def _typed(argument: Argument, kind: Any, value: Any) -> Any:
    """A value with the structs in it as the rules have them: named tuples.

    Raises:
        NotAsked: a number that is no member of its closed list; the contract ends before its first rule.
    """
    if argument.enumeration and value not in getattr(model, argument.enumeration).__members__.values():
        raise NotAsked(argument.enumeration)
    if get_origin(kind) in (Union, UnionType):
        kind = next(one for one in get_args(kind) if one is not NoneType)
    if argument.members and argument.type.endswith("]"):
        one = msgspec.structs.replace(argument, type=argument.type.removesuffix("[]"))
        return tuple(_typed(one, get_args(kind)[0], part) for part in value)
    fields = getattr(kind, "_fields", None)
    if fields is None:
        return value
    hints = get_type_hints(kind)
    parts = zip(argument.members, fields, value, strict=True)
    return kind(*(_typed(member, hints[name], part) for member, name, part in parts))
