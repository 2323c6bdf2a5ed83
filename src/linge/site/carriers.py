"""Who takes a message out of the house. A district's SMS provider replaces the demo's page."""

import os

import httpx
from django.conf import settings
from django.core.mail import send_mail

from linge.integrations.actions import deliver
from linge.kernel import outbox
from linge.kernel.models import OutboxMessage

TIMEOUT = 5.0


def stay_inside(message: OutboxMessage, address: str) -> None:
    """In-app messages, and SMS on the demo page, are delivered by being there."""


def post_sms(message: OutboxMessage, address: str) -> None:
    """Hand an SMS to the provider's HTTP gateway named by ``LINGE_SMS_URL``."""
    answer = httpx.post(
        os.environ["LINGE_SMS_URL"],
        json={"id": message.key, "phone": address, "text": message.body},
        timeout=TIMEOUT,
    )
    if answer.is_error:
        raise OSError(f"SMS gateway answered {answer.status_code}")


def send_letter(message: OutboxMessage, address: str) -> None:
    """Send a mail through the configured SMTP server."""
    send_mail(message.subject, message.body, None, [address])


def bind() -> None:
    """Name the carriers to the outbox; without a gateway an SMS waits, never called sent."""
    outbox.carry("inapp", stay_inside)
    if os.environ.get("LINGE_SMS_URL"):
        outbox.carry("sms", post_sms)
    elif settings.DEMO_OUTBOX:
        outbox.carry("sms", stay_inside)
    outbox.carry("mail", send_letter)
    outbox.carry("open311", deliver)
