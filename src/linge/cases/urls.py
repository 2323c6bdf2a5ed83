"""Addresses of cases: the desk's under ``/desk/cases/``, the portal's, and the reporter's own."""

from django.urls import path

from .views import (
    batch,
    case,
    catalogue,
    chronic,
    figures,
    heard,
    moves,
    progress,
    queues,
    recalculation,
    register,
    supervision,
    workflows,
)
from .views import portal as portal_views

desk = [
    path("intake/", queues.Intake.as_view(), name="intake"),
    path("register/", register.Register.as_view(), name="register"),
    path("heard/<uuid:uuid>/", heard.ReportHeard.as_view(), name="from_heard"),
    path("dispatch/", queues.Dispatching.as_view(), name="dispatching"),
    path("agency/", queues.AgencyQueue.as_view(), name="agency"),
    path("helping/", queues.Helping.as_view(), name="helping"),
    path("confirm/", queues.Confirming.as_view(), name="confirming"),
    path("verify/", queues.Verifying.as_view(), name="verifying"),
    path("verify/desk/", queues.DeskVerifying.as_view(), name="desk_verifying"),
    path("samples/", queues.Samples.as_view(), name="samples"),
    path("samples/failed/", queues.FailedSamples.as_view(), name="failed_samples"),
    path("close/", queues.Closing.as_view(), name="closing"),
    path("figures/", figures.Figures.as_view(), name="figures"),
    path("figures/rows/", figures.Counted.as_view(), name="counted"),
    path("figures/appeals/<uuid:uuid>/", figures.decide_appeal, name="decide_appeal"),
    path("catalogue/", catalogue.Catalogue.as_view(), name="catalogue"),
    path("catalogue/import/", catalogue.ImportCatalogue.as_view(), name="catalogue_import"),
    path("catalogue/file.csv", catalogue.download, name="catalogue_csv"),
    path(
        "catalogue/<uuid:uuid>/", catalogue.CatalogueDraftDetail.as_view(), name="catalogue_draft"
    ),
    path("catalogue/<uuid:uuid>/publish/", catalogue.publish, name="catalogue_publish"),
    path("workflows/", workflows.Workflows.as_view(), name="workflows"),
    path("workflows/new/", workflows.NewWorkflow.as_view(), name="workflow_new"),
    path("workflows/file.json", workflows.download, name="workflow_file"),
    path("workflows/<uuid:uuid>/", workflows.WorkflowDraftDetail.as_view(), name="workflow_draft"),
    path("workflows/<uuid:uuid>/publish/", workflows.publish, name="workflow_publish"),
    path("batch/sign/", batch.BatchSign.as_view(), name="batch_sign"),
    path("batch/reject/", batch.BatchReject.as_view(), name="batch_reject"),
    path("batch/dispatch/", batch.BatchDispatch.as_view(), name="batch_dispatch"),
    path("chronic/", chronic.ChronicPlaces.as_view(), name="chronic_places"),
    path("chronic/<uuid:uuid>/", chronic.ChronicDetail.as_view(), name="chronic_place"),
    path("chronic/<uuid:uuid>/open/", chronic.OpenParent.as_view(), name="chronic_open"),
    path("chronic/<uuid:uuid>/rest/", chronic.Rest.as_view(), name="chronic_rest"),
    path("calendar/", recalculation.Recalculation.as_view(), name="recalculation"),
    path("urged/", supervision.Urged.as_view(), name="urged"),
    path("", queues.Ledger.as_view(), name="ledger"),
    path("<uuid:uuid>/", case.CaseDetail.as_view(), name="case"),
    path("<uuid:uuid>/photos/<uuid:file>/", case.photo, name="photo"),
    path("<uuid:uuid>/appeal/", figures.Appeal.as_view(), name="appeal"),
    path("<uuid:uuid>/<slug:action>/", moves.move, name="move"),
]

portal = [
    path("report/", portal_views.report, name="report"),
    path("report/emergency/", register.emergency, name="emergency"),
    path("map/<str:code>.geojson", portal_views.ground, name="ground"),
    path("progress/", progress.look_up, name="progress"),
]

public = [
    path("p/<str:code>", progress.progress, name="progress"),
    path("p/<str:code>/receipt", progress.receipt, name="receipt"),
    path("p/<str:code>/photos/<uuid:file>", progress.photo, name="photo"),
    path("p/<str:code>/<slug:kind>", progress.answer, name="answer"),
    path("kept-photos/<str:ticket>", portal_views.kept_photo, name="kept_photo"),
]
