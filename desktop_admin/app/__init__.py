"""The one place that puts the program together, in one of its shapes."""
