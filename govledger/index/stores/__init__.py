"""The databases that an index can be kept in: SQLite and PostgreSQL, with the same tables and the same answers."""
