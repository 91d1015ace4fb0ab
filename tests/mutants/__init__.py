"""Seeded faults of the contracts, each of which a named test must find: `make mutants`.

A fault is data (`faults/`, one module for each source): a text that stands once in a function of a source, what takes
its place, the rule that this breaks, and the test that fails on it. `python -m tests.mutants` puts each in turn into a
copy of the sources, compiles the one contract that it is about, and runs its test with that contract among ours.
"""
