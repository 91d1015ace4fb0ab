"""Tables of the index as files that DuckDB, Spark and warehouses read: Parquet, CSV, JSON lines."""
