"""Tests on a network of real nodes: a run of its own (`make network`), which the plain run of pytest leaves out."""
