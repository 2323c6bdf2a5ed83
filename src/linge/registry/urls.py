"""Addresses of the register's pages, mounted under ``/desk/registry/``."""

from django.urls import path

from .views import collection, homes, households, imports, people, search, visits

app_name = "registry"

desk = [
    path("search/", search.search, name="search"),
    path("residents/", people.Residents.as_view(), name="residents"),
    path("residents/new/", people.NewResident.as_view(), name="resident_new"),
    path("residents/<uuid:uuid>/", people.ResidentDetail.as_view(), name="resident"),
    path("residents/<uuid:uuid>/edit/", people.EditResident.as_view(), name="resident_edit"),
    path("residents/<uuid:uuid>/move-in/", people.MoveIn.as_view(), name="move_in"),
    path("residents/residencies/<uuid:uuid>/move-out/", people.MoveOut.as_view(), name="move_out"),
    path("households/", households.Households.as_view(), name="households"),
    path("households/<uuid:uuid>/", households.HouseholdDetail.as_view(), name="household"),
    path("households/<uuid:uuid>/members/new/", households.NewMember.as_view(), name="member_new"),
    path(
        "households/members/<uuid:uuid>/relation/",
        households.EditRelation.as_view(),
        name="member_relate",
    ),
    path(
        "households/members/<uuid:uuid>/leave/",
        households.LeaveHousehold.as_view(),
        name="member_leave",
    ),
    path("dwellings/", homes.Dwellings.as_view(), name="dwellings"),
    path("dwellings/<uuid:uuid>/", homes.DwellingDetail.as_view(), name="dwelling"),
    path(
        "dwellings/<uuid:uuid>/household/",
        households.NewHousehold.as_view(),
        name="household_new",
    ),
    path("dwellings/<uuid:uuid>/visit/", visits.NewVisit.as_view(), name="visit_new"),
    path("dwellings/buildings/<uuid:uuid>/stack/", homes.BuildingStack.as_view(), name="stack"),
    path("visits/", visits.Visits.as_view(), name="visits"),
    path("visits/<uuid:uuid>/approve/", visits.approve_vacancy, name="visit_approve"),
    path("visits/<uuid:uuid>/void/", visits.VoidVisit.as_view(), name="visit_void"),
    path("visits/<uuid:uuid>/photos/<uuid:file>/", visits.photo, name="visit_photo"),
    path("heard/", visits.HeardList.as_view(), name="heard"),
    path("missing/", homes.Missing.as_view(), name="missing"),
    path("collection/", collection.Collection.as_view(), name="collection"),
    path("collection/rounds/new/", collection.NewRound.as_view(), name="round_new"),
    *imports.urls,
]
