"""The words of segments belong to named segments alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_names_of_their_own")]

    operations = [
        migrations.RemoveConstraint("segmentwords", "segment_words_once"),
        migrations.AlterModelOptions("segmentwords", {"ordering": ["named", "place"]}),
        migrations.RemoveField("segmentwords", "run"),
        migrations.AlterField(
            "segmentwords",
            "named",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="words",
                to="customers.namedsegments",
            ),
        ),
        migrations.AddConstraint(
            "segmentwords",
            models.UniqueConstraint(fields=("named", "place"), name="named_segment_once"),
        ),
    ]
