"""What other apps are told of; nothing is imported here, since they listen from their start."""

from django.dispatch import Signal

# sent with editions=[ids] before the rows of a file of theirs are deleted for good
rows_purged = Signal()
# sent after an erased person was taken out of texts in rows that stay in columns
rows_rewritten = Signal()
# sent with said=(text → text as it may be kept) while a person is erased; a listener returns how many rows of
# its own it changed
person_erased = Signal()
