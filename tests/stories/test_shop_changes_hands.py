"""A noodle shop is taken over: the shop stays, the keeper changes, both are read for years."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation

from linge.registry import queries
from linge.registry.models import ShopOperation
from linge.registry.tests.factories import homes, resident
from linge.territory.tests.actors import worker
from linge.territory.tests.factories import GridFactory, ShopFactory

TELLS = {
    "zh-hans": ("变更经营者", "这段时间店面已有经营者"),
    "en": ("Change operator", "Somebody trades in this shop at that time"),
}


@pytest.mark.django_db
@pytest.mark.proves("D1")
@pytest.mark.parametrize("language", TELLS)
def test_a_shop_changes_hands_and_stays_the_same_shop(language, as_actor):
    button, overlap = TELLS[language]
    home = homes(GridFactory())[0]
    shop = ShopFactory(building=home.building, name="老王面馆")
    old, new = resident("王强", home=home), resident("李建国", home=home)
    client = as_actor(worker(shop.grid))
    client.cookies["django_language"] = language
    page = reverse("territory:shop", args=[shop.uuid])
    take_over = reverse("registry:shop_operator", args=[shop.uuid])

    def read(address, **asked):
        return unescape(client.get(address, asked).content.decode())

    began = {
        "operator": "王强",
        "trade_name": "老王面馆",
        "since": "2024-05-01",
        "staff_count": "2",
    }
    assert client.post(take_over, began).status_code == 302
    assert button in read(page, tab="trade")
    assert "老王面馆 · 王强" in read(take_over)

    taken = {"operator": "李建国", "trade_name": "小李米线", "since": "2026-11-01"}
    assert client.post(take_over, taken).status_code == 302
    shown = read(page, tab="trade")
    assert shown.index("小李米线") < shown.index("2024-05-01")
    before, now = ShopOperation.objects.filter(shop=shop).order_by("since")
    assert (before.operator, before.until, now.operator) == (old, date(2026, 11, 1), new)
    assert ShopOperation.objects.on(date(2026, 10, 31)).get().trade_name == "老王面馆"

    late = {"operator": "王强", "trade_name": "老王面馆", "since": "2024-01-01"}
    refused = client.post(take_over, late)
    assert refused.status_code == 422
    client.post(reverse("registry:operation_end", args=[now.uuid]), {"on": "2026-11-20"})
    with translation.override(language):
        again = unescape(client.post(take_over, taken).content.decode())
    assert overlap in again
    assert queries.people_meant(worker(shop.grid), "李建国") == [new]
