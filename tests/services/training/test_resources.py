"""Resources: reviewed by somebody else, used only while the rights are in force and the file is whole."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import asdict

from desktop_admin.api.approval import OwnWorkRefused
from desktop_admin.api.training.courses import AttachResource, DetachResource, ReadCourse
from desktop_admin.api.training.files import StoreFile
from desktop_admin.api.training.flows import (
    RESOURCE_CHECKS,
    ApproveResource,
    SubmitResource,
    WithdrawResource,
)
from desktop_admin.api.training.resources import (
    AddResource,
    CheckResources,
    EditResource,
    ListResources,
    NotALink,
    NothingAttached,
    NotInUse,
    NotYourResource,
    OpenResource,
    Origin,
    ReadContributions,
    ReadResource,
    ResourceDetail,
    ResourceKind,
    ResourceNotUsable,
    ResourceState,
    RightsExpired,
    RightsIncomplete,
    Usability,
)
from desktop_admin.core.errors import NotFound
from desktop_admin.desk.base import Desk
from desktop_admin.services.blobs import path_of
from tests.services.training.conftest import TODAY, Centre
from tests.services.training.test_homework import PDF

ALL = tuple(point.code for point in RESOURCE_CHECKS)


def contribute(desk: Desk, **more: Any) -> ResourceDetail:
    if "link" not in more and "file" not in more:
        more["file"] = desk.ask(StoreFile(name="课件.pdf", data=PDF)).key
    rights = {"rights_owner": "实验小学", "licence": "校内使用", "source": "自编"}
    return desk.ask(AddResource(**({"title": "留样课件"} | rights | more)))


def step(desk: Desk, kind: Any, resource: ResourceDetail, **more: Any) -> ResourceDetail:
    row = desk.ask(ReadResource(resource.row.key)).row
    found: ResourceDetail = desk.ask(kind(row.key, row.version, revision=row.revision, **more))
    return found


def approved(centre: Centre, **more: Any) -> ResourceDetail:
    resource = contribute(centre.teacher, **more)
    step(centre.teacher, SubmitResource, resource)
    return step(centre.reviewer, ApproveResource, resource, ticked=ALL)


def changed(resource: ResourceDetail, **other: Any) -> EditResource:
    row, same = resource.row, asdict(resource.content)
    same["file"] = resource.file.key if resource.file else None
    same["permission_file"] = resource.permission_file.key if resource.permission_file else None
    return EditResource(row.key, row.version, **(same | other))


def test_a_resource_is_contributed_reviewed_by_somebody_else_opened_and_counted(centre: Centre) -> None:
    resource = approved(centre)
    assert (resource.row.state, resource.row.usability) == (ResourceState.APPROVED, Usability.USABLE)
    assert [(review.by, len(review.points)) for review in resource.reviews] == [("赵审核", 5)]
    course = centre.write()
    row = centre.teacher.ask(AttachResource(course.row.key, course.row.version, resource=resource.row.key)).row
    course = centre.publish(course)
    assert row.state.value == "draft"
    opened = centre.learner("陈新").ask(OpenResource(key=resource.row.key, course=course.row.key))
    assert (opened.name, opened.data) == ("课件.pdf", PDF)
    found = centre.teacher.ask(ReadResource(resource.row.key))
    assert (found.row.uses, [(use.course, use.uses) for use in found.used_in]) == (1, [("食品安全基础", 1)])
    assert [(line.person, line.resources, line.uses) for line in centre.boss.ask(ReadContributions())] == [
        ("李老师", 1, 1)
    ]


def test_nobody_approves_the_own_resource(centre: Centre) -> None:
    both = centre.house.desk("teacher", "course_reviewer", login="both", name="孙老师")
    resource = contribute(both)
    step(both, SubmitResource, resource)
    with pytest.raises(OwnWorkRefused, match="孙老师"):
        step(both, ApproveResource, resource, ticked=ALL)


def test_the_rights_record_is_complete_before_it_is_submitted(centre: Centre) -> None:
    for lacking in ("rights_owner", "licence", "source"):
        resource = contribute(centre.teacher, **{lacking: " "})
        assert len(resource.missing) == 1
        with pytest.raises(RightsIncomplete):
            step(centre.teacher, SubmitResource, resource)
    bought = contribute(centre.teacher, origin=Origin.BOUGHT, cost=19900)
    with pytest.raises(RightsIncomplete, match="permission as a file"):
        step(centre.teacher, SubmitResource, bought)
    with pytest.raises(NothingAttached):
        step(centre.teacher, SubmitResource, contribute(centre.teacher, file=None))
    with pytest.raises(RightsExpired):
        step(centre.teacher, SubmitResource, contribute(centre.teacher, expiry=TODAY - timedelta(days=1)))
    with pytest.raises(NotALink):
        contribute(centre.teacher, link="javascript:alert(1)")


def test_a_broken_file_is_found_and_blocked_until_it_is_whole(centre: Centre) -> None:
    resource = approved(centre)
    assert resource.file is not None
    place = path_of(centre.house.folder, resource.file.sha256)
    place.write_bytes(b"damaged")
    found = centre.reviewer.ask(CheckResources())
    assert (found.checked, found.broken) == (1, ("留样课件",))
    with pytest.raises(ResourceNotUsable, match="file broken"):
        centre.learner("陈新").ask(OpenResource(key=resource.row.key))
    assert centre.teacher.ask(ListResources(broken=True)).total == 1
    centre.teacher.ask(StoreFile(name="课件.pdf", data=PDF))
    assert centre.reviewer.ask(CheckResources()).broken == ()
    assert centre.learner("陈新").ask(OpenResource(key=resource.row.key)).data == PDF


def test_only_the_contributor_edits_and_what_is_off_the_shelf_is_not_opened(centre: Centre) -> None:
    resource = approved(centre, link="https://example.edu.cn/v/1", file=None)
    stranger = centre.house.desk("teacher", login="stranger", name="吴老师")
    with pytest.raises(NotYourResource, match="李老师"):
        stranger.ask(changed(resource, title="改名", kind=ResourceKind.VIDEO))
    assert centre.learner("陈新").ask(OpenResource(key=resource.row.key)).link == "https://example.edu.cn/v/1"
    step(centre.teacher, WithdrawResource, resource, remark="内容过时")
    with pytest.raises(ResourceNotUsable, match="not approved"):
        stranger.ask(OpenResource(key=resource.row.key))
    with pytest.raises(NotFound):
        centre.learner("陈新").ask(ReadResource(resource.row.key))
    course = centre.write()
    with pytest.raises(NotFound):
        centre.teacher.ask(DetachResource(course.row.key, course.row.version, resource=resource.row.key))
    assert centre.teacher.ask(ReadCourse(key=course.row.key)).resources == ()


def test_an_approved_resource_that_is_changed_stays_in_force_until_its_next_revision_is_approved(
    centre: Centre,
) -> None:
    resource, learner = approved(centre), centre.learner("陈新")
    course = centre.write()
    centre.teacher.ask(AttachResource(course.row.key, course.row.version, resource=resource.row.key))
    paper = centre.teacher.ask(StoreFile(name="新课件.pdf", data=PDF + b"\n%%EOF")).key
    edited = centre.teacher.ask(changed(resource, title="留样课件（修订）", file=paper))
    row = edited.row
    assert (row.state, row.revision, row.in_force, row.usability) == (ResourceState.DRAFT, 2, 1, Usability.USABLE)
    assert (row.title, edited.content.title, edited.shown) == ("留样课件", "留样课件（修订）", 2)
    seen = learner.ask(ReadResource(row.key))
    assert (seen.shown, seen.content, seen.sha256) == (1, resource.content, resource.sha256)
    assert (seen.history, seen.offers, [line.number for line in seen.revisions]) == ((), (), [1])
    assert learner.ask(OpenResource(key=row.key)).data == PDF
    with pytest.raises(NotFound):
        learner.ask(ReadResource(row.key, 2))
    for desk in (learner, centre.reviewer):
        with pytest.raises(ResourceNotUsable, match="not approved"):
            desk.ask(OpenResource(key=row.key, revision=2))
    assert [each.title for each in learner.ask(ListResources()).rows] == ["留样课件"]
    assert [each.blocked for each in centre.teacher.ask(ReadCourse(key=course.row.key)).resources] == [""]
    step(centre.teacher, SubmitResource, resource)
    assert centre.reviewer.ask(OpenResource(key=row.key, revision=2)).name == "新课件.pdf"
    step(centre.reviewer, ApproveResource, resource, ticked=ALL)
    assert learner.ask(OpenResource(key=row.key)).name == "新课件.pdf"
    now = centre.teacher.ask(ReadResource(row.key))
    assert (now.row.title, now.row.in_force, now.row.uses) == ("留样课件（修订）", 2, 2)
    assert [(line.number, line.by, line.in_force) for line in now.revisions] == [
        (1, "李老师", False),
        (2, "李老师", True),
    ]
    old = centre.teacher.ask(ReadResource(row.key, 1))
    assert (old.content, old.file, old.sha256) == (resource.content, resource.file, resource.sha256)
    assert {line.sha256 for line in now.history if line.revision == 1} == {old.sha256}
    with pytest.raises(NotFound):
        centre.teacher.ask(ReadResource(row.key, 3))


def test_what_is_saved_unchanged_makes_no_revision_and_what_was_taken_off_the_shelf_is_reviewed_anew(
    centre: Centre,
) -> None:
    resource = approved(centre)
    same = centre.teacher.ask(changed(resource))
    assert (same.row.state, same.row.revision, same.row.version) == (ResourceState.APPROVED, 1, resource.row.version)
    gone = step(centre.teacher, WithdrawResource, resource, remark="内容过时")
    assert (gone.row.in_force, gone.row.usability) == (0, Usability.NOT_APPROVED)
    mended = centre.teacher.ask(changed(gone, title="留样课件 2026"))
    assert (mended.row.title, mended.row.revision, mended.row.in_force) == ("留样课件 2026", 2, 0)
    step(centre.teacher, SubmitResource, resource)
    assert step(centre.reviewer, ApproveResource, resource, ticked=ALL).row.in_force == 2


def test_what_is_in_use_is_taken_off_the_shelf_while_its_next_revision_waits(centre: Centre) -> None:
    draft = contribute(centre.teacher)
    off = WithdrawResource.wire_name()
    assert off not in {offer.command for offer in draft.offers}
    with pytest.raises(NotInUse, match="留样课件"):
        step(centre.teacher, WithdrawResource, draft, remark="误传")
    resource = approved(centre)
    centre.teacher.ask(changed(resource, title="留样课件（修订）"))
    waiting = step(centre.teacher, SubmitResource, resource)
    assert off in {offer.command for offer in waiting.offers if offer.possible}
    gone = step(centre.teacher, WithdrawResource, resource, remark="有权属争议")
    assert (gone.row.state, gone.row.in_force) == (ResourceState.WITHDRAWN, 0)
    with pytest.raises(ResourceNotUsable):
        centre.learner("陈新").ask(OpenResource(key=resource.row.key))
    step(centre.teacher, SubmitResource, resource)
    back = step(centre.reviewer, ApproveResource, resource, ticked=ALL)
    assert (back.row.in_force, back.row.title) == (2, "留样课件（修订）")


def test_whoever_wrote_an_earlier_revision_does_not_approve_a_later_one(centre: Centre) -> None:
    both = centre.house.desk("course_administrator", "course_reviewer", login="both", name="孙老师")
    resource = contribute(centre.teacher)
    edited = both.ask(changed(resource, title="改过的课件"))
    centre.teacher.ask(changed(edited, title="又改过的课件"))
    step(centre.teacher, SubmitResource, resource)
    with pytest.raises(OwnWorkRefused, match="孙老师"):
        step(both, ApproveResource, resource, ticked=ALL)
