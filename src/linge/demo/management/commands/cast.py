from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from linge.demo.cast import GUIZISHAN, PASSWORD, XINGFULI, Part


class Command(BaseCommand):
    """Say who is in the demo community and how to sign in as each of them."""

    help = "Print the demo's cast and how to sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="http://127.0.0.1:8000", help="where it is served")

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["address"]
        words = _("邻格已启动：%(address)s\n登录：%(address)s/sign-in/ 密码都是 %(password)s")
        self.stdout.write(words % {"address": address, "password": PASSWORD})
        self.stdout.write(_("短信验证码登录的验证码显示在 %(address)s/dev/outbox/") % options)
        self.stdout.write(_("居民门户（不用账号）：%(address)s/portal/") % options)
        for part in (*XINGFULI, *GUIZISHAN):
            self.stdout.write(_line(part))


def _line(part: Part) -> str:
    return f"  {12_000_000_000 + part.phone}  {part.name}  {part.told}"
