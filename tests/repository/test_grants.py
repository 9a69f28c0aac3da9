"""What each process may do with each table: told here once more, so that a new right is seen by whoever reads the change.

Rights on rows are policies; they are tried with raw SQL in the `test_wall.py` of each area.
"""

import pytest
from django.db import connection

from proximity.foundation.privacy import proximity_models
from proximity.foundation.testing import as_role, rows

pytestmark = pytest.mark.django_db
OURS = {model._meta.db_table for model in proximity_models()}

STAFF = {
    "accounts_barredreader": "INSERT, SELECT",
    "accounts_city": "SELECT",
    "accounts_elsewhereroute": "SELECT",
    "accounts_guesscount": "DELETE, INSERT, SELECT, UPDATE (last_at, wrong)",
    "accounts_keywrap": "DELETE, INSERT, SELECT, UPDATE (opened_at)",
    "accounts_membership": "SELECT",
    "accounts_organisation": "SELECT",
    "accounts_organisationsecret": "SELECT",
    "accounts_person": "SELECT, UPDATE (daily_summary, language, last_login, password)",
    "accounts_secretaddress": "DELETE, INSERT, SELECT",
    "assessment_biasanswergiven": "DELETE, INSERT, SELECT",
    "assessment_groundentry": "DELETE, INSERT, SELECT, UPDATE (status, status_at, status_by)",
    "assessment_indicatorentry": "DELETE, INSERT, SELECT, UPDATE (withdrawn_at, withdrawn_by, withdrawn_reason)",
    "assessment_suggestiondecision": "DELETE, INSERT, SELECT",
    "assessment_suggestionswitch": "INSERT, SELECT",
    "audit_auditevent": "INSERT, SELECT",
    "audit_audithead": "INSERT, SELECT, UPDATE",
    "bulk_import": "DELETE, INSERT, SELECT, UPDATE (begun_at, begun_by, changed_at, columns, counts, decisions, fault,"
    " how, state)",
    "bulk_importrow": "DELETE, INSERT, SELECT, UPDATE (case_id, verdict)",
    "bulk_keptdecisions": "INSERT, SELECT, UPDATE (changed_at, content)",
    "cases_caseorigin": "DELETE, INSERT, SELECT, UPDATE (undone_at, undone_by)",
    "cases_caseperson": "DELETE, INSERT, SELECT, UPDATE (age_band, changed_at, changed_by, delete_on, details, guardian_id,"
    " guardian_in_conflict, named, role, version)",
    "cases_necessitytest": "DELETE, INSERT, SELECT",
    "cases_needsfile": "DELETE, INSERT, SELECT, UPDATE (assessed_at, review_on, versions)",
    "cases_needsversion": "DELETE, INSERT, SELECT",
    "cases_protectionmeasure": "DELETE, INSERT, SELECT, UPDATE (state, state_at, state_by)",
    "cases_rightsnotice": "DELETE, INSERT, SELECT",
    "cases_supportanswer": "INSERT, SELECT",
    "cases_supportconsent": "DELETE, INSERT, SELECT",
    "cases_supportreferral": "DELETE, INSERT, SELECT, UPDATE (outcome, remind_on, state, state_at, state_by)",
    "cases_supportrequest": "INSERT, SELECT, UPDATE (content, withdrawn_at)",
    "cases_case": "DELETE, INSERT, SELECT, UPDATE (assignee_id, closed_at, complaint_at, complaint_state, countable_at,"
    " feedback_due, kind, offence_at, offence_state, status, title, title_version)",
    "cases_caseblock": "DELETE, INSERT, SELECT, UPDATE (lifted_at, lifted_by)",
    "cases_caselink": "DELETE, INSERT, SELECT, UPDATE (ended_at, ended_by)",
    "cases_caseseal": "DELETE, INSERT, SELECT, UPDATE (lifted_at, lifted_by)",
    "cases_dailysummary": "INSERT, SELECT, UPDATE (day)",
    "cases_disposal": "INSERT, SELECT, UPDATE (decided_at, decided_by, done_at, state)",
    "cases_disposalentry": "INSERT, SELECT, UPDATE (done_at, outcome)",
    "cases_glassbreak": "DELETE, INSERT, SELECT",
    "cases_keepingreview": "DELETE, INSERT, SELECT",
    "cases_legalhold": "DELETE, INSERT, SELECT, UPDATE (lifted_at, lifted_by, lifted_reason)",
    "cases_namedreader": "DELETE, INSERT, SELECT, UPDATE (ended_at, ended_by)",
    "cases_notice": "DELETE, INSERT, SELECT, UPDATE (seen_at)",
    "cases_qualification": "DELETE, INSERT, SELECT",
    "cases_readingrequest": "DELETE, INSERT, SELECT, UPDATE (done_at)",
    "cases_retentionchoice": "INSERT, SELECT",
    "cases_retentionschedule": "DELETE, INSERT, SELECT, UPDATE (closed_on, dispose_basis, dispose_on, erasure_kept, kind,"
    " review_basis, review_on, reviewed_on)",
    "cases_secondreading": "DELETE, INSERT, SELECT",
    "cases_substitution": "INSERT, SELECT, UPDATE (ended_at, ended_by)",
    "cases_task": "DELETE, INSERT, SELECT, UPDATE (assignee_id, done_at, done_by)",
    "cases_casepack": "DELETE, INSERT, SELECT, UPDATE (built_at, fault, fingerprint, sha256, size, state)",
    "dossier_signingcertificate": "INSERT, SELECT, UPDATE (certificates, given, private_key, set_at)",
    "cases_proceedingsstep": "INSERT, SELECT",
    "cases_proceedingsthread": "INSERT, SELECT",
    "cases_referral": "INSERT, SELECT, UPDATE (decided_at, decided_by, ended_at, opened_at, state)",
    "cases_referralfile": "INSERT, SELECT",
    "cases_referralnote": "INSERT, SELECT",
    "cases_referralparcel": "INSERT, SELECT, UPDATE (ended_at, fetched_at, receipt, signed_on)",
    "cases_steptold": "INSERT, SELECT",
    "directory_centreassessment": "INSERT, SELECT",
    "directory_district": "SELECT",
    "directory_entry": "INSERT, SELECT, UPDATE (ask_at, content, ended_at, kind, name, organisation_id, public_until,"
    " verified_at, verified_by, verified_how, version)",
    "directory_entrynote": "INSERT, SELECT",
    "directory_sharing": "DELETE, INSERT, SELECT, UPDATE (shared_as)",
    "exchange_draft": "DELETE, INSERT, SELECT, UPDATE (changed_at, changed_by, content, language, object_id, title, version)",
    "exchange_entry": "DELETE, INSERT, SELECT, UPDATE (categories, country, grounds, modified, terms, version)",
    "exchange_hidden": "DELETE, INSERT, SELECT, UPDATE (hidden_at, hidden_by, reason)",
    "exchange_weeklydigest": "DELETE, INSERT, SELECT, UPDATE (told_at)",
    "evidence_custodyentry": "INSERT, SELECT",
    "evidence_evidencefile": "DELETE, INSERT, SELECT, UPDATE (cleaned, reason, state)",
    "evidence_preservationdefault": "INSERT, SELECT, UPDATE (camera_days)",
    "evidence_preservationrequest": "DELETE, INSERT, SELECT, UPDATE (outcome, settled_at, settled_by, standing)",
    "insight_chart": "INSERT, SELECT",
    "insight_factrow": "INSERT, SELECT, UPDATE",
    "insight_preparedtable": "DELETE, INSERT, SELECT, UPDATE (prepared_by)",
    "insight_release": "INSERT, SELECT (base, city_id, computed_at, counts, covers_until, definition, id, level, note,"
    " note_language, office, organisation_id, released_at, sha256, signed_as, threshold, title, version)",
    "learning_answer": "INSERT, SELECT",
    "learning_attendance": "DELETE, INSERT, SELECT",
    "learning_certificate": "INSERT, SELECT, UPDATE (revoked_at, revoked_by)",
    "learning_cohort": "INSERT, SELECT, UPDATE (closed_at)",
    "learning_reply": "INSERT, SELECT",
    "learning_seat": "INSERT, SELECT, UPDATE (answered_at, state)",
    "learning_session": "DELETE, INSERT, SELECT",
    "learning_sharing": "DELETE, INSERT, SELECT",
    "network_author": "INSERT, SELECT, UPDATE (country, instance_id, is_member, keys_known, name)",
    "network_authorkey": "INSERT, SELECT, UPDATE (private_key, retired_at, revoked_at)",
    "network_expected": "DELETE, INSERT, SELECT, UPDATE (problem, tried_at)",
    "network_instance": "DELETE, INSERT, SELECT, UPDATE (address, card, card_version, cities, cursor, introduced_by_id, is_hub,"
    " knocked_at, knocked_from, members_mark, name, problem, read_at, recovered, recovered_at, root, state, tried_at)",
    "network_instancekey": "INSERT, SELECT, UPDATE (private_key)",
    "network_refusal": "DELETE, INSERT, SELECT, UPDATE (wire)",
    "network_nonce": "DELETE, SELECT (at)",
    "network_outgoing": "DELETE, INSERT, SELECT",
    "network_sharedobject": "INSERT, SELECT, UPDATE (about, about_modified, content, created, digest, form, held_at,"
    " issued_to, kid, language, made, marking, modified, office, office_kind, organisation_id, scope, version, wire)",
    "network_sight": "SELECT",
    "plans_indicator": "DELETE, INSERT, SELECT, UPDATE (after, after_url, baseline_few, baseline_number, baseline_on,"
    " baseline_release, baseline_source, changed_by, code, name, target, unit, version)",
    "plans_measure": "DELETE, INSERT, SELECT, UPDATE (body, changed_by, due_on, organisation_id, published_in, reason,"
    " review_on, state, text, version)",
    "plans_objective": "DELETE, INSERT, SELECT, UPDATE (after, after_url, changed_by, position, text, title, version)",
    "plans_plan": "INSERT, SELECT, UPDATE (changed_by, diagnosis, edition, ends_on, language, starts_on, title, version)",
    "plans_publication": "INSERT, SELECT",
    "plans_reading": "DELETE, INSERT, SELECT",
    "plans_review": "DELETE, INSERT, SELECT",
    "reporting_erasurerequest": "SELECT, UPDATE (decided_at, decided_by, granted)",
    "reporting_floodbucket": "DELETE, SELECT (at)",
    "reporting_message": "INSERT, SELECT",
    "reporting_pile": "INSERT, SELECT, UPDATE (decided_at, decided_by, state)",
    "reporting_recipient": "INSERT, SELECT, UPDATE (acknowledged_at, consent_note, feedback_at, pile_id, status, status_at)",
    "reporting_report": "INSERT, SELECT",
    "welcome_leaflet": "INSERT, SELECT, UPDATE (digest, drawn_at, pdf)",
    "search_change": "DELETE, INSERT, SELECT",
    "search_commonterm": "DELETE, INSERT, SELECT",
    "search_indexedrecord": "DELETE, INSERT, SELECT",
    "search_posting": "DELETE, INSERT, SELECT",
}
PUBLIC = {
    "accounts_barredreader": "INSERT, SELECT (organisation_id, record_id)",
    "accounts_city": "SELECT",
    "accounts_elsewhereroute": "SELECT",
    "accounts_keywrap": "DELETE, INSERT, SELECT (id, opened_at, organisation_id, record_id)",
    "accounts_organisation": "SELECT",
    "audit_auditevent": "INSERT",
    "audit_audithead": "INSERT, SELECT, UPDATE",
    "directory_district": "SELECT",
    "directory_entry": "SELECT (city_id, content, id, kind, name, organisation_id, public_until, verified_at, verified_how)",
    "django_migrations": "SELECT",
    "evidence_custodyentry": "INSERT",
    "evidence_evidencefile": "INSERT, SELECT",
    "insight_chart": "SELECT",
    "insight_release": "SELECT (base, city_id, computed_at, counts, covers_until, definition, id, level, note, note_language,"
    " office, organisation_id, released_at, sha256, signed_as, threshold, title, version)",
    "network_nonce": "DELETE, INSERT, SELECT (at)",
    "plans_publication": "SELECT (city_id, content, id, office, organisation_id, published_at, version)",
    "reporting_erasurerequest": "INSERT, SELECT",
    "reporting_floodbucket": "INSERT, SELECT, UPDATE (at, level)",
    "reporting_message": "INSERT, SELECT",
    "reporting_recipient": "INSERT, SELECT, UPDATE (had_been_opened, status, status_at, withdrawn_at)",
    "reporting_report": "INSERT, SELECT",
    "welcome_leaflet": "SELECT (city_id, digest, id, language, pdf)",
}

