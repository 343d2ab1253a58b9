"""Filters of core.formats. A missing value is a dash that screen readers hear as "no value"."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import formats

register = template.Library()


def accessible(text: str) -> str | SafeString:
    """`text`, or for a missing value a dash with a label."""
    if text != formats.MISSING:
        return text
    return format_html(
        '<span class="missing"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        formats.MISSING,
        _("no value"),
    )


@register.filter
def number(value: Any, decimals: int = 1) -> str:
    return accessible(formats.number(value, decimals))


@register.filter
def integer(value: Any) -> str:
    return accessible(formats.integer(value))


@register.filter
def share(value: Any, decimals: int = 1) -> str:
    """A fraction as a percentage."""
    return accessible(formats.share(value, decimals))


@register.filter
def money(value: Any) -> str:
    return accessible(formats.money(value))


@register.filter
def money_full(value: Any) -> str:
    return accessible(formats.money_full(value))


@register.filter
def signed(value: Any, decimals: int = 1) -> str:
    return accessible(formats.signed(value, decimals))


@register.filter
def moment(value: Any, zone: str = "Asia/Jakarta") -> str:
    """A point in time in the region's zone: `{{ job.created_at|moment:region.time_zone }}`."""
    return accessible(formats.datetime_in(value, zone))


@register.filter
def calendar_day(value: Any) -> str:
    """A date: "14 February 2023"."""
    return formats.date(value)


@register.filter
def time_left(value: Any) -> str:
    """A timedelta, roughly."""
    return formats.duration(value.total_seconds()) if value is not None else ""
