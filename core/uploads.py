"""Keeps an endless upload from filling the disk before anybody looks at it."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class CappedUpload(FileUploadHandler):
    """Stands before the handlers that store: beyond UPLOAD_LIMIT_MB it lets one more piece through, no other.

    What is stored is then just larger than the limit, so the form refuses it and says why. The rest is read
    and dropped: a browser that is cut off while it sends would show no answer.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= settings.UPLOAD_LIMIT_MB * 1_000_000 else None

    def file_complete(self, file_size: int) -> Any:
        return None
