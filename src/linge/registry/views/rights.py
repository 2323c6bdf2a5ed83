"""Who owns, lets, rents and trades: of dwellings, shops and organisations."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from linge.territory.models import Dwelling, Organisation, Shop
from linge.territory.queries import organisations as territory_organisations
from linge.territory.queries import shops as territory_shops

from .. import actions, forms, queries
from ..models import OrganisationContact, Ownership, ShopOperation, Tenancy
from ..queries import ties
from ..rules.kinds import ContactRole
from .owned import EndPage, OwnedPage

Thing = Dwelling | Shop


class LookUpPage(OwnedPage):
    """An owned form whose fields look people and organisations up."""

    def form_facts(self, row: Any) -> dict[str, Any]:
        return {"actor": self.request.actor}


class NewOwnership(LookUpPage):
    title = _("登记产权")
    form = forms.OwnershipForm
    query = queries.visible_dwellings
    tab = "rights"
    held = staticmethod(ties.held_ownership)
    done = _("已登记产权。")

    def perform(self, form: forms.OwnershipForm, row: Thing) -> Ownership:
        facts = dict(form.cleaned_data)
        return actions.record_ownership(row, facts.pop("owner"), by=self.request.actor, **facts)


class NewShopOwnership(NewOwnership):
    query = territory_shops


class NewTenancy(LookUpPage):
    title = _("登记租赁")
    form = forms.TenancyForm
    query = queries.visible_dwellings
    tab = "rights"
    held = staticmethod(ties.held_tenancy)
    done = _("已登记租赁。")

    def perform(self, form: forms.TenancyForm, row: Thing) -> Tenancy:
        return actions.record_tenancy(row, by=self.request.actor, **form.cleaned_data)


class NewShopTenancy(NewTenancy):
    query = territory_shops


class ChangeOperator(LookUpPage):
    """A new operator, the same shop (D1)."""

    title = _("变更经营者")
    form = forms.OperatorForm
    query = territory_shops
    tab = "trade"
    held = staticmethod(ties.held_operation)
    done = _("已登记经营者，原经营者的经营随之结束。")

    def perform(self, form: forms.OperatorForm, row: Shop) -> ShopOperation:
        facts = dict(form.cleaned_data)
        return actions.change_operator(row, facts.pop("operator"), by=self.request.actor, **facts)


class NewContact(LookUpPage):
    title = _("登记联系人")
    form = forms.ContactForm
    query = territory_organisations
    tab = "contacts"
    held = staticmethod(ties.held_contacts)
    done = _("已登记联系人。")

    def perform(self, form: forms.ContactForm, row: Organisation | Shop) -> OrganisationContact:
        facts = dict(form.cleaned_data)
        role = ContactRole(facts.pop("role"))
        return actions.name_contact(row, by=self.request.actor, role=role, **facts)


class NewShopContact(NewContact):
    query = territory_shops
    tab = "trade"


class EndOwnership(EndPage):
    title = _("结束产权")
    query = ties.visible_ownerships
    tab = "rights"
    deed = staticmethod(actions.end_ownership)


class EndTenancy(EndPage):
    title = _("登记退租")
    query = ties.visible_tenancies
    tab = "rights"
    deed = staticmethod(actions.end_tenancy)


class EndOperation(EndPage):
    title = _("登记停业")
    query = ties.visible_operations
    tab = "trade"
    deed = staticmethod(actions.end_operation)


class EndContact(EndPage):
    title = _("结束联系人")
    query = ties.visible_contacts
    deed = staticmethod(actions.end_contact)


urls = [
    path("dwellings/<uuid:uuid>/ownership/", NewOwnership.as_view(), name="ownership_new"),
    path("dwellings/<uuid:uuid>/tenancy/", NewTenancy.as_view(), name="tenancy_new"),
    path("shops/<uuid:uuid>/ownership/", NewShopOwnership.as_view(), name="shop_ownership"),
    path("shops/<uuid:uuid>/tenancy/", NewShopTenancy.as_view(), name="shop_tenancy"),
    path("shops/<uuid:uuid>/operator/", ChangeOperator.as_view(), name="shop_operator"),
    path("shops/<uuid:uuid>/contact/", NewShopContact.as_view(), name="shop_contact"),
    path("organisations/<uuid:uuid>/contact/", NewContact.as_view(), name="organisation_contact"),
    path("ownerships/<uuid:uuid>/end/", EndOwnership.as_view(), name="ownership_end"),
    path("tenancies/<uuid:uuid>/end/", EndTenancy.as_view(), name="tenancy_end"),
    path("operations/<uuid:uuid>/end/", EndOperation.as_view(), name="operation_end"),
    path("contacts/<uuid:uuid>/end/", EndContact.as_view(), name="contact_end"),
]
