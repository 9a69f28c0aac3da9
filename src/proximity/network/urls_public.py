"""Addresses of the network on the public side, without a language: they are read by other instances."""

from django.urls import path

from proximity.network.views import taxii

everywhere = [
    path(".well-known/proximity-exchange", taxii.card, name="exchange_card"),
    path("taxii2/", taxii.discovery, name="taxii_discovery"),
    path("exchange/", taxii.api_root, name="taxii_root"),
    path("exchange/members/", taxii.members, name="exchange_members"),
    path("exchange/yours/", taxii.yours, name="exchange_yours"),
    path("exchange/yours/objects/", taxii.your_objects, name="exchange_your_objects"),
    path("exchange/join/", taxii.join, name="exchange_join"),
    path("exchange/collections/", taxii.collections, name="taxii_collections"),
    path("exchange/collections/<uuid:collection_id>/", taxii.one_collection, name="taxii_collection"),
    path("exchange/collections/<uuid:collection_id>/objects/", taxii.objects, name="taxii_objects"),
    path("exchange/collections/<uuid:collection_id>/objects/<str:object_id>/", taxii.one_object, name="taxii_object"),
    path("exchange/collections/<uuid:collection_id>/manifest/", taxii.manifest, name="taxii_manifest"),
]
