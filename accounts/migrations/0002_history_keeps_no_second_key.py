import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='delete_delete',
        ),
        migrations.RemoveField(
            model_name='userevent',
            name='key',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_userevent" ("created_at", "email", "full_name", "given_name_key", "id", "is_active", "is_staff", "is_superuser", "language", "must_change_password", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "search_key", "username") SELECT new_values."created_at", new_values."email", new_values."full_name", new_values."given_name_key", new_values."id", new_values."is_active", new_values."is_staff", new_values."is_superuser", new_values."language", new_values."must_change_password", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."phone", new_values."search_key", new_values."username" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='24568e42e16ef99646b8e97572c0b28f68093185', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_3867c', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_userevent" ("created_at", "email", "full_name", "given_name_key", "id", "is_active", "is_staff", "is_superuser", "language", "must_change_password", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "search_key", "username") SELECT new_values."created_at", new_values."email", new_values."full_name", new_values."given_name_key", new_values."id", new_values."is_active", new_values."is_staff", new_values."is_superuser", new_values."language", new_values."must_change_password", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."phone", new_values."search_key", new_values."username" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."full_name" IS DISTINCT FROM (new_values."full_name") OR old_values."given_name_key" IS DISTINCT FROM (new_values."given_name_key") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_active" IS DISTINCT FROM (new_values."is_active") OR old_values."is_staff" IS DISTINCT FROM (new_values."is_staff") OR old_values."is_superuser" IS DISTINCT FROM (new_values."is_superuser") OR old_values."language" IS DISTINCT FROM (new_values."language") OR old_values."must_change_password" IS DISTINCT FROM (new_values."must_change_password") OR old_values."phone" IS DISTINCT FROM (new_values."phone") OR old_values."search_key" IS DISTINCT FROM (new_values."search_key") OR old_values."username" IS DISTINCT FROM (new_values."username")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8d9853b6d0b09f1ec2a977343f007f61f790dcc3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0e890', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_userevent" ("created_at", "email", "full_name", "given_name_key", "id", "is_active", "is_staff", "is_superuser", "language", "must_change_password", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "search_key", "username") SELECT old_values."created_at", old_values."email", old_values."full_name", old_values."given_name_key", old_values."id", old_values."is_active", old_values."is_staff", old_values."is_superuser", old_values."language", old_values."must_change_password", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."phone", old_values."search_key", old_values."username" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e58aadc2bf37739bceeaf71f34469d1fa0a52971', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_19f14', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_user', when='AFTER')),
        ),
    ]
