"""Stores of a town's years, and how fast their trails are read. Run by trail.py."""
