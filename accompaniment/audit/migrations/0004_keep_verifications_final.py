"""SQLite built the table of verifications anew for its new columns: put the refusal back."""

from django.db import migrations

from accompaniment.audit.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_walk_down_by_the_clock")]

    operations = [refuse("audit_verification", "UPDATE", "DELETE")]
