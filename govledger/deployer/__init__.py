"""Creating the contracts on a chain: in order, each on disk before it is sent, so that a stopped run can go on.

The same command again resumes: the journal's signed transactions are looked up, and sent again as they are where
the chain does not have them. Nothing is deployed twice, since each has its nonce. The same holds for a chain that
reorganised below a deployment that was finished.
"""

from __future__ import annotations

from govledger.deployer.checking import check
from govledger.deployer.deploying import DEPLOYMENTS, deploy, deploy_to
from govledger.deployer.folder import JOURNAL, MANIFEST, open_deployment
from govledger.deployer.settling import blocks_until_settled

__all__ = [
    "DEPLOYMENTS",
    "JOURNAL",
    "MANIFEST",
    "blocks_until_settled",
    "check",
    "deploy",
    "deploy_to",
    "open_deployment",
]
