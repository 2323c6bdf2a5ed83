"""周敏 merges two records of 张桂兰, sees it was a mistake, and takes them apart again."""

import pytest
from django.urls import reverse

from linge.registry import actions, jobs, queries
from linge.registry.models import MergeEvent, Resident
from linge.registry.queries.matches import waiting
from linge.registry.tests.test_merging import facts
from tests.stories.test_duplicates_are_decided_once import alike

__all__ = ["alike"]


@pytest.mark.django_db
@pytest.mark.proves("G1")
def test_what_was_merged_is_taken_apart_to_the_row(as_actor, alike):
    one, two, by = alike
    client = as_actor(by)
    before = facts(one), facts(two)
    jobs.find_matches()
    pair = waiting(by).get()
    sent = {"survivor": str(one.uuid), "keep_name": "second", "keep_home": "second"}
    done = client.post(reverse("registry:match_merge", args=[pair.uuid]), sent, follow=True)
    assert "已合并" in done.content.decode()
    assert [person.name for person in queries.visible_to(by)] == ["张桂蘭"]

    old = reverse("registry:resident", args=[two.uuid])
    assert client.get(old).headers["Location"] == reverse("registry:resident", args=[one.uuid])

    merge = MergeEvent.objects.get()
    undone = client.post(reverse("registry:merge_undo", args=[merge.uuid]), follow=True)
    assert "已撤销合并" in undone.content.decode()
    assert (facts(one), facts(two)) == before
    assert client.get(old).status_code == 200


@pytest.mark.django_db
@pytest.mark.proves("G1")
def test_a_row_born_meanwhile_is_given_to_its_owner(as_actor, alike):
    one, two, by = alike
    client = as_actor(by)
    jobs.find_matches()
    pair = waiting(by).get()
    client.post(reverse("registry:match_merge", args=[pair.uuid]), {"survivor": str(one.uuid)})
    actions.set_phone(Resident.objects.get(pk=one.pk), "12000000902", by=by)
    merge = MergeEvent.objects.get()
    page = client.post(reverse("registry:merge_undo", args=[merge.uuid]), follow=True)
    assert "归属待定" in page.content.decode()
    row = merge.unclaimed.get()
    address = reverse("registry:merge_settle", args=[merge.uuid])
    told = client.post(address, {"row": str(row.uuid), "owner": "absorbed"}, follow=True)
    assert "已确定归属" in told.content.decode()
    assert two.phones.filter(pk=row.row).exists()
    assert "归属待定" not in told.content.decode()
