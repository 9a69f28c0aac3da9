"""Addresses of the figures on the public site, below `/<lang>/figures/`."""

from django.urls import path, register_converter

from proximity.insight.queries.wording import TABLES
from proximity.insight.rules.charts import Shape
from proximity.insight.views import files, public


class TableName:
    """One of the tables of a release."""

    regex = "|".join(TABLES)

    def to_python(self, value: str) -> str:
        """Return the table as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """Return the table as it stands in the address."""
        return value


class ShapeName(TableName):
    """The shape of a chart."""

    regex = "|".join(Shape)


register_converter(TableName, "table")
register_converter(ShapeName, "shape")

app_name = "figures"
urlpatterns = [
    path("", public.index, name="index"),
    path("<slug:city>/", public.city_figures, name="city"),
    path("<slug:city>/figures.csv", files.download, name="latest_csv"),
    path("<slug:city>/<int:version>/", public.city_figures, name="version"),
    path("<slug:city>/<int:version>/figures.csv", files.download, name="csv"),
    path("<slug:city>/<int:version>/<table:table>.csv", files.download, name="table_csv"),
    path("<slug:city>/<int:version>/about.csv", files.about_csv, name="about"),
    path("<slug:city>/<int:version>/about.json", files.about_json, name="about_json"),
    path("<slug:city>/<int:version>/signed.json", files.signed, name="signed"),
    path("<slug:city>/<int:version>/metadata.jsonld", files.metadata, name="metadata"),
    path("<slug:city>/<int:version>/<table:table>-<shape:shape>.svg", files.chart, name="chart"),
]
