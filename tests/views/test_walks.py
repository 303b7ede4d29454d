"""What is pictured one click away: a renamed page or button is noticed here, not when somebody wants the pictures."""

from functools import partial
from itertools import chain

import pytest

from desktop_admin.app.demo.people import LEADS
from desktop_admin.app.screenshots.walks import WALKS, Walk
from desktop_admin.core import i18n, paths
from desktop_admin.core.i18n import tr
from desktop_admin.views.modules import MODULES

PAGES = {(module.name, page.title) for module in MODULES for page in module.pages}


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.picture)
def test_a_walk_begins_at_a_page_that_is_declared_by_somebody_of_the_demo_school(walk: Walk) -> None:
    assert (walk.module, walk.page) in PAGES
    assert walk.login in {person.login for person in LEADS}


def test_every_picture_has_a_name_of_its_own() -> None:
    names = [walk.picture for walk in WALKS]
    assert len(set(names)) == len(names)


def test_every_button_of_a_walk_has_a_chinese_name() -> None:
    i18n.use("zh_CN", paths.locale_folder())
    try:
        steps = chain.from_iterable(walk.steps for walk in WALKS)
        pressed = {
            str(step.keywords["name"]) for step in steps if isinstance(step, partial) and "name" in step.keywords
        }
        assert len(pressed) > 20
        assert [name for name in pressed if tr(name) == name] == []
    finally:
        i18n.use("en", paths.locale_folder())
