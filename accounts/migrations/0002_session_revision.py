from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("accounts", "0001_people_and_events")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="session_revision",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
