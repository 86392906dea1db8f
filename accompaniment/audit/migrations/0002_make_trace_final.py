from django.db import migrations

from accompaniment.audit.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_open_the_trace")]

    operations = [
        refuse("audit_event", "UPDATE", "DELETE"),
        refuse("audit_leaf", "UPDATE", "DELETE"),
        refuse("audit_verification", "UPDATE", "DELETE"),
    ]
