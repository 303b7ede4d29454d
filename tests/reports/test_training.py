"""Papers of training."""

import pytest

from desktop_admin.api.training.base import NotPrintable
from desktop_admin.reports.training.names import require_printable


def test_a_name_whose_glyph_no_font_has_stops_the_print_and_names_the_person() -> None:
    require_printable(("陈新", "李𬭎", "Ağaoğlu"))
    with pytest.raises(NotPrintable, match=r"name of 王〔U\+323AF〕") as caught:
        require_printable(("陈新", "王\U000323af", "吴静"))
    assert caught.value.params["code"] == "U+323AF"