# Whole rights, and those on some columns only.
GRANTED = """
WITH whole AS (
  SELECT table_name, privilege_type FROM information_schema.role_table_grants
  WHERE table_schema = 'public' AND grantee = %(role)s
), parts AS (
  SELECT table_name, privilege_type, string_agg(column_name, ', ' ORDER BY column_name) AS columns
  FROM information_schema.column_privileges
  WHERE table_schema = 'public' AND grantee = %(role)s
    AND (table_name, privilege_type) NOT IN (SELECT table_name, privilege_type FROM whole)
  GROUP BY 1, 2
)
SELECT table_name, string_agg(said, ', ' ORDER BY said COLLATE "C") FROM (
  SELECT table_name, privilege_type AS said FROM whole
  UNION ALL SELECT table_name, format('%%s (%%s)', privilege_type, columns) FROM parts
) AS rights GROUP BY 1
"""


def granted(role):
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute(GRANTED, {"role": role})
        return dict(cursor.fetchall())


def test_the_workspace_may_do_what_its_operations_do():
    assert {table: what for table, what in granted("proximity_staff").items() if table in OURS} == STAFF


def test_the_public_process_may_do_what_its_operations_do_and_touches_no_other_table():
    assert granted("proximity_public") == PUBLIC


def test_nothing_is_granted_to_everybody():
    assert granted("PUBLIC") == {}


def test_functions_that_act_as_the_owner_look_where_nobody_can_put_a_table():
    with as_role("owner"):
        found = rows(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
            " AND proconfig IS DISTINCT FROM ARRAY['search_path=public, pg_temp']"
        )
    assert found == []


def test_functions_that_act_as_the_owner_are_granted_one_by_one():
    """Those of triggers cannot be called at all."""
    with as_role("owner"):
        found = rows(
            "SELECT proname FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner))) AS held"
            " WHERE pronamespace = 'public'::regnamespace AND prosecdef AND grantee = 0 AND prorettype <> 'trigger'::regtype"
        )
    assert found == []
