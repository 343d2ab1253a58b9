from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0002_no_hashes_of_submissions")]

    operations = [
        migrations.RemoveField(model_name="knownquestion", name="used_at"),
        migrations.RemoveField(model_name="fieldlink", name="confirmed_at"),
    ]
