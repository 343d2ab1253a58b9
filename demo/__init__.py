"""The synthetic Pekanbaru: spreadsheets written from a seed and read by the real importer.

No row describes an enterprise or a person. Places and the totals named in `pekanbaru` and `population` are
real, the survey gives the percentages named in `survey`, the shop the totals of a published case; everything
else is invented. Every file says so in its title row, and the survey, which as a form's export has none, in
its name. Pure: no Django.
"""
