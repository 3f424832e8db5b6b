import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('assignments', '0001_initial'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='assignment_is_ended_and_made_anew', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."scheme_id" IS DISTINCT FROM (NEW."scheme_id") OR OLD."cadre_id" IS DISTINCT FROM (NEW."cadre_id") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."target_unit_id" IS DISTINCT FROM (NEW."target_unit_id") OR OLD."target_organisation_id" IS DISTINCT FROM (NEW."target_organisation_id") OR OLD."target_zone_id" IS DISTINCT FROM (NEW."target_zone_id") OR OLD."target_household_id" IS DISTINCT FROM (NEW."target_household_id") OR OLD."target_group_id" IS DISTINCT FROM (NEW."target_group_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."group_then_id" IS DISTINCT FROM (NEW."group_then_id") OR OLD."post_then" IS DISTINCT FROM (NEW."post_then") OR OLD."one_per_target" IS DISTINCT FROM (NEW."one_per_target") OR OLD."one_per_assignee" IS DISTINCT FROM (NEW."one_per_assignee") OR OLD."corrects_id" IS DISTINCT FROM (NEW."corrects_id") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='eab2fcdd2a19ff0ff0f9d8828660b4297fb919f4', operation='UPDATE', pgid='pgtrigger_assignment_is_ended_and_made_anew_7ce74', table='assignments_assignment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='assignment_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='56e3f04d4ac95893954fa5a6392a6c89ca191d03', operation='DELETE', pgid='pgtrigger_assignment_is_never_deleted_0ae8a', table='assignments_assignment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='voided_assignment_stays_voided', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."voided_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='8149b62e0f06c05fd9e1c6a9327a1a6c416abb4d', operation='UPDATE', pgid='pgtrigger_voided_assignment_stays_voided_a1968', table='assignments_assignment', when='BEFORE')),
        ),
    ]
