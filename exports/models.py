"""What leaves the system: files made for a person, saved views, their schedules, and keys to the API."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Job


class Export(models.Model):
    """A file made for one person by a job, kept for a while: the whole report, or a list."""

    class Kind(models.TextChoices):
        REPORT = "report", _("report")
        LIST = "list", _("list of enterprises")
        CUSTOMERS = "customers", _("list of customers")

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"
        PPTX = "pptx", "PPTX"
        CSV = "csv", "CSV"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    format = models.CharField(max_length=4, choices=Format.choices)
    # the filter: what stands behind the "?" of an address
    query = models.TextField(blank=True)
    language = models.CharField(max_length=5)
    # what else was chosen: pages of a report, whether contacts are in a list
    options = models.JSONField(default=dict)
    # why a list was taken, as the person says
    purpose = models.CharField(max_length=200, blank=True)
    # of the person when it was asked for: a file made under rights that changed since is not handed out
    permission_revision = models.PositiveIntegerField()
    job = models.OneToOneField(Job, null=True, on_delete=models.SET_NULL)
    # below DATA_DIR/exports; "" until it is made and once it is deleted
    file = models.CharField(max_length=120, blank=True)
    # as it is saved by the person
    file_name = models.CharField(max_length=200, blank=True)
    size = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(null=True)
    # holds names or numbers of people: shorter kept, and deleted with an erasure
    is_personal = models.BooleanField(default=False)
    # somebody was erased while it was being written: it is written anew
    is_void = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "-id"], name="export_of_person")]

    def __str__(self) -> str:
        return self.file_name or f"{self.get_kind_display()} {self.pk}"

    @property
    def path(self) -> Path:
        return Path(settings.DATA_DIR) / "exports" / self.file


class SavedView(models.Model):
    """A page with its filters under a name: a person's own, or shown to everybody."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    name = models.CharField(_("name"), max_length=80)
    # the URL's name, and the path with its query
    page = models.CharField(max_length=40)
    address = models.TextField()
    # what its filters choose, by language: pairs of (what, chosen words), as they were when it was saved
    words: Any = models.JSONField(default=dict)
    is_shared = models.BooleanField(_("shared"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=models.Q(deleted_at=None), name="saved_view_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Schedule(models.Model):
    """A saved view that is mailed: when, in which form and language, and to which people of this system."""

    class Every(models.TextChoices):
        DAY = "day", _("every day")
        WEEK = "week", _("every week")
        MONTH = "month", _("every month")

    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="schedules")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    recipients: Any = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    format = models.CharField(max_length=4, choices=[("pdf", "PDF"), ("xlsx", "XLSX")], default="pdf")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    every = models.CharField(max_length=5, choices=Every.choices, default=Every.WEEK)
    # whose time zone its hour is of
    region = models.ForeignKey("areas.Region", null=True, on_delete=models.SET_NULL, related_name="+")
    # 0 Monday … 6 Sunday, of `every week`; 1 … 28, of `every month`; the hour is of the region's zone
    weekday = models.PositiveSmallIntegerField(default=0)
    day = models.PositiveSmallIntegerField(default=1)
    hour = models.PositiveSmallIntegerField(default=7)
    is_active = models.BooleanField(default=True)
    next_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["is_active", "next_at"], name="schedule_due")]


class Delivery(models.Model):
    """One mail of a schedule to one person: sent once, tried again while the mail server is away."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not sent")

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="deliveries")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    # why it was not sent, kept by core.texts
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "recipient", "due_at"], name="delivery_once")
        ]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="delivery_waiting")]


class ApiToken(models.Model):
    """A person's key to the API. Only its digest is kept: it is shown once, when it is made."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_token")
    digest = models.CharField(max_length=64, unique=True)
    # what the person's sessions were bound to when it was made: a new password or another role ends both
    bound_to = models.CharField(max_length=128)
    # its first letters, to tell one from another
    hint = models.CharField(max_length=12)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.hint}…"
