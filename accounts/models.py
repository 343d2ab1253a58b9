"""People, their role, and the append-only log of what they did with personal and imported data."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        fields.setdefault("role", User.Role.ADMIN)
        return self.create_user(email, password, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    class Role(models.TextChoices):
        SALES = "sales", _("Sales")
        ANALYST = "analyst", _("Analyst")
        ADMIN = "admin", _("Admin")

    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.SALES)
    is_active = models.BooleanField(_("may sign in"), default=True)
    # part of every ETag: a change of rights must never show an old page
    permission_revision = models.PositiveIntegerField(default=0)
    # part of every session: counted up, it signs the person out everywhere (accounts/people.py)
    session_revision = models.PositiveIntegerField(default=0)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["email"]

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Ends sessions begun under another password or another `session_revision`."""
        salt = "accounts.models.User.session"
        held = f"{self.session_revision}:{self.password}"
        return salted_hmac(salt, held, secret=secret, algorithm="sha256").hexdigest()


class EventQuerySet(models.QuerySet["Event"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The log is append-only.")

    def update(self, **kwargs: Any) -> int:
        raise TypeError("The log is append-only.")


class Event(models.Model):
    """One line of the log: imports, sign-in changes, openings and exports of personal data, erasures."""

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(User, null=True, on_delete=models.DO_NOTHING, db_constraint=False)
    # kept as text too: the line must say who even after the person's account is gone
    user_text = models.CharField(max_length=200)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, blank=True)
    rows = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)

    objects: Any = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["action", "-id"], name="event_action")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("The log is append-only.")
        super().save(*args, **kwargs)
