from django.db import migrations


def delete_hashes(apps, schema_editor):
    """Hashes of whole rows, with names and numbers: what is stored of the answers tells them again."""
    apps.get_model("questionnaires", "AnswerPart").objects.filter(key="same").delete()


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0001_questions_and_answers")]

    operations = [migrations.RunPython(delete_hashes, migrations.RunPython.noop)]
