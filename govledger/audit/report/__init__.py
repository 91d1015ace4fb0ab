"""The auditor's report: a verdict, a timeline, plots and findings on one page, with the evidence for every line."""
