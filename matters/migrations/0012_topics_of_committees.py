import common.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


def give_keys(apps, schema_editor):
    # By the owner's own connection: another one would wait for this very transaction.
    alias = schema_editor.connection.alias
    for row in apps.get_model("matters", "DeadlineRule").objects.using(alias):
        row.key = common.fields.random_key()
        row.save(using=alias, update_fields=["key"])


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0002_papers'),
        ('matters', '0011_contribution_doubles'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='TopicEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, verbose_name='mã')),
                ('name', models.CharField(max_length=150, verbose_name='lĩnh vực')),
                ('sort', models.PositiveSmallIntegerField(default=100, verbose_name='thứ tự')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='kết thúc')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='deadlinerule',
            name='update_update',
        ),
        # A default is made once for all rows that stand, and each needs a key of its own.
        migrations.AddField(
            model_name='deadlinerule',
            name='key',
            field=models.CharField(max_length=common.fields.KEY_LENGTH, null=True),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='deadlinerule',
            name='key',
            field=common.fields.KeyField(),
        ),
        migrations.AddField(
            model_name='topic',
            name='issuer',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='branches.unit', verbose_name='cấp ủy của'),
        ),
        migrations.AddField(
            model_name='topic',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='matters.topic', verbose_name='thuộc lĩnh vực'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deadlinerule',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "matters_deadlineruleevent" ("climb_days", "ends_on", "id", "issuer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "topic_id", "urgency", "working_days") SELECT new_values."climb_days", new_values."ends_on", new_values."id", new_values."issuer_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."starts_on", new_values."topic_id", new_values."urgency", new_values."working_days" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."climb_days" IS DISTINCT FROM (new_values."climb_days") OR old_values."ends_on" IS DISTINCT FROM (new_values."ends_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."issuer_id" IS DISTINCT FROM (new_values."issuer_id") OR old_values."starts_on" IS DISTINCT FROM (new_values."starts_on") OR old_values."topic_id" IS DISTINCT FROM (new_values."topic_id") OR old_values."urgency" IS DISTINCT FROM (new_values."urgency") OR old_values."working_days" IS DISTINCT FROM (new_values."working_days")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c8e88479ef43d60b61c0cc355255b5ce89309860', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_26aaf', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='matters_deadlinerule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "matters_topicevent" ("code", "ends_on", "id", "issuer_id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sort", "starts_on") SELECT new_values."code", new_values."ends_on", new_values."id", new_values."issuer_id", new_values."name", new_values."parent_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."sort", new_values."starts_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4574b4da38fb317f2610d50d581940a57ff95ad4', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_f332f', referencing='REFERENCING NEW TABLE AS new_values ', table='matters_topic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "matters_topicevent" ("code", "ends_on", "id", "issuer_id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sort", "starts_on") SELECT new_values."code", new_values."ends_on", new_values."id", new_values."issuer_id", new_values."name", new_values."parent_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."sort", new_values."starts_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='76f2b499bcc61902655b86b53b5a43faebeace93', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_9af8e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='matters_topic', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "matters_topicevent" ("code", "ends_on", "id", "issuer_id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sort", "starts_on") SELECT old_values."code", old_values."ends_on", old_values."id", old_values."issuer_id", old_values."name", old_values."parent_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."sort", old_values."starts_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='bb60d04dd972c6b12bc000a22ad2bf23d0c2be02', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c31d7', referencing='REFERENCING OLD TABLE AS old_values ', table='matters_topic', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('issuer', None), ('parent', None)), models.Q(('issuer__isnull', False), ('parent__isnull', False)), _connector='OR'), name='matters_topic_of_a_committee_has_one_above_it', violation_error_message='Lĩnh vực thêm vào phải thuộc một lĩnh vực có sẵn.'),
        ),
        migrations.AddField(
            model_name='topicevent',
            name='issuer',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='branches.unit', verbose_name='cấp ủy của'),
        ),
        migrations.AddField(
            model_name='topicevent',
            name='parent',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='matters.topic', verbose_name='thuộc lĩnh vực'),
        ),
        migrations.AddField(
            model_name='topicevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='topicevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='matters.topic'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topicevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7926a270a4881aa9d0f9eb90cb15256dfb615d77', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_06efa', table='matters_topicevent', when='BEFORE')),
        ),
    ]
