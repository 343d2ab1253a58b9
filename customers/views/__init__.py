"""Views of the customers section."""
