"""The peak hour of a province's bills, replayed call by call on contracts in this process."""
