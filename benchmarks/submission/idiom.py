"""How a program writes to a chain with web3.py and eth_account, as their documents show it."""

from __future__ import annotations

from typing import Any, cast

from eth_account import Account
from eth_account.signers.local import LocalAccount
from web3 import HTTPProvider, Web3
from web3.contract import Contract
from web3.contract.contract import ContractFunction
from web3.types import RPCEndpoint, TxReceipt

from govledger.artifacts import CONTRACTS, load


class Idiom:
    """One account that writes call by call: build, estimate, sign, send, wait for the receipt."""

    def __init__(self, url: str, key: bytes) -> None:
        self.web3 = Web3(HTTPProvider(url))
        self.account: LocalAccount = Account.from_key(key)
        self.seals = False
        """Whether it asks for a block after each transaction, on a node that seals only then."""

    @property
    def address(self) -> bytes:
        """The account, 20 bytes."""
        return bytes.fromhex(self.account.address[2:])

    def contract(self, key: str, address: bytes) -> Contract:
        """A contract of the deployment."""
        found: Any = self.web3.eth.contract(
            address=self.web3.to_checksum_address(address), abi=cast(Any, load(CONTRACTS[key]).abi)
        )
        return cast(Contract, found)

    def transact(self, function: ContractFunction) -> TxReceipt:
        """Carries out one call; build_transaction asks for the chain's id and estimates the gas."""
        eth = self.web3.eth
        nonce = eth.get_transaction_count(self.account.address)
        transaction = function.build_transaction(
            {"from": self.account.address, "nonce": nonce, "gasPrice": self.web3.to_wei(0, "wei")}
        )
        signed = self.account.sign_transaction(cast(Any, transaction))
        transaction_hash = eth.send_raw_transaction(signed.raw_transaction)
        if self.seals:
            self.web3.provider.make_request(RPCEndpoint("evm_mine"), [])
        receipt = eth.wait_for_transaction_receipt(transaction_hash)
        if receipt["status"] != 1:
            raise RuntimeError(f"{function.fn_name} failed in 0x{transaction_hash.hex()}")
        return receipt
