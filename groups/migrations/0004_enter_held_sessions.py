from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_accompany_whole_cases'),
        ('groups', '0003_notice_refusals'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalmeeting',
            name='entered_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='meeting',
            name='entered_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('entered_at', None), ('entered_at__gte', models.F('starts_at')), _connector='OR'), name='groups_meeting_entered_after_it_began'),
        ),
    ]
