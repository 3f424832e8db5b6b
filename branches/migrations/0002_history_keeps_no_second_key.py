import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('branches', '0001_initial'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='agency',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='agency',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='agency',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='grant',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='grant',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='grant',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='household',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='household',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='householdgroup',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='householdgroup',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='officeholder',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='officeholder',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='officeholder',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='officialdocument',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='officialdocument',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='officialdocument',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='organisation',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='organisation',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='organisation',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='unit',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='unit',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='unit',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='zone',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='zone',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='zone',
            name='delete_delete',
        ),
        migrations.RemoveField(
            model_name='agencyevent',
            name='key',
        ),
        migrations.RemoveField(
            model_name='grantevent',
            name='key',
        ),
        migrations.RemoveField(
            model_name='householdevent',
            name='key',
        ),
        migrations.RemoveField(
            model_name='householdgroupevent',
            name='key',
        ),
        migrations.RemoveField(
            model_name='officeholderevent',
            name='key',
        ),
        migrations.RemoveField(
            model_name='officialdocumentevent',
            name='key',
        ),
        migrations.RemoveField(
            model_name='organisationevent',
            name='key',
        ),
        migrations.RemoveField(
            model_name='unitevent',
            name='key',
        ),
        migrations.RemoveField(
            model_name='zoneevent',
            name='key',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agency',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_agencyevent" ("closed_on", "code", "id", "kind_id", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") SELECT new_values."closed_on", new_values."code", new_values."id", new_values."kind_id", new_values."merged_into_id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0d4548d82d475baad1af9fb8f89eddc4cc3ee820', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d2740', referencing='REFERENCING NEW TABLE AS new_values ', table='branches_agency', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agency',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_agencyevent" ("closed_on", "code", "id", "kind_id", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") SELECT new_values."closed_on", new_values."code", new_values."id", new_values."kind_id", new_values."merged_into_id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."closed_on" IS DISTINCT FROM (new_values."closed_on") OR old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind_id" IS DISTINCT FROM (new_values."kind_id") OR old_values."merged_into_id" IS DISTINCT FROM (new_values."merged_into_id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='784a4d37706ad33e930b3020afdf5b06ca513f29', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_6f1bf', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='branches_agency', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agency',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_agencyevent" ("closed_on", "code", "id", "kind_id", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") SELECT old_values."closed_on", old_values."code", old_values."id", old_values."kind_id", old_values."merged_into_id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='719b9d35fe651d74f3c02fda1105db91e120b885', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_bd31a', referencing='REFERENCING OLD TABLE AS old_values ', table='branches_agency', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_grantevent" ("agency_id", "created_by_id", "ends_on", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "starts_on", "unit_id", "user_id", "zone_id") SELECT new_values."agency_id", new_values."created_by_id", new_values."ends_on", new_values."id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."starts_on", new_values."unit_id", new_values."user_id", new_values."zone_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ad7c21203e9c4566d1f099ea6042dffc09cf827b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_42cee', referencing='REFERENCING NEW TABLE AS new_values ', table='branches_grant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_grantevent" ("agency_id", "created_by_id", "ends_on", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "starts_on", "unit_id", "user_id", "zone_id") SELECT new_values."agency_id", new_values."created_by_id", new_values."ends_on", new_values."id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role", new_values."starts_on", new_values."unit_id", new_values."user_id", new_values."zone_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."agency_id" IS DISTINCT FROM (new_values."agency_id") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."ends_on" IS DISTINCT FROM (new_values."ends_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."starts_on" IS DISTINCT FROM (new_values."starts_on") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id") OR old_values."zone_id" IS DISTINCT FROM (new_values."zone_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='64947146fa952ba6988ba24b50f61970a76f4066', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e3820', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='branches_grant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_grantevent" ("agency_id", "created_by_id", "ends_on", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "starts_on", "unit_id", "user_id", "zone_id") SELECT old_values."agency_id", old_values."created_by_id", old_values."ends_on", old_values."id", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."role", old_values."starts_on", old_values."unit_id", old_values."user_id", old_values."zone_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='fc7b8a0c3d66121a0542cb9f1e2e26e7fae2c819', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_2598c', referencing='REFERENCING OLD TABLE AS old_values ', table='branches_grant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='household',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_householdevent" ("code", "ends_on", "group_id", "head_name", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "unit_id") SELECT new_values."code", new_values."ends_on", new_values."group_id", new_values."head_name", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."starts_on", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."ends_on" IS DISTINCT FROM (new_values."ends_on") OR old_values."group_id" IS DISTINCT FROM (new_values."group_id") OR old_values."head_name" IS DISTINCT FROM (new_values."head_name") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."starts_on" IS DISTINCT FROM (new_values."starts_on") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4f963860e8f33d082832899dc6ac518804b1cd8b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_6dc1e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='branches_household', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='household',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_householdevent" ("code", "ends_on", "group_id", "head_name", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "unit_id") SELECT old_values."code", old_values."ends_on", old_values."group_id", old_values."head_name", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."starts_on", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ccf7bde39972e0067cf5a0f9ed7a817a525f57e1', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_3a1d7', referencing='REFERENCING OLD TABLE AS old_values ', table='branches_household', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='householdgroup',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_householdgroupevent" ("code", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "unit_id") SELECT new_values."code", new_values."ends_on", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."starts_on", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."ends_on" IS DISTINCT FROM (new_values."ends_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."starts_on" IS DISTINCT FROM (new_values."starts_on") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c4ea3ad2bce6346ed9c3f70b4c151f385d57f7c2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_43e3f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='branches_householdgroup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='householdgroup',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_householdgroupevent" ("code", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "unit_id") SELECT old_values."code", old_values."ends_on", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."starts_on", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d2f67e7bfab438c20f8431123d06e2c01fe9da9a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f4066', referencing='REFERENCING OLD TABLE AS old_values ', table='branches_householdgroup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officeholder',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_officeholderevent" ("ends_on", "full_name", "id", "is_local", "is_part_time_cadre", "office_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "starts_on", "unit_id") SELECT new_values."ends_on", new_values."full_name", new_values."id", new_values."is_local", new_values."is_part_time_cadre", new_values."office_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."phone", new_values."starts_on", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e2d68ed39134b019a1eaceae7a469e405f44add8', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_4e8bf', referencing='REFERENCING NEW TABLE AS new_values ', table='branches_officeholder', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officeholder',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_officeholderevent" ("ends_on", "full_name", "id", "is_local", "is_part_time_cadre", "office_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "starts_on", "unit_id") SELECT new_values."ends_on", new_values."full_name", new_values."id", new_values."is_local", new_values."is_part_time_cadre", new_values."office_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."phone", new_values."starts_on", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."ends_on" IS DISTINCT FROM (new_values."ends_on") OR old_values."full_name" IS DISTINCT FROM (new_values."full_name") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_local" IS DISTINCT FROM (new_values."is_local") OR old_values."is_part_time_cadre" IS DISTINCT FROM (new_values."is_part_time_cadre") OR old_values."office_id" IS DISTINCT FROM (new_values."office_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."phone" IS DISTINCT FROM (new_values."phone") OR old_values."starts_on" IS DISTINCT FROM (new_values."starts_on") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bdc706a03e2c60a6ad87d6098fc6d1e0965b76f6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_15692', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='branches_officeholder', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officeholder',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_officeholderevent" ("ends_on", "full_name", "id", "is_local", "is_part_time_cadre", "office_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "starts_on", "unit_id") SELECT old_values."ends_on", old_values."full_name", old_values."id", old_values."is_local", old_values."is_part_time_cadre", old_values."office_id", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."phone", old_values."starts_on", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d19ba9239c70ec0cbc9ed96a98923fdd18171596', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b4e7e', referencing='REFERENCING OLD TABLE AS old_values ', table='branches_officeholder', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officialdocument',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_officialdocumentevent" ("effective_on", "id", "issued_on", "issuer_organisation_id", "issuer_unit_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signer", "term", "title", "type") SELECT new_values."effective_on", new_values."id", new_values."issued_on", new_values."issuer_organisation_id", new_values."issuer_unit_id", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."signer", new_values."term", new_values."title", new_values."type" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0aecb52c29148d1d0b53484353a5a4ea2e33d915', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_3f73d', referencing='REFERENCING NEW TABLE AS new_values ', table='branches_officialdocument', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officialdocument',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_officialdocumentevent" ("effective_on", "id", "issued_on", "issuer_organisation_id", "issuer_unit_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signer", "term", "title", "type") SELECT new_values."effective_on", new_values."id", new_values."issued_on", new_values."issuer_organisation_id", new_values."issuer_unit_id", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."signer", new_values."term", new_values."title", new_values."type" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."effective_on" IS DISTINCT FROM (new_values."effective_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."issued_on" IS DISTINCT FROM (new_values."issued_on") OR old_values."issuer_organisation_id" IS DISTINCT FROM (new_values."issuer_organisation_id") OR old_values."issuer_unit_id" IS DISTINCT FROM (new_values."issuer_unit_id") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."signer" IS DISTINCT FROM (new_values."signer") OR old_values."term" IS DISTINCT FROM (new_values."term") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."type" IS DISTINCT FROM (new_values."type")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fe9f2613498648b5eec164946ba53fdf5092c238', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_dbad1', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='branches_officialdocument', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='officialdocument',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_officialdocumentevent" ("effective_on", "id", "issued_on", "issuer_organisation_id", "issuer_unit_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signer", "term", "title", "type") SELECT old_values."effective_on", old_values."id", old_values."issued_on", old_values."issuer_organisation_id", old_values."issuer_unit_id", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."signer", old_values."term", old_values."title", old_values."type" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3fc5b7c158cf740d0b36c4486d099379fb0ee217', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_29c24', referencing='REFERENCING OLD TABLE AS old_values ', table='branches_officialdocument', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_organisationevent" ("branch_type", "closed_on", "id", "kind", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") SELECT new_values."branch_type", new_values."closed_on", new_values."id", new_values."kind", new_values."opened_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e6e35d747f9befebe01abc0abfcd6389a538721c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1c78e', referencing='REFERENCING NEW TABLE AS new_values ', table='branches_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_organisationevent" ("branch_type", "closed_on", "id", "kind", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") SELECT new_values."branch_type", new_values."closed_on", new_values."id", new_values."kind", new_values."opened_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."branch_type" IS DISTINCT FROM (new_values."branch_type") OR old_values."closed_on" IS DISTINCT FROM (new_values."closed_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."opened_on" IS DISTINCT FROM (new_values."opened_on") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='069fa5a07f92aeaf147355ae8238871790ad4718', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_dd7fa', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='branches_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_organisationevent" ("branch_type", "closed_on", "id", "kind", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") SELECT old_values."branch_type", old_values."closed_on", old_values."id", old_values."kind", old_values."opened_on", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ef72df6a11680bb99d792e915b64fb79b8851618', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_120ee', referencing='REFERENCING OLD TABLE AS old_values ', table='branches_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unit',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_unitevent" ("closed_on", "id", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."closed_on", new_values."id", new_values."opened_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8271d1260cb617cff9ad7c87394cdc00ae6a0f47', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_14bbd', referencing='REFERENCING NEW TABLE AS new_values ', table='branches_unit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unit',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_unitevent" ("closed_on", "id", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."closed_on", new_values."id", new_values."opened_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."closed_on" IS DISTINCT FROM (new_values."closed_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."opened_on" IS DISTINCT FROM (new_values."opened_on")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='68021d3a7454e91eee3b191aeb7d53737ea9f975', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4d605', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='branches_unit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unit',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_unitevent" ("closed_on", "id", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."closed_on", old_values."id", old_values."opened_on", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='7d6f1cfe4da6d9f043ea73816b35437107b785f7', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_61f51', referencing='REFERENCING OLD TABLE AS old_values ', table='branches_unit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='zone',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_zoneevent" ("code", "ends_on", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "unit_id") SELECT new_values."code", new_values."ends_on", new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."starts_on", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c0b05ec3fb5ce417cf5c953539871705343d9b21', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e69a2', referencing='REFERENCING NEW TABLE AS new_values ', table='branches_zone', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='zone',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_zoneevent" ("code", "ends_on", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "unit_id") SELECT new_values."code", new_values."ends_on", new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."starts_on", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."ends_on" IS DISTINCT FROM (new_values."ends_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."starts_on" IS DISTINCT FROM (new_values."starts_on") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='950656ae7198a1efd9e1e712d892141ca4ee7120', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_23e97', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='branches_zone', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='zone',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "branches_zoneevent" ("code", "ends_on", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "unit_id") SELECT old_values."code", old_values."ends_on", old_values."id", old_values."kind", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."starts_on", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a52992ef5e8b699650eaa2e27a74cd83b5d0076a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_69e90', referencing='REFERENCING OLD TABLE AS old_values ', table='branches_zone', when='AFTER')),
        ),
    ]
