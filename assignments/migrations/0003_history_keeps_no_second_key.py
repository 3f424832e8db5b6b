import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('assignments', '0002_assignments_are_ended_not_changed'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='assignment',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='assignment',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='assignment',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='cadre',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='cadre',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='cadre',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='changeset',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='changeset',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='changeset',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='scheme',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='scheme',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='scheme',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='team',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='team',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='team',
            name='delete_delete',
        ),
        migrations.RemoveField(
            model_name='assignmentevent',
            name='key',
        ),
        migrations.RemoveField(
            model_name='cadreevent',
            name='key',
        ),
        migrations.RemoveField(
            model_name='changesetevent',
            name='key',
        ),
        migrations.RemoveField(
            model_name='schemeevent',
            name='key',
        ),
        migrations.RemoveField(
            model_name='teamevent',
            name='key',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assignments_assignmentevent" ("agency_id", "cadre_id", "corrects_id", "created_at", "created_by_id", "end_note", "end_reason", "ends_on", "group_then_id", "id", "one_per_assignee", "one_per_target", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_then", "reason", "role", "scheme_id", "starts_on", "target_group_id", "target_household_id", "target_organisation_id", "target_unit_id", "target_zone_id", "team_id", "unit_id", "void_reason", "voided_at", "voided_by_id") SELECT new_values."agency_id", new_values."cadre_id", new_values."corrects_id", new_values."created_at", new_values."created_by_id", new_values."end_note", new_values."end_reason", new_values."ends_on", new_values."group_then_id", new_values."id", new_values."one_per_assignee", new_values."one_per_target", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."post_then", new_values."reason", new_values."role", new_values."scheme_id", new_values."starts_on", new_values."target_group_id", new_values."target_household_id", new_values."target_organisation_id", new_values."target_unit_id", new_values."target_zone_id", new_values."team_id", new_values."unit_id", new_values."void_reason", new_values."voided_at", new_values."voided_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='879ec7f37b0f3a920e7819af22efbd5d8241e338', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_50a77', referencing='REFERENCING NEW TABLE AS new_values ', table='assignments_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assignments_assignmentevent" ("agency_id", "cadre_id", "corrects_id", "created_at", "created_by_id", "end_note", "end_reason", "ends_on", "group_then_id", "id", "one_per_assignee", "one_per_target", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_then", "reason", "role", "scheme_id", "starts_on", "target_group_id", "target_household_id", "target_organisation_id", "target_unit_id", "target_zone_id", "team_id", "unit_id", "void_reason", "voided_at", "voided_by_id") SELECT new_values."agency_id", new_values."cadre_id", new_values."corrects_id", new_values."created_at", new_values."created_by_id", new_values."end_note", new_values."end_reason", new_values."ends_on", new_values."group_then_id", new_values."id", new_values."one_per_assignee", new_values."one_per_target", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."post_then", new_values."reason", new_values."role", new_values."scheme_id", new_values."starts_on", new_values."target_group_id", new_values."target_household_id", new_values."target_organisation_id", new_values."target_unit_id", new_values."target_zone_id", new_values."team_id", new_values."unit_id", new_values."void_reason", new_values."voided_at", new_values."voided_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."agency_id" IS DISTINCT FROM (new_values."agency_id") OR old_values."cadre_id" IS DISTINCT FROM (new_values."cadre_id") OR old_values."corrects_id" IS DISTINCT FROM (new_values."corrects_id") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."end_note" IS DISTINCT FROM (new_values."end_note") OR old_values."end_reason" IS DISTINCT FROM (new_values."end_reason") OR old_values."ends_on" IS DISTINCT FROM (new_values."ends_on") OR old_values."group_then_id" IS DISTINCT FROM (new_values."group_then_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."one_per_assignee" IS DISTINCT FROM (new_values."one_per_assignee") OR old_values."one_per_target" IS DISTINCT FROM (new_values."one_per_target") OR old_values."post_then" IS DISTINCT FROM (new_values."post_then") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."scheme_id" IS DISTINCT FROM (new_values."scheme_id") OR old_values."starts_on" IS DISTINCT FROM (new_values."starts_on") OR old_values."target_group_id" IS DISTINCT FROM (new_values."target_group_id") OR old_values."target_household_id" IS DISTINCT FROM (new_values."target_household_id") OR old_values."target_organisation_id" IS DISTINCT FROM (new_values."target_organisation_id") OR old_values."target_unit_id" IS DISTINCT FROM (new_values."target_unit_id") OR old_values."target_zone_id" IS DISTINCT FROM (new_values."target_zone_id") OR old_values."team_id" IS DISTINCT FROM (new_values."team_id") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id") OR old_values."void_reason" IS DISTINCT FROM (new_values."void_reason") OR old_values."voided_at" IS DISTINCT FROM (new_values."voided_at") OR old_values."voided_by_id" IS DISTINCT FROM (new_values."voided_by_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2c65ddfc29cacc3a91291f05a89c236ce879bf8a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_22493', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='assignments_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assignments_assignmentevent" ("agency_id", "cadre_id", "corrects_id", "created_at", "created_by_id", "end_note", "end_reason", "ends_on", "group_then_id", "id", "one_per_assignee", "one_per_target", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_then", "reason", "role", "scheme_id", "starts_on", "target_group_id", "target_household_id", "target_organisation_id", "target_unit_id", "target_zone_id", "team_id", "unit_id", "void_reason", "voided_at", "voided_by_id") SELECT old_values."agency_id", old_values."cadre_id", old_values."corrects_id", old_values."created_at", old_values."created_by_id", old_values."end_note", old_values."end_reason", old_values."ends_on", old_values."group_then_id", old_values."id", old_values."one_per_assignee", old_values."one_per_target", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."post_then", old_values."reason", old_values."role", old_values."scheme_id", old_values."starts_on", old_values."target_group_id", old_values."target_household_id", old_values."target_organisation_id", old_values."target_unit_id", old_values."target_zone_id", old_values."team_id", old_values."unit_id", old_values."void_reason", old_values."voided_at", old_values."voided_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='32aa1d6bb57a956dc24fc5b622b3908b05d1df1b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_8d071', referencing='REFERENCING OLD TABLE AS old_values ', table='assignments_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cadre',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assignments_cadreevent" ("code", "email", "expertise", "full_name", "home_unit_id", "id", "leaving_reason", "left_on", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "started_on", "unit_id", "user_id") SELECT new_values."code", new_values."email", new_values."expertise", new_values."full_name", new_values."home_unit_id", new_values."id", new_values."leaving_reason", new_values."left_on", new_values."merged_into_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."phone", new_values."started_on", new_values."unit_id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='327370dea393d720855444779c0d00e5767fbcbd', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6daf2', referencing='REFERENCING NEW TABLE AS new_values ', table='assignments_cadre', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cadre',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assignments_cadreevent" ("code", "email", "expertise", "full_name", "home_unit_id", "id", "leaving_reason", "left_on", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "started_on", "unit_id", "user_id") SELECT new_values."code", new_values."email", new_values."expertise", new_values."full_name", new_values."home_unit_id", new_values."id", new_values."leaving_reason", new_values."left_on", new_values."merged_into_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."phone", new_values."started_on", new_values."unit_id", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."expertise" IS DISTINCT FROM (new_values."expertise") OR old_values."full_name" IS DISTINCT FROM (new_values."full_name") OR old_values."home_unit_id" IS DISTINCT FROM (new_values."home_unit_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."leaving_reason" IS DISTINCT FROM (new_values."leaving_reason") OR old_values."left_on" IS DISTINCT FROM (new_values."left_on") OR old_values."merged_into_id" IS DISTINCT FROM (new_values."merged_into_id") OR old_values."phone" IS DISTINCT FROM (new_values."phone") OR old_values."started_on" IS DISTINCT FROM (new_values."started_on") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3f76eeee21c326959b8cb7391297772bca356342', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_93c46', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='assignments_cadre', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cadre',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assignments_cadreevent" ("code", "email", "expertise", "full_name", "home_unit_id", "id", "leaving_reason", "left_on", "merged_into_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "started_on", "unit_id", "user_id") SELECT old_values."code", old_values."email", old_values."expertise", old_values."full_name", old_values."home_unit_id", old_values."id", old_values."leaving_reason", old_values."left_on", old_values."merged_into_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."phone", old_values."started_on", old_values."unit_id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d386e80efa71e81f85a18fa9ec07532cfa90c36b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a6b10', referencing='REFERENCING OLD TABLE AS old_values ', table='assignments_cadre', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changeset',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assignments_changesetevent" ("created_at", "created_by_id", "document_id", "effective_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "put_in_force_at", "put_in_force_by_id", "scheme_id", "state", "version") SELECT new_values."created_at", new_values."created_by_id", new_values."document_id", new_values."effective_on", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."put_in_force_at", new_values."put_in_force_by_id", new_values."scheme_id", new_values."state", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ca98b73942016ee34af4aa54d3e74ce45eca70ba', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6d465', referencing='REFERENCING NEW TABLE AS new_values ', table='assignments_changeset', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changeset',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assignments_changesetevent" ("created_at", "created_by_id", "document_id", "effective_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "put_in_force_at", "put_in_force_by_id", "scheme_id", "state", "version") SELECT new_values."created_at", new_values."created_by_id", new_values."document_id", new_values."effective_on", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."put_in_force_at", new_values."put_in_force_by_id", new_values."scheme_id", new_values."state", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."document_id" IS DISTINCT FROM (new_values."document_id") OR old_values."effective_on" IS DISTINCT FROM (new_values."effective_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."put_in_force_at" IS DISTINCT FROM (new_values."put_in_force_at") OR old_values."put_in_force_by_id" IS DISTINCT FROM (new_values."put_in_force_by_id") OR old_values."scheme_id" IS DISTINCT FROM (new_values."scheme_id") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='afe64dc51bf8442d64673bfa33e52a156f175b9b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a3056', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='assignments_changeset', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changeset',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assignments_changesetevent" ("created_at", "created_by_id", "document_id", "effective_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "put_in_force_at", "put_in_force_by_id", "scheme_id", "state", "version") SELECT old_values."created_at", old_values."created_by_id", old_values."document_id", old_values."effective_on", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."put_in_force_at", old_values."put_in_force_by_id", old_values."scheme_id", old_values."state", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='995ab3cc2afcd86813f9a9f9f071c00c26ee322f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_0b58e', referencing='REFERENCING OLD TABLE AS old_values ', table='assignments_changeset', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scheme',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assignments_schemeevent" ("assignee_duties", "assignee_kinds", "assignee_powers", "charter_id", "choice", "choice_by_group", "code", "ends_on", "host_duties", "id", "is_announced", "is_pilot", "issuer_id", "max_assignees_per_target", "max_targets_per_assignee", "motto", "name", "parent_scheme_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_ends_on", "preset", "report_days", "starts_on", "target_kind", "target_level_id", "turns_per_month", "version", "wanted_targets_per_assignee") SELECT new_values."assignee_duties", new_values."assignee_kinds", new_values."assignee_powers", new_values."charter_id", new_values."choice", new_values."choice_by_group", new_values."code", new_values."ends_on", new_values."host_duties", new_values."id", new_values."is_announced", new_values."is_pilot", new_values."issuer_id", new_values."max_assignees_per_target", new_values."max_targets_per_assignee", new_values."motto", new_values."name", new_values."parent_scheme_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pilot_ends_on", new_values."preset", new_values."report_days", new_values."starts_on", new_values."target_kind", new_values."target_level_id", new_values."turns_per_month", new_values."version", new_values."wanted_targets_per_assignee" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='eb045e41c48828dad69e1f555f2f900322d589b5', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_22b9d', referencing='REFERENCING NEW TABLE AS new_values ', table='assignments_scheme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scheme',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assignments_schemeevent" ("assignee_duties", "assignee_kinds", "assignee_powers", "charter_id", "choice", "choice_by_group", "code", "ends_on", "host_duties", "id", "is_announced", "is_pilot", "issuer_id", "max_assignees_per_target", "max_targets_per_assignee", "motto", "name", "parent_scheme_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_ends_on", "preset", "report_days", "starts_on", "target_kind", "target_level_id", "turns_per_month", "version", "wanted_targets_per_assignee") SELECT new_values."assignee_duties", new_values."assignee_kinds", new_values."assignee_powers", new_values."charter_id", new_values."choice", new_values."choice_by_group", new_values."code", new_values."ends_on", new_values."host_duties", new_values."id", new_values."is_announced", new_values."is_pilot", new_values."issuer_id", new_values."max_assignees_per_target", new_values."max_targets_per_assignee", new_values."motto", new_values."name", new_values."parent_scheme_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pilot_ends_on", new_values."preset", new_values."report_days", new_values."starts_on", new_values."target_kind", new_values."target_level_id", new_values."turns_per_month", new_values."version", new_values."wanted_targets_per_assignee" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."assignee_duties" IS DISTINCT FROM (new_values."assignee_duties") OR old_values."assignee_kinds" IS DISTINCT FROM (new_values."assignee_kinds") OR old_values."assignee_powers" IS DISTINCT FROM (new_values."assignee_powers") OR old_values."charter_id" IS DISTINCT FROM (new_values."charter_id") OR old_values."choice" IS DISTINCT FROM (new_values."choice") OR old_values."choice_by_group" IS DISTINCT FROM (new_values."choice_by_group") OR old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."ends_on" IS DISTINCT FROM (new_values."ends_on") OR old_values."host_duties" IS DISTINCT FROM (new_values."host_duties") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_announced" IS DISTINCT FROM (new_values."is_announced") OR old_values."is_pilot" IS DISTINCT FROM (new_values."is_pilot") OR old_values."issuer_id" IS DISTINCT FROM (new_values."issuer_id") OR old_values."max_assignees_per_target" IS DISTINCT FROM (new_values."max_assignees_per_target") OR old_values."max_targets_per_assignee" IS DISTINCT FROM (new_values."max_targets_per_assignee") OR old_values."motto" IS DISTINCT FROM (new_values."motto") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."parent_scheme_id" IS DISTINCT FROM (new_values."parent_scheme_id") OR old_values."pilot_ends_on" IS DISTINCT FROM (new_values."pilot_ends_on") OR old_values."preset" IS DISTINCT FROM (new_values."preset") OR old_values."report_days" IS DISTINCT FROM (new_values."report_days") OR old_values."starts_on" IS DISTINCT FROM (new_values."starts_on") OR old_values."target_kind" IS DISTINCT FROM (new_values."target_kind") OR old_values."target_level_id" IS DISTINCT FROM (new_values."target_level_id") OR old_values."turns_per_month" IS DISTINCT FROM (new_values."turns_per_month") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."wanted_targets_per_assignee" IS DISTINCT FROM (new_values."wanted_targets_per_assignee")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='234a1137208db65848602ef2643dfc23346ee434', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_79f2e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='assignments_scheme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scheme',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assignments_schemeevent" ("assignee_duties", "assignee_kinds", "assignee_powers", "charter_id", "choice", "choice_by_group", "code", "ends_on", "host_duties", "id", "is_announced", "is_pilot", "issuer_id", "max_assignees_per_target", "max_targets_per_assignee", "motto", "name", "parent_scheme_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_ends_on", "preset", "report_days", "starts_on", "target_kind", "target_level_id", "turns_per_month", "version", "wanted_targets_per_assignee") SELECT old_values."assignee_duties", old_values."assignee_kinds", old_values."assignee_powers", old_values."charter_id", old_values."choice", old_values."choice_by_group", old_values."code", old_values."ends_on", old_values."host_duties", old_values."id", old_values."is_announced", old_values."is_pilot", old_values."issuer_id", old_values."max_assignees_per_target", old_values."max_targets_per_assignee", old_values."motto", old_values."name", old_values."parent_scheme_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."pilot_ends_on", old_values."preset", old_values."report_days", old_values."starts_on", old_values."target_kind", old_values."target_level_id", old_values."turns_per_month", old_values."version", old_values."wanted_targets_per_assignee" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='cb705e99b32a39c751f0cba6b126f200947c886b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1b110', referencing='REFERENCING OLD TABLE AS old_values ', table='assignments_scheme', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='team',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assignments_teamevent" ("code", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "unit_id") SELECT new_values."code", new_values."ends_on", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."starts_on", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b90a2a46f754d1ba3df0991605e2c2463508b190', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_307bb', referencing='REFERENCING NEW TABLE AS new_values ', table='assignments_team', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='team',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assignments_teamevent" ("code", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "unit_id") SELECT new_values."code", new_values."ends_on", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."starts_on", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."ends_on" IS DISTINCT FROM (new_values."ends_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."starts_on" IS DISTINCT FROM (new_values."starts_on") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5aed31e0a8ba0f1f7738aede470e001e86a6a41a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_738c1', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='assignments_team', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='team',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assignments_teamevent" ("code", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "unit_id") SELECT old_values."code", old_values."ends_on", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."starts_on", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='18ae0d1c861ce37e8baa0212ed00bd60a677abba', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_219e0', referencing='REFERENCING OLD TABLE AS old_values ', table='assignments_team', when='AFTER')),
        ),
    ]
