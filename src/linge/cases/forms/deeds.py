"""The frame of every form that moves a case: sent twice it counts once, and it knows what was seen."""

from copy import copy
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _

from linge.files import actions as files
from linge.files.models import StoredFile
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.territory.models import Region
from linge.ui.forms import LingeForm

from ..models import Case
from ..rules import State
from .fields import KeptPhotoInput, photo_of


class DeedForm(LingeForm):
    """One deed on one case.

    ``request_id`` makes five clicks one move. ``seen`` is the standing the reader saw; the deed is
    tried on that, so whoever acts on a stale page is told that somebody acted first.
    """

    request_id = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        if case is not None:
            self.fields["seen"].initial = f"{case.state}:{case.seq}"

    def add_error(self, field: str | None, error: Any) -> None:
        """What is wrong with a hidden field is told above the form."""
        hidden = field is not None and field in self.fields and self[field].is_hidden
        super().add_error(None if hidden else field, error)

    def as_seen(self, case: Case) -> Case:
        """The case with the standing this form was filled in for."""
        state, _colon, seq = self.cleaned_data.get("seen", "").partition(":")
        then = copy(case)
        if state in State.values and seq.isdecimal():
            then.state, then.seq = state, int(seq)
        return then

    def deed(self) -> dict[str, Any]:
        """What the action is called with."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class PhotoForm(DeedForm):
    """A deed with photos. Each is stored as it comes, so a form that comes back still has them."""

    photo_fields = ("photos",)

    def keep_photos(self, *, by: Actor, community: Region | None) -> list[str]:
        """Store what was sent; returns a sentence for each photo that was refused."""
        faults = []
        for name in self.photo_fields:
            kept, refused = self._kept(name), []
            for upload in self.cleaned_data.get(name) or ():
                try:
                    kept.append(files.store_photo(upload, by=by, community=community))
                except Refused as refusal:
                    refused.append(_named(upload.name, refusal.message))
            most = self.fields[name].most  # type: ignore[attr-defined]  # our own kind of field
            widget = self.fields[name].widget
            assert isinstance(widget, KeptPhotoInput)
            widget.kept = self.cleaned_data[name] = kept[:most]
            faults += refused
            if len(kept) > most:
                extra = {"most": most, "extra": len(kept) - most}
                faults.append(_("最多%(most)s张照片，多出的%(extra)s张没有收下。") % extra)
        return faults

    def _kept(self, name: str) -> list[StoredFile]:
        tickets = self.data.getlist(f"{name}_kept") if hasattr(self.data, "getlist") else []
        return [photo for photo in map(photo_of, tickets) if photo is not None]


def _named(name: str, fault: str) -> str:
    """A refusal that names its photo, unless the sentence does already."""
    return (
        fault if name in fault else _("照片“%(name)s”：%(fault)s") % {"name": name, "fault": fault}
    )
