"""An EVM in this process that says what a transaction costs.

It is py-evm with the rules of the Merge (evmVersion paris), as a whole transaction goes through it: 21,000 for the
transaction, 16 for each byte of calldata that is not zero and 4 for each that is (EIP-2028), then its execution with
every address and slot cold at first (EIP-2929). An engine that keeps slots warm from one call to the next, as tests
like for their speed, would measure too little.

Refunds are not taken off: a block has to hold what is used before them, and they would hide what an act costs.

Nothing in it depends on the machine, the clock or chance: the same calls cost the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth import constants
from eth.chains.base import MiningChain
from eth.db.atomic import AtomicDB
from eth.vm.forks.paris import ParisVM
from eth.vm.spoof import SpoofTransaction

GAS_LIMIT = 16_777_216
"""No transaction may need more (EIP-7825)."""
CHAIN_ID = 1
STARTED_AT = 1_886_417_008
"""The first block's time, in seconds: 2029. No byte of it is zero, so that times in calldata cost what they cost."""


@dataclass(frozen=True, slots=True)
class Used:
    """What a transaction returned and cost."""

    gas: int
    returned: bytes


class Refused(Exception):
    """A transaction reverted, which no act does that is worth measuring.

    Args:
        data: what it reverted with.
        gas: what it cost all the same.
        reason: how the machine puts it.
    """

    def __init__(self, data: bytes, gas: int, reason: object) -> None:
        super().__init__(f"0x{data.hex()} ({reason!r})")
        self.data = data
        self.gas = gas


class Machine:
    """A chain on which every transaction has a block of its own, a second after the one before."""

    def __init__(self) -> None:
        kind = MiningChain.configure("Metered", chain_id=CHAIN_ID, vm_configuration=((0, ParisVM),))
        genesis: dict[str, Any] = {
            "difficulty": 0,
            "gas_limit": 2 * GAS_LIMIT,
            "timestamp": STARTED_AT,
            "extra_data": constants.GENESIS_EXTRA_DATA,
        }
        self._chain = kind.from_genesis(AtomicDB(), genesis, {})
        self._header = self._chain.get_canonical_head()
        self._nonces: dict[bytes, int] = {}

    def create(self, sender: bytes, code: bytes) -> bytes:
        """Deploys a contract; its address."""
        address: bytes = self._run(sender, b"", code)[0].msg.storage_address
        return address

    def send(self, sender: bytes, to: bytes, data: bytes) -> Used:
        """Sends a transaction.

        Raises:
            Refused: it reverted.
        """
        computation, gas = self._run(sender, to, data)
        return Used(gas, bytes(computation.output))

    def _run(self, sender: bytes, to: bytes, data: bytes) -> tuple[Any, int]:
        header = self._header.copy(
            block_number=self._header.block_number + 1, timestamp=self._header.timestamp + 1, base_fee_per_gas=0
        )
        vm: Any = self._chain.get_vm(header)
        nonce = self._nonces.get(sender, 0)
        asked = vm.create_unsigned_transaction(nonce=nonce, gas_price=0, gas=GAS_LIMIT, to=to, value=0, data=data)
        computation = vm.state.apply_transaction(SpoofTransaction(asked, from_=sender))
        gas = GAS_LIMIT - computation.get_gas_remaining()
        if computation.is_error:
            raise Refused(bytes(computation.output), gas, computation.error)
        vm.state.persist()
        self._header = header.copy(state_root=vm.state.state_root)
        self._nonces[sender] = nonce + 1
        return computation, gas
