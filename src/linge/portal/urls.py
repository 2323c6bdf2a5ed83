"""Addresses of the portal's own pages, mounted under ``/portal/``."""

from django.urls import path

from .views import corrections, mine, pages, slips

portal = [
    path("", pages.home, name="home"),
    path("my-grid/", pages.my_grid, name="my_grid"),
    path("mine/", mine.home, name="mine"),
    path("mine/record/", mine.record, name="record"),
    path("mine/record/<slug:fact>/", corrections.correct, name="correct"),
    path("mine/corrections/", corrections.corrections, name="corrections"),
    path(
        "mine/corrections/<uuid:uuid>/withdraw/",
        corrections.withdraw,
        name="withdraw_correction",
    ),
    path("mine/trail/", mine.trail, name="trail"),
    path("mine/consents/", mine.agreed, name="consents"),
    path("mine/consents/agree/", mine.agree, name="agree"),
    path("mine/consents/<uuid:uuid>/withdraw/", mine.withdraw, name="withdraw"),
    path("mine/receipts/", mine.receipts, name="receipts"),
    path("mine/receipts/<uuid:uuid>/", mine.receipt, name="receipt"),
    path("mine/copy/", mine.copy, name="copy"),
    path("mine/erase/", mine.erase, name="erase"),
    path("slips/<uuid:uuid>/", slips.by_code, name="slip"),
]
