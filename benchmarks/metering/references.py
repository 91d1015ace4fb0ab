"""What comparable acts of other contracts cost, with the same compiler (0.8.37, optimizer 10,000 runs, paris).

EAS is the Ethereum Attestation Service, DocumentStore is OpenAttestation's. The last three are contracts of a few lines
that were written to see what the parts cost.
"""

from __future__ import annotations

REFERENCES = (
    ("EAS attest, 32 bytes of data", 184_519),
    ("EAS attest, 64 bytes of data", 207_298),
    ("EAS attest, 160 bytes of data", 275_637),
    ("EAS multiAttest, 50 of 64 bytes, each", 168_893),
    ("EAS timestamp", 45_869),
    ("DocumentStore issue", 48_168),
    ("DocumentStore revoke", 50_922),
    ("a record of two slots and its event, without roles", 69_765),
    ("the same with the running hash", 75_241),
)
