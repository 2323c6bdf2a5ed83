"""目录时限 and 反复点位, as those who keep and decide them see them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from linge.cases import jobs
from linge.cases.models import CatalogueDraft, ChronicPlace, WorkflowDraft
from linge.cases.rules import State
from linge.cases.tests.factories import CaseFactory
from linge.kernel.access import Actor, Grant
from linge.staff.tests.factories import WorkerFactory


@pytest.fixture
def keeper(db):
    """系统管理员, who keeps the catalogue."""
    user = WorkerFactory(name="系统管理员")
    grant = Grant(role="system_admin", post="system_admin", node="", since=date(2025, 1, 1))
    return Actor(user_id=user.pk, name=user.name, kind="staff", how="desk", grants=(grant,))


@pytest.mark.proves("C1")
def test_the_catalogue_is_shown_brought_and_published(town, as_actor, keeper):
    client = as_actor(keeper)
    page = client.get(reverse("cases:catalogue"))
    assert "路灯不亮" in page.text and "2 个工作日" in page.text
    exported = client.get(reverse("cases:catalogue_csv")).content
    faulty = SimpleUploadedFile("目录.csv", exported.replace(b"work_day", "5天左右".encode(), 1))
    answer = client.post(reverse("cases:catalogue_import"), {"file": faulty})
    assert answer.status_code == 422 and "!I2" in answer.text
    changed = exported.replace("路灯不亮".encode(), "路灯不明".encode(), 1)
    sent = {"file": SimpleUploadedFile("目录.csv", changed)}
    client.post(reverse("cases:catalogue_import"), sent)
    draft = CatalogueDraft.objects.get()
    home = reverse("cases:catalogue_draft", args=[draft.uuid])
    assert "路灯不明" in client.get(home).text
    assert client.get(home, {"tab": "effects"}).status_code == 200
    client.post(reverse("cases:catalogue_publish", args=[draft.uuid]))
    assert "路灯不明" in client.get(reverse("cases:catalogue")).text
    assert as_actor(town.dispatcher).get(reverse("cases:catalogue")).status_code == 403


@pytest.mark.proves("C2")
def test_the_leader_decides_about_a_place(town, as_actor):
    for _ in range(3):
        CaseFactory(town=town, state=State.ACCEPTED)
    jobs.find_chronic_places()
    place = ChronicPlace.objects.get()
    leader = as_actor(town.community_leader)
    assert "3号楼东侧" in leader.get(reverse("cases:chronic_places")).text
    assert "有关事件 3 件" in leader.get(reverse("cases:chronic_place", args=[place.uuid])).text
    opening = reverse("cases:chronic_open", args=[place.uuid])
    assert "反复发生，已3件" in leader.get(opening).text
    answer = leader.post(opening, {"words": "线路老化，请整改"}, follow=True)
    assert "子事件 3 件" in answer.text
    resting = reverse("cases:chronic_rest", args=[place.uuid])
    late = leader.post(resting, {"until": "2026-07-01", "reason": "原因写满十个字才能提交"})
    assert "刚刚被其他人处理" in late.text


@pytest.mark.proves("C2")
def test_a_version_is_drafted_compared_tried_and_published(town, as_actor, keeper):
    CaseFactory(town=town, state=State.ACCEPTED)
    client = as_actor(keeper)
    asking = reverse("cases:workflow_new")
    form = client.get(asking).context["form"]
    asked = {name: form[name].value() for name in form.fields if name != "file"}
    answer = client.post(asking, asked | {"accept_amount": "0.3"})
    assert answer.status_code == 422 and "accept 时限要写成0.25的倍数并带单位" in answer.text
    optional = [action for action in asked["optional"] if action != "withdraw"]
    client.post(asking, asked | {"accept_amount": "1", "optional": optional})
    draft = WorkflowDraft.objects.get()
    home = reverse("cases:workflow_draft", args=[draft.uuid])
    page = client.get(home).text
    assert "stages.accept.normal" in page and "moves.withdraw" in page
    assert "与现行版本有 2 处不同" in page, "and nothing else"
    assert "受理" in client.get(home, {"tab": "trial"}).text
    client.post(reverse("cases:workflow_publish", args=[draft.uuid]))
    assert "第2版" in client.get(reverse("cases:workflows")).text
    file = client.get(reverse("cases:workflow_file"))
    sent = {"file": SimpleUploadedFile("流程.json", file.content.replace(b'"closed"', b'"gone"'))}
    answer = client.post(asking, asked | sent)
    assert "close 出现了不存在的状态" in answer.text
