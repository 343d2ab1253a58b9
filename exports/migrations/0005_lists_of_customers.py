from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exports", "0004_keys_bound_to_sign_in")]

    operations = [
        migrations.AlterField(
            model_name="export",
            name="kind",
            field=models.CharField(
                choices=[
                    ("report", "report"),
                    ("list", "list of enterprises"),
                    ("customers", "list of customers"),
                ],
                max_length=10,
            ),
        ),
    ]
