"""Addresses of the plan in the workspace, below `/plan/`."""

from django.urls import path

from proximity.plans.views import indicators, parts, staff

app_name = "plan"
urlpatterns = [
    path("", staff.index, name="index"),
    path("begin/", staff.begin, name="begin"),
    path("head/", staff.head, name="head"),
    path("publish/", staff.publish, name="publish"),
    path("objectives/new/", parts.add_objective, name="add_objective"),
    path("objectives/<uuid:objective_id>/", parts.objective, name="objective"),
    path("objectives/<uuid:objective_id>/up/", parts.objective_up, name="objective_up"),
    path("objectives/<uuid:objective_id>/remove/", parts.remove_objective, name="remove_objective"),
    path("objectives/<uuid:objective_id>/measure/", parts.add_measure, name="add_measure"),
    path("objectives/<uuid:objective_id>/computed/", indicators.add_computed, name="add_computed"),
    path("objectives/<uuid:objective_id>/by-hand/", indicators.add_by_hand, name="add_by_hand"),
    path("measures/<uuid:measure_id>/", parts.measure, name="measure"),
    path("measures/<uuid:measure_id>/review/", parts.review, name="review"),
    path("measures/<uuid:measure_id>/remove/", parts.remove_measure, name="remove_measure"),
    path("indicators/<uuid:indicator_id>/", indicators.indicator, name="indicator"),
    path("indicators/<uuid:indicator_id>/number/", indicators.reading, name="reading"),
    path("indicators/<uuid:indicator_id>/remove/", indicators.remove_indicator, name="remove_indicator"),
]
