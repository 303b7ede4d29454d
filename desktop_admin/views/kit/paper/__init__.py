"""Reports on the screen: preview, printing, saving.

open_report(parent, desk, name, first=, last=, subject=, search=, number=)   the preview of one report, over the window
export_list(parent, desk, spec, query)                              a list as a workbook, where the person says
export_shown(wanted)                                                the same for ListPage(export=export_shown)
"""

from desktop_admin.views.kit.paper.lists import export_list, export_shown
from desktop_admin.views.kit.paper.view import PaperView, open_report, save_report

__all__ = ["PaperView", "export_list", "export_shown", "open_report", "save_report"]
