"""Names of segments belong to a shop or a table and its segments, not to a saved segmentation."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PLACING = ("centroids", "weights", "scores", "model")


def part(apps, schema_editor):
    """The words of each run that has some, and the run's names as they were."""
    Run = apps.get_model("customers", "CustomerRun")
    Named = apps.get_model("customers", "NamedSegments")
    Words = apps.get_model("customers", "SegmentWords")
    for run in Run.objects.filter(words__isnull=False).distinct().order_by("pk"):
        words = Words.objects.filter(run=run)
        # a deleted run's names were no longer in use
        run.names = {str(one.place): one.name for one in words if one.name}
        run.save(update_fields=["names"])
        if run.deleted_at is not None:
            continue
        named = Named.objects.create(
            kind=run.kind, region=run.region, series=run.series, created_by=run.created_by,
            result={name: run.result[name] for name in PLACING if name in run.result},
        )
        Named.objects.filter(pk=named.pk).update(created_at=max(one.changed_at for one in words))
        words.update(named=named)
    Words.objects.filter(named=None).delete()


def in_order(apps, schema_editor):
    """The newest has the largest number: what was named last counts."""
    Named = apps.get_model("customers", "NamedSegments")
    Words = apps.get_model("customers", "SegmentWords")
    for old in Named.objects.order_by("created_at", "pk"):
        new = Named.objects.create(
            kind=old.kind, region=old.region, series=old.series, result=old.result, created_by=old.created_by
        )
        Named.objects.filter(pk=new.pk).update(created_at=old.created_at)
        Words.objects.filter(named=old).update(named=new)
        old.delete()
    # PostgreSQL makes no index of a table whose rows wait for their check
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0003_pending_areas"),
        ("customers", "0001_customer_runs_words_events_recipes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("customerrun", "names", models.JSONField(default=dict)),
        migrations.CreateModel(
            name="NamedSegments",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("lrfm", "by transactions (LRFM)"), ("attributes", "by attributes")],
                        max_length=10,
                    ),
                ),
                ("series", models.CharField(max_length=40)),
                ("result", models.JSONField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="areas.region"),
                ),
            ],
            options={"ordering": ["-id"]},
        ),
        migrations.AddField(
            "segmentwords",
            "named",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="words",
                to="customers.namedsegments",
            ),
        ),
        migrations.RunPython(part, migrations.RunPython.noop),
        migrations.RunPython(in_order, migrations.RunPython.noop),
    ]
