from django.db import migrations

from accompaniment.audit.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_open_cases"), ("audit", "0002_make_trace_final")]

    operations = [
        refuse("cases_note", "UPDATE", "DELETE", when="OLD.signed_at IS NOT NULL"),
        refuse("cases_addendum", "UPDATE", "DELETE"),
    ]
