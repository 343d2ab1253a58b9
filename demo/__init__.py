"""The synthetic Pekanbaru: spreadsheets written from a seed and read by the real importer.

No row describes an enterprise or a person. Places and the totals named in `pekanbaru` and `population`
are real; everything else is invented, and every file says so in its title row. Pure: no Django.
"""
