"""CS23: mediation of a dispute between neighbours, from the first session to the last follow-up.

Upstairs pours water on 张桂兰's washing. 李强, lead of the grid, mediates; 陈静 looks after the case.
"""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.db.models import ForeignKey, ManyToManyField, OneToOneField
from docx import Document
from pypdf import PdfReader

from linge.accounts.models import PHONE
from linge.cases import actions, jobs
from linge.cases.models import Case, Dispute, FollowUp, Party
from linge.cases.queries import mediation as reads
from linge.cases.rules.mediation import Outcome, Side, SignWay
from linge.cases.tests.factories import CaseFactory, make_photo, make_town
from linge.kernel import crypto
from linge.kernel.clock import SHANGHAI
from linge.kernel.models import OutboxMessage
from linge.kernel.refusals import Refused
from linge.registry.models import Resident

TEXT = "一、楼上安装接水盘。\n二、双方互相谅解，不再追究。"


@pytest.fixture
def town(db, at):
    at("2026-03-02 09:00")
    return make_town()


@pytest.fixture
def dispute(town) -> Dispute:
    """An open mediation with two parties, mediated by 李强."""
    case = CaseFactory(town=town, state="accepted", code="0501")
    dispute = actions.open_dispute(
        case, by=town.intake_clerk, scale=2, mediators=[town.people["grid_lead"]]
    )
    for side, name, phone in (
        (Side.APPLICANT, "张桂兰", "12000000020"),
        (Side.RESPONDENT, "李明", "12000000021"),
    ):
        actions.add_party(dispute, by=town.grid_lead, side=side, name=name, phone=phone)
    return dispute


def sign_all(town, agreement, *, but: str = "") -> None:
    """Everybody signs a version, except the party of that side."""
    by = town.grid_lead
    for party in agreement.dispute.parties.exclude(side=but):
        sign(town, agreement, party=party)
    for mediator in agreement.dispute.mediators.all():
        actions.sign_agreement(
            agreement, by=by, way=SignWay.DRAWN, file=make_photo(town), mediator=mediator
        )


def sign(town, agreement, *, party) -> None:
    """A party signs on paper."""
    actions.sign_agreement(
        agreement, by=town.grid_lead, way=SignWay.PAPER, file=make_photo(town), party=party
    )


@pytest.mark.proves("C5")
def test_an_agreement_is_in_force_when_all_have_signed_the_same_version(town, dispute, at):
    by = town.grid_lead
    actions.record_session(
        dispute,
        by=by,
        at=datetime(2026, 3, 4, 14, tzinfo=SHANGHAI),
        place="社区调解室",
        present=list(dispute.parties.all()),
        minutes="双方各自说明情况",
    )
    first = actions.write_agreement(dispute, by=by, text=TEXT)
    sign_all(town, first)
    second = actions.write_agreement(dispute, by=by, text=TEXT + "\n三、每月清洗一次。")
    with pytest.raises(Refused, match="agreement_changed"):
        sign(town, first, party=dispute.parties.first())
    with pytest.raises(Refused, match="agreement_changed"):
        actions.seal_agreement(first, by=by)
    at("2026-03-09 16:00")
    actions.seal_agreement(second, by=by)
    sign_all(town, second, but=Side.RESPONDENT)
    dispute.refresh_from_db()
    assert dispute.is_open  # one party's signature under the new version is missing
    at("2026-03-10 10:00")
    sign(town, second, party=dispute.parties.get(side=Side.RESPONDENT))
    dispute.refresh_from_db()
    assert dispute.outcome == Outcome.AGREEMENT
    assert dispute.in_force_on == date(2026, 3, 10)
    assert dispute.confirm_until == date(2026, 4, 9)
    assert list(dispute.follow_ups.values_list("due_on", flat=True)) == [
        date(2026, 3, 17),
        date(2026, 4, 9),
        date(2026, 6, 8),
    ]
    with pytest.raises(Refused, match="mediation_over"):
        actions.write_agreement(dispute, by=by, text="另一份")


def test_the_mediator_is_reminded_a_week_before_and_the_court_confirms_in_time(town, dispute, at):
    by = town.grid_lead
    at("2026-03-10 09:00")
    agreement = actions.write_agreement(dispute, by=by, text=TEXT)
    sign_all(town, agreement)
    actions.seal_agreement(agreement, by=by)
    told = OutboxMessage.objects.filter(key__startswith="cases.confirm:")
    at("2026-04-01 08:00")
    assert jobs.remind_of_confirmations() == 0
    at("2026-04-02 08:00")
    jobs.remind_of_confirmations()
    jobs.remind_of_confirmations()
    (message,) = told
    assert message.recipient_id == by.user_id and "2026-04-09" in message.body
    dispute.refresh_from_db()
    for day in (date(2026, 3, 9), date(2026, 4, 10)):
        with pytest.raises(Refused, match="confirm_late"):
            actions.record_confirmation(dispute, by=by, on=day)
    actions.record_confirmation(dispute, by=by, on=date(2026, 4, 9))
    assert jobs.remind_of_confirmations() == 0

    (first, *_later) = reads.follow_ups_due(town.grid_lead, date(2026, 4, 2))
    actions.record_follow_up(first, by=by, kept=True, words="接水盘已装好")
    with pytest.raises(Refused, match="followed_up"):
        actions.record_follow_up(first, by=by, kept=False, words="")
    assert FollowUp.objects.get(pk=first.pk).kept is True


