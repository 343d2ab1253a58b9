"""Shared web parts: page registry, figures, number formats, jobs. Knows nothing of what pages are about."""
