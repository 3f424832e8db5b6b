"""What the application's role and the backup's role may do in the database; said anew after every migrate."""

from django.apps import apps
from django.conf import settings
from django.db import connections
from pghistory.models import Event as HistoryEvent


def grant_rights(sender=None, using="default", **kwargs):
    """Rows for the application, nothing of the tables' shape; history may be added to, never changed or emptied.

    `using` is the alias that migrated: the owner's. Where one role does everything there is nothing to grant.
    """
    connection = connections[using]
    application = settings.DATABASES["default"].get("USER", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (owner,) = cursor.fetchone()
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)",
            [[application, settings.DATABASE_BACKUP_ROLE]],
        )
        roles = {name for (name,) in cursor.fetchall()} - {owner}
        quote = connection.ops.quote_name
        if application in roles:
            role = quote(application)
            # A migrate that goes back leaves models whose tables are not there any more.
            tables = set(connection.introspection.table_names(cursor))
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
            cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
            cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
            for model in apps.get_models():
                if issubclass(model, HistoryEvent) and model._meta.db_table in tables:
                    cursor.execute(
                        f"REVOKE UPDATE, DELETE, TRUNCATE ON {quote(model._meta.db_table)} FROM {role}"
                    )
            cursor.execute(f"REVOKE ALL ON django_migrations FROM {role}")
            cursor.execute(f"GRANT SELECT ON django_migrations TO {role}")
        if settings.DATABASE_BACKUP_ROLE in roles:
            role = quote(settings.DATABASE_BACKUP_ROLE)
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
            cursor.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}")
            cursor.execute(f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
