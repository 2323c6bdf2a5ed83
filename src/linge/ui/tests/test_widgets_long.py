"""A long choice reads as the browser's own select."""

from django import forms

from linge.ui.widgets import LongSelect


def test_a_long_choice_is_written_like_any_other():
    choices = [("", "全部"), (1, "1号楼"), (2, "<2>号楼")]
    field = forms.ChoiceField(choices=choices, widget=LongSelect)
    field.widget.attrs["class"] = "form-select"
    assert field.widget.render("building", 2, {"id": "id_building"}) == (
        '<select class="form-select" id="id_building" name="building">'
        '<option value="">全部</option><option value="1">1号楼</option>'
        '<option value="2" selected>&lt;2&gt;号楼</option></select>'
    )
