"""Screens. They know desks and what can be asked of them, and nothing of databases or rules.

PySide puts itself in the place of `__import__`, to learn which modules use its `__feature__`; for that it reads the
source of every module that is imported after it, which is a third of the time that our start takes. None of ours do.
"""

import builtins
from importlib import import_module

import_module("PySide6.QtCore")  # it must be there before its change can be taken back
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
