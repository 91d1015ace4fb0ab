"""What an act costs in gas: a machine that meters transactions, and the acts."""
