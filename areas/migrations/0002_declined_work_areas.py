from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("areas", "0001_regions_and_areas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="workarea",
            name="declined",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="workarea",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed", False), ("declined", False), _connector="OR"),
                name="work_area_one_answer",
            ),
        ),
    ]
