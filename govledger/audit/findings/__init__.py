"""What breaks no rule and an auditor asks for all the same: what is late, left over, unusual; a module for each."""
