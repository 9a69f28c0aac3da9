"""Addresses of imports, in the workspace."""

from django.urls import URLPattern, path

from proximity.bulk.views import pages

app_name = "bulk"
urlpatterns: list[URLPattern] = [
    path("import/", pages.index, name="index"),
    path("import/<uuid:import_id>/", pages.show, name="show"),
    path("import/<uuid:import_id>/how/", pages.how, name="how"),
    path("import/<uuid:import_id>/columns/", pages.columns, name="columns"),
    path("import/<uuid:import_id>/values/", pages.values, name="values"),
    path("import/<uuid:import_id>/rows/", pages.rows, name="rows"),
    path("import/<uuid:import_id>/rows.csv", pages.rows_csv, name="rows_csv"),
    path("import/<uuid:import_id>/begin/", pages.begin, name="begin"),
    path("import/<uuid:import_id>/undo/", pages.undo, name="undo"),
    path("import/<uuid:import_id>/drop/", pages.drop, name="drop"),
]
