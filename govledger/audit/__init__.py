"""What an auditor reads: the trail of all that was done, and the check that nobody edited the index."""
