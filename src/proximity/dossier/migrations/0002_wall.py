"""The wall of signing certificates: each organisation sees its own. The public role gets none."""

from django.db import migrations

from proximity.foundation.wall import sql

CERTIFICATE = "dossier_signingcertificate"


class Migration(migrations.Migration):
    """Grants and policies of the dossier."""

    dependencies = [("dossier", "0001_initial"), ("accounts", "0004_own_name"), ("foundation", "0001_context")]
    operations = [
        sql.grant(CERTIFICATE, staff="SELECT, INSERT, UPDATE (certificates, private_key, given, set_at)"),
        *sql.wall_by_organisation(CERTIFICATE),
    ]
