"""Understands the columns of a questionnaire file: types, scales, check boxes, roles, and its cells."""
