"""CS03: reject and merge. The reporter reads the reason; whoever is merged keeps a code, a notice, a
rating and a way to bring it back.

Three neighbours report the same dark lamp. 陈静 merges two of them into the first, and turns down an
advertisement in words its sender reads.
"""

import pytest
from django.test import Client

from linge.cases import actions, queries
from linge.cases.models import Case
from linge.cases.rules import State
from linge.cases.tests.factories import TEN, bearer, kind_of, make_photo, make_town, report
from linge.kernel import outbox
from linge.kernel.access import Actor
from linge.kernel.models import OutboxMessage
from linge.kernel.refusals import Refused

PHONES = ("12000000020", "12000000021", "12000000022")


def told(phone):
    """What a phone was told, in order."""
    messages = OutboxMessage.objects.filter(kind="sms").order_by("created_at", "pk")
    return [each.body for each in messages if outbox.address(each) == phone]


def reported_by(town, phone, **facts):
    return actions.report_case(report(town, reporter_phone=phone, **facts), by=Actor.public())


def settle(case, town):
    """From acceptance to the close, by the people who do that."""
    category, standard = kind_of("0201")
    actions.accept_case(case, by=town.intake_clerk, category=category, standard=standard)
    bring_to_an_end(case, town)


def bring_to_an_end(case, town):
    actions.dispatch_case(case, by=town.dispatcher, agency=town.agency)
    actions.handle_case(
        case, by=town.agency_handler, result="换灯头", photos=[make_photo(town)], condition_met=True
    )
    actions.verify_case(case, by=town.grid_a, photos=[make_photo(town)], metres=8)
    actions.record_contact(case, by=town.intake_clerk, reached=True)
    actions.close_case(case, by=town.intake_clerk, condition_met=True, words="路灯已修好")


@pytest.mark.proves("C2")
@pytest.mark.django_db
def test_three_neighbours_and_one_lamp(at):
    at("2026-06-15 09:00")
    town = make_town()
    same = make_photo(town)
    first, second, third = (
        reported_by(town, phone, photos=[] if phone == PHONES[1] else [same]) for phone in PHONES
    )

    at("2026-06-15 09:20")
    category, _standard = kind_of("0201")
    similar = queries.candidates(town.intake_clerk, third.case, category)
    assert [(one.case.pk, one.metres, one.words, one.same_photo) for one in similar] == [
        (first.case.pk, 0, 100, True),
        (second.case.pk, 0, 100, False),
    ]
    for voice in (second.case, third.case):
        actions.merge_case(voice, by=town.intake_clerk, target=first.case, words="同一盏路灯")
    assert Case.objects.open().get() == first.case
    assert told(PHONES[1])[-1] == (
        "您上报的事件20260615-0002与20260615-0001是同一件事，已合并办理，查询码照常使用。"
    )
    with pytest.raises(Refused, match=r"cases\.has_voices"):
        actions.withdraw_case(first.case, by=bearer(first.case))

    settle(first.case, town)
    for place, phone in enumerate(PHONES, start=1):
        assert told(phone)[-1].startswith(f"您上报的事件20260615-000{place}已办结"), "own notice"

    page = Client().get(f"/p/{second.code}").content.decode()
    assert "合并办理" in page and "路灯已修好" in page and second.case.number in page
    assert first.case.number not in page, "no word of another's report"

    voice, holder = queries.case_of_code(second.code)
    rating = {"contacted": True, "solved": False, "satisfaction": "unsatisfied"}
    actions.evaluate_case(voice, by=holder, **rating)
    assert queries.progress(first.case).satisfaction == "", "everybody rates for themselves"
    actions.reopen_case(voice, by=holder, reason="灯又灭了")
    case = Case.objects.get(pk=first.case.pk)
    assert (case.state, case.episode, voice.reopened) == (State.ACCEPTED, 2, 1)
    assert queries.progress(voice).state_label == "待派遣"
    bring_to_an_end(case, town)
    assert queries.progress(voice).may_evaluate
    _case, stranger = queries.case_of_code(reported_by(town, "").code)
    with pytest.raises(Refused, match=r"access\.outside"):
        actions.reopen_case(voice, by=stranger, reason="与我无关")


@pytest.mark.proves("C2")
@pytest.mark.django_db
def test_an_advertisement_is_turned_down_in_words(at):
    at("2026-06-15 09:00")
    town = make_town()
    advert = reported_by(town, PHONES[0], words="低价疏通下水道")
    with pytest.raises(Refused, match=r"cases\.reason_needed"):
        actions.reject_case(advert.case, by=town.intake_clerk, reason_code="spam", words="广告")
    actions.reject_case(advert.case, by=town.intake_clerk, reason_code="spam", words=TEN)
    assert told(PHONES[0])[-1] == f"您上报的事件20260615-0001未受理：{TEN}"
    assert TEN in Client().get(f"/p/{advert.code}").content.decode()
