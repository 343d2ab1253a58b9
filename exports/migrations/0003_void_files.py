"""A file that is being written while somebody is erased is written anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exports", "0002_view_words_and_schedule_region")]

    operations = [
        migrations.AddField("export", "is_void", models.BooleanField(default=False)),
    ]
