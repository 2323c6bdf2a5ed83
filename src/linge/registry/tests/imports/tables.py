"""Every row of the register as the database holds it, to compare before and after."""

from django.apps import apps

APART = {"changeevent", "importbatch", "importrow", "mappingprofile", "pathcounter"}


def register_rows(app="registry"):
    """Table → its rows, but for history, batches and counters, which only grow."""
    return {
        model._meta.label_lower: sorted(
            (tuple(sorted(row.items())) for row in model._default_manager.values(*_columns(model))),
            key=repr,
        )
        for model in apps.get_app_config(app).get_models()
        if model._meta.model_name not in APART
    }


def _columns(model):
    """All columns; rows that only index others have no ids of their own."""
    names = [field.attname for field in model._meta.concrete_fields]
    return names if model._meta.model_name != "namekey" else names[1:]
