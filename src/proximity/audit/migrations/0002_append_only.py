"""Rows are added and never touched again; each side sees what it must, and writes only its own chains."""

from django.db import migrations

from proximity.foundation.wall import sql

FROZEN = """
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER audit_event_frozen BEFORE UPDATE OR DELETE ON audit_auditevent
  FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_event_not_emptied BEFORE TRUNCATE ON audit_auditevent
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
"""
THAW = """
DROP TRIGGER audit_event_frozen ON audit_auditevent;
DROP TRIGGER audit_event_not_emptied ON audit_auditevent;
DROP FUNCTION audit_is_append_only();
"""
EVENTS, HEADS = "audit_auditevent", "audit_audithead"


class Migration(migrations.Migration):
    """Append-only by trigger, grants and policies."""

    dependencies = [("audit", "0001_initial"), ("foundation", "0001_context")]
    operations = [
        migrations.RunSQL(FROZEN, THAW),
        sql.grant(EVENTS, staff="SELECT, INSERT", public="INSERT"),
        sql.grant(HEADS, staff="SELECT, INSERT, UPDATE", public="SELECT, INSERT, UPDATE"),
        sql.enable(EVENTS),
        sql.enable(HEADS),
        sql.policy(
            EVENTS, "read_own_city", role="proximity_staff", command="SELECT",
            using="city_id IS NULL OR city_id = (SELECT app_city())",
        ),
        sql.policy(EVENTS, "staff_append", role="proximity_staff", command="INSERT", check="chain LIKE '%/staff'"),
        sql.policy(EVENTS, "public_append", role="proximity_public", command="INSERT", check="chain LIKE '%/public'"),
        # The auditor compares both sides' heads, so staff read all of them and move only their own.
        sql.policy(HEADS, "staff_reads", role="proximity_staff", command="SELECT", using="true"),
        sql.policy(HEADS, "staff_starts", role="proximity_staff", command="INSERT", check="chain LIKE '%/staff'"),
        sql.policy(HEADS, "staff_moves", role="proximity_staff", command="UPDATE", using="chain LIKE '%/staff'"),
        sql.policy(
            HEADS, "public_moves", role="proximity_public", using="chain LIKE '%/public'", check="chain LIKE '%/public'",
        ),
    ]  # fmt: skip