def test_an_oral_agreement_is_in_force_the_day_it_was_reached(town, dispute, at):
    at("2026-03-05 11:00")
    actions.agree_orally(dispute, by=town.grid_lead, words="楼上当场道歉，以后注意")
    assert dispute.in_force_on == date(2026, 3, 5)
    assert dispute.confirm_until is None
    assert dispute.follow_ups.count() == 3


def test_a_clear_refusal_ends_it_and_the_other_ways_are_printed(town, dispute, as_actor):
    party = dispute.parties.get(side=Side.RESPONDENT)
    page = as_actor(town.grid_lead)
    answer = page.post(
        f"/desk/cases/mediation/{dispute.uuid}/end/",
        {"how": f"p{party.pk}", "words": "对方明确表示不愿调解"},
    )
    assert answer.status_code == 302
    dispute.refresh_from_db()
    party.refresh_from_db()
    assert (dispute.outcome, party.refused_on) == (Outcome.ENDED, date(2026, 3, 2))
    told = page.get(f"/desk/cases/mediation/{dispute.uuid}/").content.decode()
    for way in ("仲裁", "行政裁决", "向人民法院起诉"):
        assert way in told


def test_a_case_cannot_close_while_its_mediation_is_open(town, at):
    case = CaseFactory(town=town, state="handled", code="0501")
    dispute = actions.open_dispute(
        case, by=town.intake_clerk, scale=2, mediators=[town.people["grid_lead"]]
    )
    actions.verify_case(case, by=town.grid_a, photos=[make_photo(town)], metres=5)
    actions.record_contact(case, by=town.intake_clerk, reached=True)
    close = {"by": town.intake_clerk, "condition_met": True, "words": "双方已和解"}
    with pytest.raises(Refused, match="mediation_open"):
        actions.close_case(case, **close)
    actions.end_mediation(dispute, by=town.grid_lead, words="双方自行和解", withdrawn=True)
    actions.close_case(case, **close)
    assert case.state == "closed"


def test_a_mediator_is_never_a_party(town, dispute):
    worker = town.people["grid_a"]
    phone = "12000000099"
    type(worker).objects.filter(pk=worker.pk).update(phone_index=_index(phone))
    worker.refresh_from_db()
    actions.set_mediators(dispute, by=town.intake_clerk, mediators=[worker])
    with pytest.raises(Refused, match="mediator_is_party"):
        actions.add_party(dispute, by=town.intake_clerk, side=Side.OTHER, name="王芳", phone=phone)
    with pytest.raises(Refused, match="mediator_needed"):
        actions.set_mediators(dispute, by=town.intake_clerk, mediators=[])


def _index(phone: str) -> str:
    return crypto.blind(PHONE, phone)


def test_only_mediators_the_clerk_and_the_leader_open_it(town, dispute, as_actor):
    address = f"/desk/cases/mediation/{dispute.uuid}/"
    for post in ("grid_lead", "intake_clerk", "community_leader"):
        page = as_actor(getattr(town, post))
        assert page.get(address).status_code == 200
        listed = page.get("/desk/cases/mediation/").content.decode()
        assert dispute.case.number in listed
        assert "张桂兰" not in listed and "李明" not in listed  # masked in lists
    shown = as_actor(town.grid_lead).get(address).content.decode()
    assert "张桂兰" in shown and "12000000020" not in shown
    for post in ("grid_a", "police_liaison"):
        assert as_actor(getattr(town, post)).get(address).status_code == 404
        assert as_actor(getattr(town, post)).get(address + "party/").status_code == 404
    for post in ("dispatcher", "verifier", "agency_handler", "street_officer"):
        assert as_actor(getattr(town, post)).get(address).status_code in (403, 404)
    with pytest.raises(Refused, match="not_yours"):
        actions.write_agreement(dispute, by=town.grid_a, text=TEXT)


def test_the_agreement_is_printed_as_pages_and_as_word(town, dispute, as_actor):
    agreement = actions.write_agreement(dispute, by=town.grid_lead, text=TEXT)
    page = as_actor(town.grid_lead)
    word = page.get(f"/desk/cases/agreements/{agreement.uuid}/paper.docx")
    text = "\n".join(line.text for line in Document(BytesIO(word.content)).paragraphs)
    for words in ("人民调解协议书", "申请方：张桂兰", "楼上安装接水盘", "人民调解员 李强", "第1版"):
        assert words in text
    pages = page.get(f"/desk/cases/agreements/{agreement.uuid}/paper.pdf")
    assert pages["Content-Type"] == "application/pdf"
    assert len(PdfReader(BytesIO(pages.content)).pages) == 1
    assert "张桂兰" not in pages["Content-Disposition"]
    assert (
        as_actor(town.grid_a).get(f"/desk/cases/agreements/{agreement.uuid}/paper.pdf").status_code
        == 404
    )


@pytest.mark.proves("C5")
def test_no_way_leads_from_a_person_to_a_dispute():
    ties = (ForeignKey, OneToOneField, ManyToManyField)
    named = {
        field.related_model
        for field in (*Party._meta.get_fields(), *Dispute._meta.get_fields())
        if isinstance(field, ties)
    }
    assert Resident not in named
    plain = {field.name for field in Party._meta.concrete_fields}
    assert plain == {"id", "uuid", "dispute", "side", "name", "phone", "refused_on"}
    assert not [index for index in Party._meta.indexes if "name" in index.fields]
    assert Case._meta.get_field("dispute").one_to_one
