"""Records of the data registry: what is committed to, and what a holder can show of it. Pure."""
