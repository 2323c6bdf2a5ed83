"""周敏 asks for numbers in the clear, 赵书记 agrees, the file opens with its password and names itself."""

import io
import re
from datetime import timedelta

import msoffcrypto
import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from linge.accounts.actors import actor_of
from linge.accounts.models import Grant, User
from linge.audit.models import AuditEntry
from linge.files import jobs, shelf, watermark
from linge.files.models import ExportRequest
from linge.files.rules import ExportState
from linge.kernel import clock
from linge.registry import actions
from linge.registry.rules.drafts import NewHukou
from linge.registry.rules.kinds import HukouState
from linge.registry.tests.factories import SINCE, clerk, homes, resident
from linge.territory.tests.factories import GridFactory

NUMBER = re.compile(r"990101\d{11}[\dX]")
OFFICE = {"zh-hans": "打开密码只显示这一次", "en": "The password is shown this once"}


def person(name, role, node, serial):
    user = User.objects.create(
        name=name, phone_index=str(serial) * 32, phone=f"1200000000{serial}", staff_no=f"10{serial}"
    )
    Grant.objects.create(user=user, post=role, role=role, node=node, since=SINCE)
    return user


@pytest.fixture
def town(db):
    """Two people of the street; an officer, a leader and somebody of the street office."""
    grid = GridFactory()
    by = clerk(grid.community)
    for name, door in zip(("张桂兰", "李建国"), homes(grid), strict=False):
        actions.set_hukou(resident(name, home=door), NewHukou(HukouState.HERE, SINCE), by=by)
    path = grid.community.path
    return {
        "officer": person("周敏", "community_officer", path, 1),
        "leader": person("赵书记", "community_leader", path, 2),
        "street": person("钱科长", "street_officer", grid.community.parent.path, 3),
        "other": person("孙洁", "community_officer", path, 4),
    }


@pytest.fixture
def desk(town, as_actor):
    """``desk("officer").post("make", export)`` does one thing at the desk, as one of the town."""

    def sit(who, language="zh-hans"):
        client = as_actor(actor_of(town[who], how="desk"))
        client.cookies["django_language"] = language
        return client

    return sit


def ask(client, **more):
    told = {
        "reason": "核对医保参保名单",
        "columns": ["name", "document", "home"],
        "clear": ["document"],
        "expires_on": (clock.today() + timedelta(days=3)).isoformat(),
    } | more
    return client.post(reverse("ledgers:ask", args=["hukou"]), told)


def act(client, name, row, **told):
    return client.post(reverse(f"ledgers:export_{name}", args=[row.uuid]), told)


def opened(body, password):
    office = msoffcrypto.OfficeFile(io.BytesIO(body))
    assert office.type == "agile"
    office.load_key(password=password, verify_password=True)
    plain = io.BytesIO()
    office.decrypt(plain)
    return plain.getvalue()


@pytest.mark.proves("X2")
@pytest.mark.parametrize("language", OFFICE)
def test_asked_agreed_made_fetched_and_destroyed(language, desk, tmp_path, capsys):
    page = ask(desk("officer", language))
    assert page.status_code == 302
    row = ExportRequest.objects.get()
    assert (row.klass, row.way, row.rows) == ("C3", "leader", 2)

    shown = desk("leader", language).get(page.url).content.decode()
    assert "核对医保参保名单" in shown
    assert "99****************" in shown
    assert not NUMBER.search(shown), "the sample is masked"
    act(desk("leader", language), "decide", row, answer="agree")

    made = act(desk("officer", language), "make", row).content.decode()
    assert OFFICE[language] in made
    password = re.search(r'class="secret">([^<]+)<', made)[1]
    assert password not in desk("officer").get(page.url).content.decode()

    body = act(desk("officer"), "fetch", row).content
    book = opened(body, password)
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    values = [[str(cell.value or "") for cell in line] for line in sheet.iter_rows()]
    assert all(NUMBER.fullmatch(line[1]) for line in values[3:5])
    assert watermark.numbers(values[0][0]) == {row.pk}
    assert not any(watermark.numbers(text) for line in values[3:5] for text in line)
    assert f"{row.pk}" in sheet.oddHeader.right.text

    file = tmp_path / "ledger.xlsx"
    file.write_bytes(body)
    call_command("watermark", "read", str(file), password=password)
    assert str(row.uuid) in capsys.readouterr().out

    row.refresh_from_db()
    told = str(list(AuditEntry.objects.values_list("what", flat=True)))
    assert row.sha256 in told
    assert password not in told

    act(desk("officer"), "fetch", row)
    act(desk("officer"), "fetch", row)
    assert act(desk("officer"), "fetch", row).status_code == 302, "three downloads, no fourth"
    ExportRequest.objects.update(link_until=timezone.now())
    jobs.end_exports()
    row.refresh_from_db()
    assert row.state == ExportState.ENDED
    assert not shelf.path_of(row.file.uuid, ".sealed").exists()


@pytest.mark.proves("X2")
def test_nobody_decides_on_the_own_asking_nor_fetches_for_another(desk):
    ask(desk("leader"))
    row = ExportRequest.objects.get()
    assert row.way == "street", "a leader's own asking goes up"
    act(desk("leader"), "decide", row, answer="agree")
    row.refresh_from_db()
    assert row.state == ExportState.ASKED
    act(desk("street"), "decide", row, answer="agree")
    row.refresh_from_db()
    assert row.state == ExportState.APPROVED
    assert act(desk("other"), "make", row).status_code == 404
    assert desk("other").get(reverse("ledgers:export", args=[row.uuid])).status_code == 404


def test_a_refusal_says_why(desk):
    page = ask(desk("officer"))
    row = ExportRequest.objects.get()
    act(desk("leader"), "decide", row, answer="refuse", words="名单应向医保局要")
    assert "名单应向医保局要" in desk("officer").get(page.url).content.decode()
    assert act(desk("officer"), "make", row).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.file) == (ExportState.REFUSED, None)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"reason": "要"}, "至少6个字"),
        ({"clear": []}, "直接导出"),
        ({"columns": []}, ""),
        ({"expires_on": "2020-01-01"}, "30天"),
    ],
)
def test_an_asking_that_cannot_be_is_said_beside_its_field(told, said, desk):
    answer = ask(desk("officer"), **told)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ExportRequest.objects.exists()


def test_a_direct_export_names_itself_too(desk, tmp_path, capsys):
    for form in ("xlsx", "csv", "pdf", "docx"):
        page = reverse("ledgers:ledger", args=["hukou"])
        body = desk("officer").get(page, {"as": form}).content
        row = ExportRequest.objects.latest("pk")
        assert row.state == ExportState.TAKEN
        file = tmp_path / f"ledger.{form}"
        file.write_bytes(body)
        call_command("watermark", "read", str(file))
        assert capsys.readouterr().out.startswith(f"{row.pk} ")
