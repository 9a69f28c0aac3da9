"""The operator's commands for people: what they are called, what they need, and how they fail."""

import contextlib
from datetime import date
from pathlib import Path

import pytest

from proximity.accounts import commands
from proximity.accounts.operations import NotSound
from proximity.accounts.rules import OrganisationKind, Role
from proximity.config import people
from proximity.config.cli import main
from proximity.directory import commands as directory
from proximity.network import commands as network

OFFICE = ["--city", "madrid", "--organisation", "Policía"]
WHY = ["--purpose", " ticket 7 "]


@pytest.fixture
def called(monkeypatch):
    """Return what is called instead of the real work, with what was typed."""
    calls = []
    monkeypatch.setattr(people, "as_operator", lambda _installation, work: work(None))
    for name in (
        "list_cities", "place_city", "list_organisations", "add_organisation", "list_accounts", "add_account",
        "reset_account", "end_office",
    ):  # fmt: skip
        monkeypatch.setattr(commands, name, lambda _say, command=name, **typed: calls.append((command, typed)))
    monkeypatch.setattr(network, "add_city", lambda _say, **typed: calls.append(("add_city", typed)))
    monkeypatch.setattr(directory, "load_districts", lambda _say, **typed: calls.append(("load_districts", typed)))
    return calls


@pytest.mark.parametrize(
    ("typed", "name", "some"),
    [
        (["city", "list"], "list_cities", {}),
        (
            ["city", "add", "leeds", "--name", "Leeds", "--country", "gb", "--time-zone", "Europe/London", "--prefix", "LEE"],
            "add_city", {"slug": "leeds", "prefix": "LEE"},
        ),
        (
            ["city", "place", "leeds", "--latitude", "53.8", "--longitude", "-1.55", "--source", "GeoNames",
             "--seen-on", "2026-11-27"],
            "place_city", {"latitude": 53.8, "longitude": -1.55, "source": "GeoNames", "seen_on": date(2026, 11, 27)},
        ),
        (["city", "place", "leeds"], "place_city", {"latitude": None, "longitude": None}),
        (["city", "districts", "leeds", "a.json"], "load_districts", {"slug": "leeds", "file": Path("a.json"), "name_in": ""}),
        (["organisation", "list"], "list_organisations", {}),
        (
            ["organisation", "add", "leeds", "--name", "Police", "--kind", "local_police", "--body",
             "es.madrid.policia_municipal", "--takes-reports", "--elsewhere"],
            "add_organisation",
            {"kind": OrganisationKind.LOCAL_POLICE, "takes_reports": True, "elsewhere": "", "feedback_days": 10},
        ),
        (
            ["organisation", "add", "leeds", "--name", "Aid", "--kind", "ngo"],
            "add_organisation", {"body": "", "takes_reports": False, "elsewhere": None},
        ),
        (["account", "list"], "list_accounts", {}),
        (
            ["account", "add", "ada@leeds.example", "--name", "Ada", *OFFICE, "--role", "officer"],
            "add_account", {"email": "ada@leeds.example", "role": Role.OFFICER, "language": "en"},
        ),
        (["account", "reset", "ada@leeds.example"], "reset_account", {"email": "ada@leeds.example"}),
        (["account", "end", "ada@leeds.example", *OFFICE], "end_office", {"city": "madrid"}),
    ],
)  # fmt: skip
def test_each_command_hands_on_what_was_typed_and_needs_a_purpose(called, typed, name, some, capsys):
    assert main([*typed, *WHY]) == 0
    ((did, given),) = called
    assert did == name
    assert given["purpose"] == "ticket 7"
    assert some.items() <= given.items()
    for without in ([], ["--purpose", " "], ["--purpose", "x" * 201]):
        with contextlib.suppress(SystemExit):
            pytest.fail(f"ran: {main([*typed, *without])}")
        assert "--purpose" in capsys.readouterr().err
    assert len(called) == 1


def test_what_is_not_sound_is_one_line_on_the_screen(called, monkeypatch, capsys):
    def refuse(_say, **_typed):
        raise NotSound("There is no account with this e-mail address.")

    monkeypatch.setattr(commands, "reset_account", refuse)
    assert main(["account", "reset", "x@example.org", *WHY]) == 1
    assert capsys.readouterr().err == "There is no account with this e-mail address.\n"


@pytest.mark.parametrize(
    "wrong",
    [
        ["organisation", "add", "x", "--name", "X", "--kind", "circus"],
        ["organisation", "add", "x", "--name", "X", "--kind", "ngo", "--body", "es.nowhere"],
        ["city", "add", "x", "--name", "X", "--country", "zz", "--time-zone", "UTC", "--prefix", "X"],
        ["account", "add", "x@example.org", "--name", "X", *OFFICE, "--role", "king"],
    ],
)
def test_an_unknown_kind_body_country_or_role_is_refused_before_anything_starts(called, wrong, capsys):
    with pytest.raises(SystemExit):
        main([*wrong, *WHY])
    assert called == []
    assert "usage" in capsys.readouterr().err


def test_a_workspace_can_be_in_every_language_of_the_interface(settings):
    assert [code for code, _name in settings.LANGUAGES] == list(people.LANGUAGES)
