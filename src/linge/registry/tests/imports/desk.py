"""The import wizard as somebody at the desk walks through it."""

import html
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from linge.registry.models import ImportBatch


class Desk:
    """A signed-in person and the batch in hand."""

    def __init__(self, client):
        self.client = client
        self.batch = None

    def upload(self, data, name="人口.xlsx", subject="residents"):
        """Send a file; answers the page that follows."""
        file = SimpleUploadedFile(name, data)
        community = self._community()
        sent = {"subject": subject, "community": community, "workbook": file, "pasted": ""}
        answer = self.client.post(reverse("registry:import_new"), sent)
        if answer.status_code == 302:
            self.batch = ImportBatch.objects.latest("pk")
        return answer

    def paste(self, text, subject="residents"):
        """Paste cells copied from a spreadsheet."""
        sent = {"subject": subject, "community": self._community(), "pasted": text}
        answer = self.client.post(reverse("registry:import_new"), sent)
        self.batch = ImportBatch.objects.latest("pk")
        return answer

    def _community(self):
        page = self.client.get(reverse("registry:import_new")).content.decode()
        return re.search(r'name="community" value="(\d+)"', page)[1]

    def do(self, deed, **sent):
        """Press a button of the wizard."""
        answer = self.client.post(reverse(f"registry:import_{deed}", args=[self.batch.uuid]), sent)
        if self.batch is not None:
            self.batch.refresh_from_db()
        return answer

    def map(self, **changed):
        """Take the columns as they were recognised, but for some."""
        columns = {f"column_{c['index']}": c["field"] for c in self.batch.columns}
        return self.do("mapping", **{**columns, **changed})

    def check(self, data, **more):
        """Upload and take the columns as recognised."""
        self.upload(data, **more)
        self.map()
        return self.batch

    def read(self, **query):
        """The words of the batch's page."""
        page = self.client.get(reverse("registry:import", args=[self.batch.uuid]), query)
        assert page.status_code == 200
        text = html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode()))
        return re.sub(r"\s+", " ", text)

    def workbook(self, **query):
        """The own workbook with our words."""
        address = reverse("registry:import_workbook", args=[self.batch.uuid])
        return self.client.get(address, query)
