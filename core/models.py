"""The one table of core: background jobs under our own lease (design.md, Jobs)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .pages import all_pages

LEASE = timedelta(seconds=40)
ATTEMPTS = 3
# a worker that runs and is free takes a job within a second
UNTAKEN = timedelta(seconds=20)


class Job(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    stage = models.CharField(max_length=80, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    message = models.TextField(blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    holder = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)  # when the broker was last told
    started_at = models.DateTimeField(null=True)
    stage_started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "lease_until"], name="job_state_lease"),
            models.Index(fields=["kind", "subject_id"], name="job_kind_subject"),
        ]

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def ahead(self) -> int:
        """How many jobs that are not over were asked for before it, while it waits.

        Of several workers each takes the oldest one, so it may begin while these still run.
        """
        if self.state != self.State.QUEUED:
            return 0
        waiting = models.Q(state=self.State.QUEUED)
        return Job.objects.filter(waiting | self._running(), pk__lt=self.pk).count()

    @property
    def is_left_alone(self) -> bool:
        """Whether it waits for long while no worker does anything, so that most likely none is there."""
        now = timezone.now()
        if self.state != self.State.QUEUED or now - self.created_at < UNTAKEN:
            return False
        just_ended = models.Q(finished_at__gt=now - UNTAKEN)
        return not Job.objects.filter(just_ended | self._running()).exists()

    @classmethod
    def _running(cls) -> models.Q:
        return models.Q(state=cls.State.RUNNING, lease_until__gt=timezone.now())

    @property
    def page_title(self) -> str:
        """The page that it reads just now, as its row in the menu says; "" where it reads none."""
        name = self.options.get("page", "") if self.state == self.State.RUNNING else ""
        return next((str(one.title) for one in all_pages() if one.name == name), "")

    @property
    def share(self) -> float | None:
        """Part of the current stage that is done, 0 to 1; None while its length is unknown."""
        return min(1.0, self.done / self.total) if self.total else None

    @property
    def time_left(self) -> timedelta | None:
        """What is left of the stage at its pace so far; None in the first two seconds."""
        if not self.share or not self.stage_started_at or self.state != self.State.RUNNING:
            return None
        spent = timezone.now() - self.stage_started_at
        return spent * ((1 - self.share) / self.share) if spent > timedelta(seconds=2) else None
