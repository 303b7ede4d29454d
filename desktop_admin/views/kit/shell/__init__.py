"""The main window, and what a module declares of itself.

Module(name, title, icon, (Page(title, permission, make),), waiting=...)
MainWindow(desk, modules, school=..., role=...)
"""

from desktop_admin.views.kit.shell.module import Module, Page
from desktop_admin.views.kit.shell.window import MainWindow

__all__ = ["MainWindow", "Module", "Page"]
