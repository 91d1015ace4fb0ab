"""Checking sealed headers and roots: by this library, and by rlp, eth_keys and py-trie. Run by verify.py."""
