"""``linge openapi``: the published schema of the API, from which the phone's client is typed."""

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.test import RequestFactory
from django.urls import resolve, reverse


class Command(BaseCommand):
    help = "Print the OpenAPI 3.1 schema of /api/v1/."

    def handle(self, *args: Any, **options: Any) -> None:
        address = reverse("api:openapi-json")
        view, given, named = resolve(address)
        published = view(RequestFactory().get(address), *given, **named)
        told = json.dumps(
            json.loads(published.content), ensure_ascii=False, indent=1, sort_keys=True
        )
        self.stdout.write(told)
