"""How many bills a machine builds and proves, and what part of a chain a province's bills need."""
