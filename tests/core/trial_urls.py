"""The site's own addresses and one page of figures that the tests open."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from core.figures import Chip, Column, Figure, Number, Table
from core.views import page
from segmentation_site.urls import urlpatterns as site

TABLE = Table(
    (Column("name", "Sub-district"), Column("n", "MSMEs", "integer"), Column("share", "Share", "share")),
    [
        {"name": "Sail", "n": 10, "share": 0.1, "_href": "?area=1"},
        {"name": "=Tampan", "n": 1234, "share": 0.9, "_selected": True},
        {"name": "Lima Puluh", "n": None, "share": None, "_muted": True},
    ],
    "MSMEs by sub-district",
    {"name": "City", "n": 1244, "share": 1.0},
    "-n",
)
FIGURE = Figure(
    "areas",
    "Tampan has the most </script> MSMEs",
    "Number of MSMEs",
    summary="Nine in ten are in Tampan.",
    base="n = 1,244",
    plot={"data": [{"type": "bar", "y": ["</script>"], "x": [1]}], "layout": {}},
    table=TABLE,
    warnings=("Only 3 areas.",),
    how=(("Share", "n ÷ all", "Part of the city"),),
)


def trial(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "trial",
        heading="Nine in ten are in Tampan",
        figures=[FIGURE],
        numbers=[Number("MSMEs", 1244, kind="integer", change="+3")],
        chips=[Chip("2023", "?")],
        notices=["A notice."],
        etag_parts=(1,),
        template="core/figures.html",
        edition_line="Pekanbaru · Data 2023",
        is_demo=True,
    )


urlpatterns = [path("trial/", trial, name="trial"), *site]
