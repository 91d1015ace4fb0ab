"""A network of our own: its genesis, its description, its nodes and its validators."""
