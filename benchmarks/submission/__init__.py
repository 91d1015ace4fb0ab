"""Writing to a chain: by this library, and by the idiom of web3.py and eth_account. Run by submit.py."""
