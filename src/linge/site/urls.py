"""Every address of the house, by face."""

from django.urls import include, path
from django.views.i18n import set_language

from linge.accounts import urls as accounts
from linge.cases import urls as cases
from linge.integrations import urls as integrations
from linge.portal import urls as portal
from linge.registry import urls as registry
from linge.staff import urls as staff
from linge.territory import urls as territory

from . import views
from .api import api

desk = [
    path("cases/", include((cases.desk, "cases"))),
    path("registry/", include((registry.desk, "registry"))),
    path("ledgers/", include((registry.ledgers, "ledgers"))),
    path("territory/", include((territory.desk, "territory"))),
    path("staff/", include((staff.desk, "staff"))),
    path("accounts/", include((accounts.desk, "accounts_desk"))),
    path("integrations/", include((integrations.desk, "integrations"))),
    path("map/", include("linge.desk.map.urls")),
    path("", include("linge.desk.urls")),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthy, name="healthy"),
    path("", include((accounts.public, "accounts"))),
    path("", include((cases.public, "cases_public"))),
    path("desk/", include(desk)),
    path("field/", include("linge.field.urls")),
    path("portal/", include((portal.portal, "portal"))),
    path("portal/", include((cases.portal, "cases_portal"))),
    path("screen/", include("linge.screen.urls")),
    path("ui/", include("linge.ui.urls")),
    path("open311/v2/", include((integrations.open311, "open311"))),
    path("api/v1/", api.urls),
    path("i18n/setlang/", set_language, name="set_language"),
]

handler400 = "linge.site.views.bad_request"
