"""An EVM in this process that is fast enough for an hour of a province: pyrevm, with blocks that are opened by hand.

It keeps words warm from one transaction to the next, so it says that a transaction costs less than on a chain; `Warmth`
in `peak/warmth.py` meters by how much.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import pyrevm
from metering.machine import GAS_LIMIT, STARTED_AT, Refused, Used

Keep = Callable[[bytes, Sequence[bytes], bytes, int, int], None]
"""Takes a log: address, topics, data, and the number and time of its block."""
_REVERT = re.compile(r"Revert \{ gas_used: \d+, output: 0x([0-9a-f]*) \}")


class Engine:
    """A chain with the rules of the Merge (evmVersion paris). Transactions stand in the block that is open.

    Args:
        keep: is given every log, in order.
    """

    def __init__(self, keep: Keep) -> None:
        self._evm: Any = pyrevm.EVM(spec_id="Merge")
        self._keep = keep
        self._block, self._time = 0, 0
        self.open_block(1, STARTED_AT)

    def open_block(self, number: int, time: int) -> None:
        self._block, self._time = number, time
        self._evm.set_block_env(pyrevm.BlockEnv(number=number, timestamp=time))

    def create(self, sender: bytes, code: bytes) -> bytes:
        """Deploys a contract; its address."""
        address = bytes.fromhex(self._evm.deploy(_hex(sender), code)[2:])
        self._keep_logs()
        return address

    def send(self, sender: bytes, to: bytes, data: bytes) -> Used:
        """Sends a transaction.

        Raises:
            Refused: it reverted.
        """
        try:
            returned = bytes(self._evm.message_call(_hex(sender), _hex(to), calldata=data, gas=GAS_LIMIT))
        except RuntimeError as error:
            found = _REVERT.fullmatch(str(error))
            if found is None:
                raise
            raise Refused(bytes.fromhex(found[1]), self._evm.result.gas_used, "reverted") from None
        self._keep_logs()
        return Used(self._evm.result.gas_used, returned)

    def _keep_logs(self) -> None:
        for log in self._evm.result.logs:
            topics, data = log.data
            address = bytes.fromhex(log.address[2:])
            self._keep(address, [bytes(topic) for topic in topics], bytes(data), self._block, self._time)


def _hex(address: bytes) -> str:
    return "0x" + address.hex()
