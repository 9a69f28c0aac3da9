"""The mail server as the environment names it, and who is told of it."""

import pytest

from proximity.config import env
from proximity.config.env import SettingMissing
from proximity.config.installation import Installation
from proximity.foundation.database.urls import Urls


def test_without_a_server_nothing_is_sent(monkeypatch):
    monkeypatch.delenv("EMAIL_URL", raising=False)
    assert env.mailers("EMAIL_URL") == {"default": {"BACKEND": env.NO_MAIL}}


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtps://me:p%40ss@mail.example", 465, False, True),
        ("smtp://me:p%40ss@mail.example", 587, True, False),
        ("smtp+plain://me:p%40ss@mail.example:2525", 2525, False, False),
    ],
)
def test_a_server_is_read_from_its_address(monkeypatch, address, port, tls, ssl):
    monkeypatch.setenv("EMAIL_URL", address)
    options = env.mailers("EMAIL_URL")["default"]["OPTIONS"]
    assert (options["host"], options["port"], options["password"]) == ("mail.example", port, "p@ss")
    assert (options["use_tls"], options["use_ssl"]) == (tls, ssl)


@pytest.mark.parametrize("address", ["mail.example", "https://mail.example", "smtps://"])
def test_another_address_is_refused(monkeypatch, address):
    monkeypatch.setenv("EMAIL_URL", address)
    with pytest.raises(SettingMissing, match="EMAIL_URL"):
        env.mailers("EMAIL_URL")


def test_the_mail_servers_password_never_reaches_the_public_process(monkeypatch, tmp_path):
    monkeypatch.setenv("EMAIL_URL", "smtps://me:secret@mail.example")
    installation = Installation(tmp_path, 8000, 8001)
    installation.create_keys()
    urls = Urls(owner="o", staff="s", public="p")
    assert "secret" not in str(installation.public_environment(urls))
    assert installation.staff_environment(urls)["EMAIL_URL"].endswith("@mail.example")
