import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('areas', '0001_regions_and_areas'),
        ('data', '0002_mark_demo_datasets'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'regency or city'), (2, 'sub-district'), (3, 'village')])),
                ('params', models.JSONField()),
                ('result', models.JSONField()),
                ('code_version', models.CharField(max_length=40)),
                ('is_demo', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('deleted_at', models.DateTimeField(null=True)),
                ('boundary_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='areas.boundaryset')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved_runs', to='data.edition')),
                ('others', models.ManyToManyField(related_name='+', to='data.edition')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='areas.region')),
            ],
            options={
                'verbose_name': 'saved grouping',
                'ordering': ['-id'],
            },
        ),
    ]
