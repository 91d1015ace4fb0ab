"""Creating the contracts on a chain: in order, each on disk before it is sent, so that a stopped run can go on.

The same command again resumes: the journal's signed transactions are looked up, and sent again as they are where
the chain does not have them. Nothing is deployed twice, since each has its nonce. The same holds for a chain that
reorganised below a deployment that was finished.
"""
