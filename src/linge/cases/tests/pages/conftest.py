from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image


@pytest.fixture
def phone():
    """A resident's browser: nobody is signed in."""
    return Client()


@pytest.fixture
def photo():
    """``photo("灯.jpg", 40)``: a small photograph, grey as told."""

    def taken(name="路灯.jpg", grey=90):
        body = BytesIO()
        Image.new("RGB", (64, 48), (grey, grey, grey)).save(body, "JPEG")
        return SimpleUploadedFile(name, body.getvalue(), "image/jpeg")

    return taken
