"""The parts of the report as slides (exports/report_pptx.py)."""
