"""Views of the survey section."""
