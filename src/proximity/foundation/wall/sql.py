"""Migration operations that put a table behind the wall and grant what each role needs."""

from django.db.migrations import RunSQL

STAFF, PUBLIC = "proximity_staff", "proximity_public"

# Outside the wall of every row stands its city; inside a city, the key wraps are the access list. `OFFSET 0` changes nothing of
# the answer: it keeps the planner from reading every key that the organisation holds into a table before it looks at one row.
STAFF_MAY_READ = (
    "city_id = (SELECT app_city()) AND EXISTS (SELECT 1 FROM accounts_keywrap w"
    " WHERE w.record_id = {table}.{record} AND w.organisation_id = (SELECT app_organisation()) OFFSET 0)"
)


def grant(table: str, *, staff: str = "", public: str = "") -> RunSQL:
    """Grant privileges on a table, each given as SQL writes them: `SELECT, INSERT, UPDATE (state)`."""
    roles = {STAFF: staff, PUBLIC: public}
    forward = [f"GRANT {what} ON {table} TO {role}" for role, what in roles.items() if what]
    back = [f"REVOKE ALL ON {table} FROM {role}" for role, what in roles.items() if what]
    return RunSQL("; ".join(forward), "; ".join(back))


def revoke(table: str, *, staff: str = "", public: str = "") -> RunSQL:
    """Take back privileges that an earlier migration granted on the whole table: `UPDATE, DELETE`."""
    roles = {STAFF: staff, PUBLIC: public}
    forward = [f"REVOKE {what} ON {table} FROM {role}" for role, what in roles.items() if what]
    back = [f"GRANT {what} ON {table} TO {role}" for role, what in roles.items() if what]
    return RunSQL("; ".join(forward), "; ".join(back))


def grant_update(table: str, *columns: str) -> RunSQL:
    """Grant staff the change of some columns, and nothing more; taken back, the other privileges stay."""
    what = f"UPDATE ({', '.join(columns)}) ON {table}"
    return RunSQL(f"GRANT {what} TO {STAFF}", f"REVOKE {what} FROM {STAFF}")


def enable(table: str) -> RunSQL:
    """Switch row-level security on: from here on, what no policy allows is not there."""
    return RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    )


def policy(table: str, name: str, *, role: str, using: str = "", check: str = "", command: str = "ALL") -> RunSQL:
    """Add one policy; `using` says which rows are there, `check` which rows may be written."""
    return _policy(table, name, f"FOR {command} TO {role}", using, check)


def narrow(table: str, name: str, *, role: str, using: str = "", check: str = "", command: str = "ALL") -> RunSQL:
    """Add one policy that must hold besides whichever other lets the row through."""
    return _policy(table, name, f"AS RESTRICTIVE FOR {command} TO {role}", using, check)


def _policy(table: str, name: str, how: str, using: str, check: str) -> RunSQL:
    clauses = (f" USING ({using})" if using else "") + (f" WITH CHECK ({check})" if check else "")
    return RunSQL(f"CREATE POLICY {name} ON {table} {how}{clauses}", f"DROP POLICY {name} ON {table}")


def wall_by_record(table: str, *, record: str = "record_id") -> list[RunSQL]:
    """Wall a table by city and by the key wraps of its record: no wrap, no row, whatever the query says."""
    rule = STAFF_MAY_READ.format(table=table, record=record)
    return [enable(table), policy(table, "staff_wall", role=STAFF, using=rule, check=rule)]


def ask_row_by_row(table: str, *, record: str, policy: str = "staff_wall", both: bool = True) -> RunSQL:
    """Say the rule of `STAFF_MAY_READ` again, for a policy that an earlier version wrote without `OFFSET 0`.

    `both`: it says too which rows may be written. Taken back, nothing is done: the rule is the same.
    """
    rule = STAFF_MAY_READ.format(table=table, record=record)
    check = f" WITH CHECK ({rule})" if both else ""
    return RunSQL(f"ALTER POLICY {policy} ON {table} USING ({rule}){check}", RunSQL.noop)


def wall_by_organisation(table: str) -> list[RunSQL]:
    """Wall a table by city and owning organisation."""
    rule = "city_id = (SELECT app_city()) AND organisation_id = (SELECT app_organisation())"
    return [enable(table), policy(table, "staff_wall", role=STAFF, using=rule, check=rule)]


def only_by_disposal(table: str, *, record: str) -> RunSQL:
    """Let staff delete rows of a table only where a list that two persons stand for names their record, in column `record`.

    For tables of a case: `cases` brings the function, so its migration `0007_retention_wall` comes before.
    """
    return RunSQL(
        f"GRANT DELETE ON {table} TO proximity_staff;"
        f" CREATE TRIGGER kept_until_disposed BEFORE DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION deleted_only_by_disposal('{record}')",
        f"DROP TRIGGER kept_until_disposed ON {table}; REVOKE DELETE ON {table} FROM proximity_staff",
    )
