"""共享: one PC holds the data, others are paired with it. MODULE is the school's: see views.school."""

from desktop_admin.views.sharing.page import SharingPage

__all__ = ["SharingPage"]
