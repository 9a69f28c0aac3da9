"""What `deploy/` starts exists: each command is one of ours, each setting is one that is read, the image holds what it needs."""

import configparser
import importlib.util
import re
import shlex
import tomllib

import pytest
import yaml

from proximity.config.checks.settings_table import BESIDES, settings_read
from proximity.config.cli import parser
from proximity.config.installation import Installation
from proximity.foundation.database.outside import ADDRESSES, PUBLIC_ADDRESS, SQL
from tests.repository.conftest import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: one for name, one in SERVICES.items() if one.get("image") == "proximity:local"}
DOCKERFILE = re.sub(r"\\\n", " ", (DEPLOY / "Dockerfile").read_text())
CONTAINERS = (ROOT / "docs/how-to/outside-database.md").read_text().partition("## In containers")[2]
# Not of the program: where the nightly backup goes is the unit's own.
OF_THE_UNIT = {"BACKUPS"}
WRITTEN = {f"./secrets/{name}" for name in (SQL, ADDRESSES, PUBLIC_ADDRESS, "superuser")}
"""What the page has somebody make before the first start: what `proximity database-sql` writes, and one password."""


def known_settings() -> set[str]:
    return {one.name for one in settings_read()} | {row[0] for row in BESIDES} | OF_THE_UNIT


def instructions(name: str) -> list[str]:
    """Return what stands behind each instruction of a name in the Dockerfile."""
    return re.findall(rf"^{name} +(.*)$", DOCKERFILE, re.MULTILINE)


def mounts(service: str) -> dict[str, str]:
    """Return what a container is given, by where."""
    return {place: what for what, place in (one.split(":")[:2] for one in SERVICES[service].get("volumes", []))}


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
    assert {name: one["command"] for name, one in OURS.items()} == {
        "prepare": ["prepare"], "public": ["serve", "public"], "workspace": ["serve", "staff"], "worker": ["serve", "worker"],
    }  # fmt: skip
    for one in OURS.values():
        assert parser().parse_args(one["command"]).run


def test_the_containers_set_only_settings_that_are_read():
    for one in OURS.values():
        assert set(one["environment"]) <= known_settings()


@pytest.mark.parametrize("service", SERVICES)
def test_all_that_a_container_names_is_there(service):
    one = SERVICES[service]
    assert set(one["networks"]) <= set(COMPOSE["networks"])
    assert set(one.get("depends_on", ())) <= set(SERVICES)
    assert set(one.get("secrets", ())) <= set(COMPOSE["secrets"])
    assert set(one.get("env_file", ())) <= WRITTEN
    for what in mounts(service).values():
        assert what in COMPOSE["volumes"] or what in WRITTEN or (DEPLOY / what).is_file(), what
    if "build" in one:
        context = (DEPLOY / one["build"]["context"]).resolve()
        assert context == ROOT
        assert (context / one["build"]["dockerfile"]).is_file()


def test_the_files_of_secrets_are_those_that_are_written_and_never_come_into_the_repository_or_the_image():
    assert {one["file"] for one in COMPOSE["secrets"].values()} <= WRITTEN
    assert "/deploy/secrets/" in (ROOT / ".gitignore").read_text().splitlines()
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in ignored
    assert not [one for one in ignored if one.startswith("!deploy")]


def test_the_public_container_is_given_its_own_login_and_folder_alone():
    assert SERVICES["public"]["env_file"] == [f"./secrets/{PUBLIC_ADDRESS}"]
    assert mounts("public") == {"/var/lib/proximity/public": "public"}
    assert "secrets" not in SERVICES["public"]


def test_each_of_our_containers_runs_without_powers():
    for one in OURS.values():
        assert one["read_only"] is True
        assert one["cap_drop"] == ["ALL"]
        assert one["security_opt"] == ["no-new-privileges:true"]


def test_nobody_begins_before_the_tables_are_there():
    assert SERVICES["prepare"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    for name in OURS.keys() - {"prepare"}:
        assert SERVICES[name]["depends_on"] == {"prepare": {"condition": "service_completed_successfully"}}
    # On the socket the server of the very first start answers too, before it is there for anybody.
    assert "-h" in SERVICES["database"]["healthcheck"]["test"]


def test_the_proxy_reaches_both_sites_by_the_names_that_it_is_given(monkeypatch):
    for name in ("PORT", "STAFF_PORT"):
        monkeypatch.delenv(name, raising=False)
    usual = Installation.from_environment()
    given = SERVICES["caddy"]["environment"]
    asked = set(re.findall(r"\{\$([A-Z_]+)", (DEPLOY / "Caddyfile").read_text()))
    assert set(given) == asked
    assert given["PUBLIC_UPSTREAM"] == f"public:{usual.port}"
    assert given["STAFF_UPSTREAM"] == f"workspace:{usual.staff_port}"
    for name in ("public", "workspace"):
        assert set(SERVICES[name]["networks"]) & set(SERVICES["caddy"]["networks"])


def test_the_image_is_made_of_what_is_there():
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    sources = [name for line in instructions("COPY") for name in line.split()[:-1]]
    assert sources
    for name in sources:
        assert (ROOT / name).exists(), name
        assert name.split("/")[0] in kept, f"{name} is kept from the image by .dockerignore"


def test_the_image_holds_all_that_set_up_makes():
    """The dictionaries of the search and both folders of languages: without them it runs, and does less than it says."""
    makefile = (ROOT / "Makefile").read_text()
    steps = " ".join(instructions("RUN"))
    modules = re.findall(r"\$\(BIN\)/python -m (proximity\.[\w.]+)$", makefile.partition("\ndemo:")[0], re.MULTILINE)
    languages = re.findall(r"pybabel -q compile --domain django --directory src/proximity/(\w+)", makefile)
    assert modules
    assert sorted(languages) == ["locale", "locale_more"]
    for module in modules:
        assert importlib.util.find_spec(module)
        assert f"python -m {module}" in steps
    for folder in languages:
        assert f'--directory "$package/{folder}"' in steps


def test_the_image_starts_our_program_on_the_folders_that_the_containers_get():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (entry,), (environment,) = instructions("ENTRYPOINT"), instructions("ENV")
    assert entry == '["proximity"]'
    assert "proximity" in project["scripts"]
    assert instructions("USER") == ["proximity"]
    data = dict(one.split("=", 1) for one in environment.split())["DATA"]
    for name in OURS.keys() - {"public"}:
        assert mounts(name) == {data: "private", f"{data}/public": "public"}
    assert set(mounts("public")) == {f"{data}/public"}


def test_the_page_about_containers_types_commands_that_there_are():
    typed = re.findall(
        r"proximity:local (?!-f)(.*)$|docker compose run --rm prepare ([^`\n]*)", CONTAINERS, re.MULTILINE
    )
    assert len(typed) == 4
    for command in ("".join(one) for one in typed):
        assert parser().parse_args(shlex.split(command)).run, command
    for name in ("PUBLIC_HOST", "STAFF_HOST"):
        assert f"{name}=" in CONTAINERS
        assert f"${{{name}:?}}" in (DEPLOY / "compose.yaml").read_text()
