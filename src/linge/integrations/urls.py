"""Addresses other systems call, mounted under ``/open311/v2/``, and the pages about them."""

from django.urls import path, re_path

from .views import georeport, hotline, keys, publications, sent
from .views.endpoint import nowhere

app_name = "integrations"
FMT = r"\.(?P<fmt>xml|json)$"

open311 = [
    re_path(r"^discovery" + FMT, georeport.discovery, name="discovery"),
    re_path(r"^services" + FMT, georeport.services, name="services"),
    re_path(r"^services/(?P<code>[^/]+)" + FMT, georeport.service, name="service"),
    re_path(r"^tokens/(?P<token>[^/]+)" + FMT, georeport.tokens, name="token"),
    re_path(r"^requests" + FMT, georeport.requests, name="requests"),
    re_path(r"^requests/(?P<number>[^/]+)" + FMT, georeport.request_, name="request"),
    re_path(r"^photos/(?P<file>[0-9a-f-]{36})\.jpg$", georeport.photo, name="photo"),
    re_path(r"^", nowhere, name="nowhere"),
]

desk = [
    path("", keys.Board.as_view(), name="board"),
    path("jurisdictions/new/", keys.OpenJurisdiction.as_view(), name="jurisdiction_new"),
    path("jurisdictions/<uuid:uuid>/close/", keys.close_jurisdiction, name="jurisdiction_close"),
    path("keys/new/", keys.NewKey.as_view(), name="key_new"),
    path("keys/<uuid:uuid>/revoke/", keys.revoke, name="key_revoke"),
    path("services/", keys.SetKind.as_view(), name="service_kind"),
    path("servers/new/", sent.AddServer.as_view(), name="server_new"),
    path("servers/<uuid:uuid>/retire/", sent.retire, name="server_retire"),
    path("sent/", sent.SentCases.as_view(), name="sent"),
    path("cases/<uuid:uuid>/send/", sent.Send.as_view(), name="send"),
    path("hotline/", hotline.ImportHotline.as_view(), name="hotline"),
    path("hotline/results.csv", hotline.results, name="hotline_results"),
    path("published/", publications.Publications.as_view(), name="publications"),
    path("published/<uuid:uuid>/", publications.Publish.as_view(), name="publish"),
]
