"""The publishing screens."""
