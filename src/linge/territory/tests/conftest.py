import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from linge.territory import queries


@pytest.fixture(autouse=True)
def _calendars_are_read_anew():
    queries.forget_workdays()
    yield
    queries.forget_workdays()


@pytest.fixture
def upload():
    """A file as a browser sends it."""
    return lambda name, text: SimpleUploadedFile(name, text.encode(), content_type="text/csv")
