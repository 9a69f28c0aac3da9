"""How far something may be passed on: the Traffic Light Protocol 2.0 of FIRST, as objects of STIX.

The identifiers are those of the OASIS repository of common objects (extension definition "tlp-2.0", 2022-10-01).
"""

from enum import StrEnum

from proximity.foundation.pure.json import JSONObject

TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"


class Marking(StrEnum):
    """TLP 2.0, from what everybody may read to what never leaves the city."""

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    AMBER_STRICT = "amber+strict"
    RED = "red"

    @property
    def label(self) -> str:
        """Return it as it is written everywhere, in every language: `TLP:GREEN`."""
        return f"TLP:{self.value.upper()}"

    @property
    def ref(self) -> str:
        """Return the identifier of its marking definition."""
        return f"marking-definition--{_IDS[self]}"


_IDS = {
    Marking.CLEAR: "94868c89-83c2-464b-929b-a1a8aa3c8487",
    Marking.GREEN: "bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Marking.AMBER: "55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Marking.AMBER_STRICT: "939a9414-2ddd-4d32-a0cd-375ea402b003",
    Marking.RED: "e828b379-4e03-4974-9ac4-e53a884c97c1",
}
OF_REF = {marking.ref: marking for marking in Marking}

TRAVELS = frozenset(Marking) - {Marking.RED}
"""What may leave the instance at all. RED is for the eyes of one city."""
RELAYED = TRAVELS - {Marking.AMBER_STRICT}
"""What a hub that the group names may pass on; AMBER+STRICT comes from its author or not at all."""


def definition(marking: Marking) -> JSONObject:
    """Return the marking definition that OASIS publishes."""
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": marking.ref,
        "created": "2022-10-01T00:00:00.000Z",
        "name": marking.label,
        "extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": marking.value}},
    }
