"""Shared fixtures: the walls stand in every test, and the cast is always the same.

A test that touches the database runs as the staff role; `as_role` and the two clients step to the other side of the wall.
"""

import copy
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.template.utils import EngineHandler
from django.utils import translation
from hypothesis import HealthCheck, settings

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.factories import Cast, make_cast
from proximity.accounts.operations import set_second_factor
from proximity.accounts.second_factor import has_second_factor
from proximity.config.database import prepare_database
from proximity.foundation.testing import STAFF, PublicClient, Rows, SideClient, as_role, put_rows, take_rows

# How long a machine takes says nothing of a property: a busy one fails no test.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Give the roles of the processes what they need on the tables that libraries brought."""
    with django_db_blocker.unblock():
        prepare_database(migrate=False)


@pytest.fixture(autouse=True)
def _speaks_english() -> Iterator[None]:
    """Begin and end each test in English: a request leaves its language to the thread."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _behind_the_wall(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run each database test as the staff role, not as the owner whom no wall binds."""
    if "db" not in request.fixturenames and request.node.get_closest_marker("django_db") is None:
        yield
        return
    request.getfixturevalue("db")
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {STAFF}")
    yield


@pytest.fixture(scope="session")
def _first_cast(django_db_setup: None, django_db_blocker: Any) -> tuple[Cast, Rows]:
    """Make the cast once, by the operations; each test gets a copy of it and of the rows, which is fifteen times as quick."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_cast()
        rows = take_rows()
        transaction.set_rollback(True)
    return made, rows


@pytest.fixture
def cast(db: None, _behind_the_wall: None, _first_cast: tuple[Cast, Rows]) -> Cast:
    """Return the fixed cast of two cities (see `accounts.factories`)."""
    made, rows = _first_cast
    with as_role("owner"):
        put_rows(rows)
    return copy.deepcopy(made)


@pytest.fixture
def acting(cast: Cast) -> Callable[[Actor], Actor]:
    """Return a function that enters somebody's context and returns her: `alice = acting(cast.alice)`."""

    def enter(actor: Actor) -> Actor:
        enter_as(actor)
        return actor

    return enter


@pytest.fixture
def public(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> PublicClient:
    """Return Dana's browser on the public process: its addresses, its middleware, its role, nothing of the workspace."""
    from proximity.config.settings import public as worn  # noqa: PLC0415, TID251  (only tests wear both)

    settings.SIDE = "public"
    settings.LANGUAGES = worn.LANGUAGES
    settings.ROOT_URLCONF = worn.ROOT_URLCONF
    settings.MIDDLEWARE = worn.MIDDLEWARE
    # Beside the workspace's templates rather than in their place: a change of the setting would compile all of them anew.
    monkeypatch.setattr("django.template.loader.engines", _public_templates())
    return PublicClient()


@cache
def _public_templates() -> EngineHandler:
    from proximity.config.settings import public as worn  # noqa: PLC0415, TID251  (only tests wear both)

    return EngineHandler(worn.TEMPLATES)


@pytest.fixture
def workspace(cast: Cast) -> Callable[[Actor], SideClient]:
    """Return a function that signs somebody in, second factor and office included: `browser = workspace(cast.alice)`."""

    def sign_in(actor: Actor) -> SideClient:
        client = SideClient()
        person = cast.people[actor.name.lower()]
        if not has_second_factor(person):
            set_second_factor(person=person)
        client.force_login(person, backend=django_settings.AUTHENTICATION_BACKENDS[-1])
        session = client.session
        session["membership"] = str(cast.memberships[actor.name.lower()].pk)
        session.save()
        return client

    return sign_in


@pytest.fixture
def folders(tmp_path: Path, settings: Any) -> Path:
    """Put the files of a test into a folder of its own; keys stay where they are."""
    keys = settings.PROXIMITY_DATA / "keys", settings.PUBLIC_DATA / "keys"
    settings.PROXIMITY_DATA, settings.PUBLIC_DATA = tmp_path, tmp_path / "public"
    for source, data in zip(keys, (settings.PROXIMITY_DATA, settings.PUBLIC_DATA), strict=True):
        data.mkdir(exist_ok=True)
        (data / "keys").symlink_to(source)
    return tmp_path
