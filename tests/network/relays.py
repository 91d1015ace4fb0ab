"""Wires between nodes that can be cut: each node dials every other one through a relay of that pair's own.

A relay is a port on the loopback that passes bytes on to a node's real port. Cut, it breaks what goes through it and
everything that is dialled afterwards; joined, it lets dials through again.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import permutations

HOST = "127.0.0.1"
CHUNK = 65_536

Pair = tuple[str, str]
"""Who dials, and who is dialled."""


@dataclass
class Relay:
    """One port, and what goes through it now."""

    target: int
    port: int = 0
    is_open: bool = True
    wires: set[asyncio.StreamWriter] = field(default_factory=set)

    async def serve(self) -> asyncio.Server:
        server = await asyncio.start_server(self._carry, HOST, 0)
        self.port = server.sockets[0].getsockname()[1]
        return server

    def break_wires(self) -> None:
        for wire in list(self.wires):
            wire.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.is_open:
            writer.transport.abort()
            return
        try:
            onward_reader, onward_writer = await asyncio.open_connection(HOST, self.target)
        except OSError:
            writer.transport.abort()
            return
        ends = {writer, onward_writer}
        self.wires |= ends
        if not self.is_open:
            self.break_wires()
        try:
            await asyncio.gather(_pass_on(reader, onward_writer), _pass_on(onward_reader, writer))
        finally:
            self.wires -= ends
            for end in ends:
                end.transport.abort()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while chunk := await reader.read(CHUNK):
            writer.write(chunk)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


class Relays:
    """A relay for every ordered pair of nodes, in a thread of their own; a context manager."""

    def __init__(self, targets: dict[str, int]) -> None:
        """Listens at once.

        Args:
            targets: the nodes' names, and the ports where they listen for others.
        """
        self._relays = {(one, other): Relay(targets[other]) for one, other in permutations(targets, 2)}
        self._servers: list[asyncio.Server] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="relays", daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(30)

    def __enter__(self) -> Relays:
        return self

    def __exit__(self, *_exception: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)
        self._loop.close()

    def port(self, pair: Pair) -> int:
        """Where the first of a pair dials the second."""
        return self._relays[pair].port

    def refuse(self, pairs: Iterable[Pair]) -> None:
        """Lets nothing new through; what is connected stays until `break_wires`."""
        for pair in pairs:
            self._relays[pair].is_open = False

    def break_wires(self, pairs: Iterable[Pair]) -> None:
        """Breaks what goes through now."""
        for pair in pairs:
            self._loop.call_soon_threadsafe(self._relays[pair].break_wires)

    def allow(self, pairs: Iterable[Pair]) -> None:
        """Lets dials through again."""
        for pair in pairs:
            self._relays[pair].is_open = True

    async def _serve(self) -> None:
        self._servers = [await relay.serve() for relay in self._relays.values()]

    async def _end(self) -> None:
        for server in self._servers:
            server.close()
        for relay in self._relays.values():
            relay.is_open = False
            relay.break_wires()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


def crossing(groups: Collection[Collection[str]]) -> list[Pair]:
    """The ordered pairs whose nodes are in different groups."""
    return [(one, other) for left, right in permutations(list(groups), 2) for one in left for other in right]
