"""Desktop Admin carries out a school's own written policies."""

__version__ = "0.1.0"
