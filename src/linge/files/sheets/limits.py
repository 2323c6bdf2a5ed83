"""How large a sheet may be."""

from django.utils.translation import gettext as _

from linge.kernel.refusals import Refused

from .safety import refused

MOST_ROWS = 200_000
MOST_COLUMNS = 200


def too_many_rows() -> Refused:
    return refused("too_many_rows", _("工作表超过20万行，请分成几个文件上传。"))


def too_many_columns() -> Refused:
    return refused("too_many_columns", _("工作表超过200列，请只保留需要的列再上传。"))
