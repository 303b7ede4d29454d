"""Reports: read models in, PDF or xlsx out."""
