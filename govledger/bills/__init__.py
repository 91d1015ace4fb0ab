"""Medical e-bills as documents: model, rules, commitments, batches, the holder's file, importers. Pure."""
