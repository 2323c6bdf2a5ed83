"""No column of the register could become a judgement of a person."""

from django.apps import apps

FORBIDDEN = ("score", "risk", "level", "rating", "tag", "watch", "petition", "religion")


def test_no_column_could_grow_into_a_judgement_of_a_person():
    for model in apps.get_app_config("registry").get_models():
        for field in model._meta.concrete_fields:
            assert not any(word in field.name for word in FORBIDDEN), f"{model}.{field.name}"
