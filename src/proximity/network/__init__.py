"""The machinery of the Exchange Network: signed objects, for whom they are, how they travel. What they say is others' business.

May be called by the areas above it (`directory`, `exchange`, `learning`) and by `config`:

- `network.rules`: `Kind`, `Marking` (TLP 2.0), `Audience`; `network.rules.audience`: `EVERYBODY`, `NETWORK`, `OWN_CITY`,
  `group(id)`, `country(code)`
- `network.operations`: `publish(kind=, content=, language=, marking=, audience=, by=, now=) -> UUID`, `revise(object_id=, …)`,
  `withdraw(object_id=, by=)`, `translate(object_id=, language=, content=, made=, by=)`, `found_group`, `change_group`
- `network.operations.seeing.settle_sights(by=)`: who sees what, computed anew where a city or its membership is new
- `network.queries`: `objects(kind, city=…)`, `held(object_id, city=…)`, `groups(city=…)`; each returns frozen `Held`

An area that owns a kind writes a JSON Schema for its content and lists it in `config/kinds.py`; what does not meet it is neither
published nor taken. Publishing needs `Capability.PUBLISH_EXCHANGE`, and only the office that published something changes it.

Invariants: every city is an author of its own with its own key, and only she writes new versions of her objects; an object is
seen by the cities of its audience and by nobody else, which is a wall in the database (`Sight`); an empty or unknown audience is
nobody; a narrower audience is a withdrawal for those who lose it; what was withdrawn is gone and stays gone. No object may hold
personal data: this area reaches neither reports nor cases nor evidence, and the import contracts keep it so.
"""
