"""A node with a chain in memory that reorganises, lies, stalls, truncates and restarts by a seeded schedule.

`python -m tests.simulator --schedules 100000` runs as many; `--seed N` one of them, and says what happened in it.
"""
