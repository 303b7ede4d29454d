"""Training on paper and in Excel."""
