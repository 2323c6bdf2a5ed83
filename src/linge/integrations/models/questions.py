"""What is asked besides the words, and how a kind of report is answered."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..rules.georeport import DataType, ServiceType


class ServiceQuestion(models.Model):
    """A question of a set (补充问题); a category names its set in ``questions_key``.

    ``choices`` are ``[key, name, English name]``, only of lists. A ``variable`` that is false is
    read, not answered: a hint or a warning.
    """

    key = models.CharField(_("问题组"), max_length=40)
    code = models.CharField(_("编码"), max_length=40)
    order = models.PositiveSmallIntegerField(_("顺序"))
    datatype = models.CharField(_("类型"), max_length=15, choices=DataType)
    variable = models.BooleanField(_("需要回答"), default=True)
    required = models.BooleanField(_("必答"), default=False)
    description = models.CharField(_("问题"), max_length=200)
    description_en = models.CharField(_("英文问题"), max_length=200, blank=True)
    datatype_description = models.CharField(_("填写说明"), max_length=200, blank=True)
    choices = models.JSONField(_("选项"), default=list)

    class Meta:
        ordering = ["key", "order"]
        constraints = [
            models.UniqueConstraint(fields=["key", "code"], name="service_question_code"),
            models.UniqueConstraint(fields=["key", "order"], name="service_question_order"),
            models.CheckConstraint(
                condition=models.Q(order__gt=0), name="service_question_order_positive"
            ),
        ]

    @property
    def label(self) -> str:
        """The question in the reader's language."""
        in_english = (get_language() or "").startswith("en")
        return self.description_en if in_english and self.description_en else self.description


class ServiceSetting(models.Model):
    """How reports of one small category are answered; without a row: at once, with the number."""

    code = models.CharField(_("小类编码"), max_length=4, unique=True)
    kind = models.CharField(_("答复方式"), max_length=8, choices=ServiceType)
