"""Plotly theme and figure builders: tables and translated texts in, figures out. Never Django, never I/O."""
