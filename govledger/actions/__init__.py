"""The domain calls: one module per section of the ledger, each a reader and, for an officer, an actor."""
