"""A node's twin that fails on demand; what it is not told to do, the real node behind it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from govledger.tx.endpoint import Endpoint

Answer = Exception | Callable[..., Any]


class FaultyEndpoint:
    """Answers each method with its faults in order, and then as the node behind it.

    A fault is an exception to raise, or a function that is called with the node and the arguments.
    """

    def __init__(self, node: Endpoint, **faults: list[Answer]) -> None:
        self.node = node
        self.faults = faults
        self.calls: list[str] = []

    def __getattr__(self, method: str) -> Callable[..., Any]:
        if method.startswith("_"):
            raise AttributeError(method)

        def answer(*arguments: Any) -> Any:
            self.calls.append(method)
            faults = self.faults.get(method)
            if not faults:
                return getattr(self.node, method)(*arguments)
            fault = faults.pop(0)
            if isinstance(fault, Exception):
                raise fault
            return fault(self.node, *arguments)

        return answer
