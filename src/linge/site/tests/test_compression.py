"""Words go over the line small: pages by the middleware, client code by files beside it."""

import gzip

import pytest
from django.test import Client

from linge.ui.templatetags.assets import BUILT, MANIFEST

pytestmark = pytest.mark.django_db


def test_a_page_is_compressed_for_who_can_read_it():
    answer = Client().get("/accounts/sign-in/", headers={"accept-encoding": "gzip"}, follow=True)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "</html>" in gzip.decompress(answer.content).decode()


def test_a_page_is_plain_for_who_cannot():
    answer = Client().get("/accounts/sign-in/", follow=True)
    assert "Content-Encoding" not in answer.headers


@pytest.mark.skipif(not MANIFEST.exists(), reason="client code is not built: make assets")
def test_client_code_lies_ready_compressed():
    scripts = [file for file in BUILT.glob("assets/*.js") if file.stat().st_size > 10_000]
    assert scripts
    assert all(file.with_name(file.name + ".gz").exists() for file in scripts)
