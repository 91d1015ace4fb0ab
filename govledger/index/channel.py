"""Messages between the index and the process that reads for it, over a pair of sockets (I/O)."""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from typing import Final

_LENGTH: Final = struct.Struct(">Q")


class Channel:
    """One end of the pair; a message is its length in 8 bytes, big-endian, and so many bytes."""

    def __init__(self, end: socket.socket) -> None:
        self._socket = end

    def send(self, message: bytes) -> None:
        """Raises OSError where nobody is at the other end."""
        self._socket.sendall(_LENGTH.pack(len(message)))
        self._socket.sendall(message)

    def receive(self) -> bytearray:
        """The next message; raises EOFError where there will be none, and OSError."""
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size))
        return self._exactly(length)

    def finish(self) -> None:
        """Tells whoever is at the other end that nothing more is sent; raises OSError."""
        self._socket.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Whoever waits at the other end is told that there is nothing to come."""
        with suppress(OSError):  # the other end was closed before
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _exactly(self, length: int) -> bytearray:
        found = bytearray(length)
        rest = memoryview(found)
        while rest:
            came = self._socket.recv_into(rest)
            if not came:
                raise EOFError
            rest = rest[came:]
        return found
