from django.db import migrations

ACTIONS = ("read", "write", "members", "schedule", "assign", "erase")


class Migration(migrations.Migration):

    dependencies = [
        ("groups", "0001_meet_in_groups"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="group",
            options={"permissions": [(f"{each}_group", f"Can {each} group") for each in ACTIONS]},
        ),
    ]
