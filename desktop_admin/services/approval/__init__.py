"""Approvals: the engine that every flow goes through, and who acts for whom."""
