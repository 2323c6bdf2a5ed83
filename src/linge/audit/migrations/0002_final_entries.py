"""The database itself refuses to change or delete an audit entry, on both engines."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "audit_auditentry"


def guard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE FUNCTION linge_audit_is_final() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'audit entries are final'; END $$"
        )
        editor.execute(
            f"CREATE TRIGGER audit_is_final BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION linge_audit_is_final()"
        )
        return
    for deed in ("UPDATE", "DELETE"):
        editor.execute(
            f"CREATE TRIGGER audit_no_{deed.lower()} BEFORE {deed} ON {TABLE} "
            "BEGIN SELECT RAISE(ABORT, 'audit entries are final'); END"
        )


def unguard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers."""
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP TRIGGER audit_is_final ON {TABLE}")
        editor.execute("DROP FUNCTION linge_audit_is_final()")
        return
    for deed in ("update", "delete"):
        editor.execute(f"DROP TRIGGER audit_no_{deed}")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard, atomic=True)]
