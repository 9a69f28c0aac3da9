"""The wall of cases is asked row by row.

The planner may answer "does a key of this record exist" from a table of all keys instead, and does so where it expects to ask often.
A page of fifty lines then waits until every key that the organisation holds was read: 90 ms of 125 ms at 100,000 cases. `OFFSET 0`
changes nothing of the answer and takes that way from it.
"""

from django.db import migrations

RULE = (
    "city_id = (SELECT app_city()) AND EXISTS (SELECT 1 FROM accounts_keywrap w"
    " WHERE w.record_id = cases_case.id AND w.organisation_id = (SELECT app_organisation()){once})"
)


def _as(once: str) -> str:
    rule = RULE.format(once=once)
    return f"ALTER POLICY staff_wall ON cases_case USING ({rule}) WITH CHECK ({rule})"


class Migration(migrations.Migration):
    """One policy, said again."""

    dependencies = [("search", "0003_follow")]
    operations = [migrations.RunSQL(_as(" OFFSET 0"), _as(""))]
