"""Pages of files, uploads, editions and kinds of file: one view per module."""
