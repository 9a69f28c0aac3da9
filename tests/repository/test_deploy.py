"""What `deploy/` starts exists: each command is one of ours, each setting is one that is read."""

import configparser
import re
from pathlib import Path

import pytest

from proximity.config.checks.settings_table import BESIDES, settings_read
from proximity.config.cli import parser

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE = (DEPLOY / "compose.yaml").read_text()
# Not of the program: where the nightly backup goes is the unit's own.
OF_THE_UNIT = {"BACKUPS"}


def known_settings() -> set[str]:
    return {one.name for one in settings_read()} | {row[0] for row in BESIDES} | OF_THE_UNIT


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_a_command_that_there_is(unit):
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str
    read.read(unit)
    program, *arguments = read["Service"]["ExecStart"].replace('"', "").split()
    assert program == "/opt/proximity/.venv/bin/proximity"
    # A purpose of two words is one argument there.
    assert parser().parse_known_args(arguments)[0].run
    assert read["Service"]["NoNewPrivileges"] == "yes"


def test_the_example_names_settings_that_are_read():
    names = re.findall(r"^#? ?([A-Z_]+)=", (DEPLOY / "environment.example").read_text(), re.MULTILINE)
    assert names
    assert set(names) <= known_settings()


def test_the_containers_start_commands_that_there_are():
    commands = re.findall(r"^ {4}command: \[(.*)\]$", COMPOSE, re.MULTILINE)
    assert sorted(commands) == ["prepare", "serve, public", "serve, staff", "serve, worker"]
    for command in commands:
        assert parser().parse_args(command.split(", ")).run


def test_the_containers_set_only_settings_that_are_read():
    places = re.search(r"x-places: &places\n((?:  .*\n)+)", COMPOSE)
    assert places is not None
    assert set(re.findall(r"^  ([A-Z_]+):", places[1], re.MULTILINE)) <= known_settings()


def test_the_public_container_is_given_its_own_login_and_folder_alone():
    service = re.search(r"^  public:\n((?:    .*\n)+)", COMPOSE, re.MULTILINE)
    assert service is not None
    assert "env_file: [./secrets/database-public.env]" in service[1]
    assert "volumes: [public:/var/lib/proximity/public]" in service[1]
