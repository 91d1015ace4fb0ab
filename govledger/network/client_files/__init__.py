"""Texts of the files that the clients' programs read. Pure; one module a client."""
