"""The `linge` command: Django's management commands under the product's own name."""

import os
import sys
from importlib.metadata import version

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one command, for example ``linge demo small`` or ``linge serve``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linge.site.settings")
    if sys.argv[1:] == ["--version"]:
        print("Linge", version("linge"))
        return
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
