"""Addresses of the territory's pages, mounted under ``/desk/territory/``."""

from django.urls import path

from .views import calendars, changes, drafts, grids, organisations, places, regions, sites

app_name = "territory"

desk = [
    path("", regions.tree, name="regions"),
    path("regions/<uuid:uuid>/", regions.branch, name="region"),
    path(
        "regions/<uuid:uuid>/change/<slug:kind>/",
        changes.ProposeChange.as_view(),
        name="region_change",
    ),
    path("changes/", changes.RegionChanges.as_view(), name="changes"),
    path("changes/<uuid:uuid>/", changes.ChangeDetail.as_view(), name="change"),
    path("changes/<uuid:uuid>/carry-out/", changes.carry_out, name="change_carry_out"),
    path("changes/<uuid:uuid>/withdraw/", changes.withdraw, name="change_withdraw"),
    path("estates/", places.Estates.as_view(), name="estates"),
    path("estates/new/", places.NewEstate.as_view(), name="estate_new"),
    path("estates/<uuid:uuid>/", places.EstateDetail.as_view(), name="estate"),
    path("estates/<uuid:uuid>/edit/", places.EditEstate.as_view(), name="estate_edit"),
    path("handovers/", sites.Handovers.as_view(), name="handovers"),
    path("handovers/forecast/", sites.LoadForecast.as_view(), name="forecast"),
    path("handovers/shares/", sites.MoveInShares.as_view(), name="move_in_shares"),
    path("estates/<uuid:uuid>/hand-over/", sites.HandOver.as_view(), name="hand_over"),
    path("buildings/", places.Buildings.as_view(), name="buildings"),
    path("buildings/new/", places.NewBuilding.as_view(), name="building_new"),
    path("buildings/<uuid:uuid>/", places.BuildingDetail.as_view(), name="building"),
    path("buildings/<uuid:uuid>/edit/", places.EditBuilding.as_view(), name="building_edit"),
    path("places/", places.Places.as_view(), name="places"),
    path("places/new/", places.NewPlace.as_view(), name="place_new"),
    path("places/<uuid:uuid>/", places.PlaceDetail.as_view(), name="place"),
    path("places/<uuid:uuid>/edit/", places.EditPlace.as_view(), name="place_edit"),
    path("organisations/", organisations.Organisations.as_view(), name="organisations"),
    path("organisations/new/", organisations.NewOrganisation.as_view(), name="organisation_new"),
    path(
        "organisations/<uuid:uuid>/",
        organisations.OrganisationDetail.as_view(),
        name="organisation",
    ),
    path(
        "organisations/<uuid:uuid>/edit/",
        organisations.EditOrganisation.as_view(),
        name="organisation_edit",
    ),
    path("shops/", organisations.Shops.as_view(), name="shops"),
    path("shops/new/", organisations.NewShop.as_view(), name="shop_new"),
    path("shops/<uuid:uuid>/", organisations.ShopDetail.as_view(), name="shop"),
    path("shops/<uuid:uuid>/edit/", organisations.EditShop.as_view(), name="shop_edit"),
    path("grids/", grids.Grids.as_view(), name="grids"),
    path("grids/new/", grids.NewGrid.as_view(), name="grid_new"),
    path("grids/<uuid:uuid>/", grids.GridDetail.as_view(), name="grid"),
    path("grids/<uuid:uuid>/edit/", grids.EditGrid.as_view(), name="grid_edit"),
    path("divisions/", grids.Divisions.as_view(), name="divisions"),
    path("divisions/new/", grids.NewDivision.as_view(), name="division_new"),
    path("divisions/<uuid:uuid>/", grids.DivisionDetail.as_view(), name="division"),
    path(
        "divisions/<uuid:uuid>/members/", grids.DivisionMembers.as_view(), name="division_members"
    ),
    path(
        "divisions/<uuid:uuid>/publish/", grids.PublishDivision.as_view(), name="division_publish"
    ),
    path("divisions/<uuid:uuid>/draft.json", drafts.draft, name="division_draft"),
    path("divisions/<uuid:uuid>/grids.json", drafts.new_grid, name="division_new_grid"),
    path("divisions/<uuid:uuid>/swap-axes/", drafts.swap_axes, name="division_swap_axes"),
    path("divisions/<uuid:uuid>/submit/", grids.submit_division, name="division_submit"),
    path("divisions/<uuid:uuid>/withdraw/", grids.withdraw_division, name="division_withdraw"),
    path("calendar/", calendars.Calendar.as_view(), name="calendar"),
    path("calendar/load/", calendars.LoadNotice.as_view(), name="calendar_load"),
]
