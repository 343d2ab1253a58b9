from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('areas', '0002_declined_work_areas'),
    ]

    operations = [
        migrations.AddField(
            model_name='area',
            name='is_pending',
            field=models.BooleanField(default=False),
        ),
    ]
