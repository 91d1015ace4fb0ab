"""What makes a file fit to be filed: a time stamp over its SHA-256, and a signature. Both stand in files beside it."""
