from django.apps import AppConfig


class DataConfig(AppConfig):
    name = "data"

    def ready(self) -> None:
        from data import jobs  # noqa: F401 – connects what happens to a dataset when its job fails
