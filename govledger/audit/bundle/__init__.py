"""Evidence in one file: what a stranger verifies without a node (docs/bundle.md)."""
