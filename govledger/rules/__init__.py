"""The business rules as plain Python, one class for each contract: what is allowed, and what follows from it. Pure."""
