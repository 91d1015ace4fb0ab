"""What keeps contents off the chain and still provable: salted commitments, Merkle trees, tags. Pure."""
