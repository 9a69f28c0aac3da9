"""Wrong codes are slowed, nobody is locked out, and nothing that names a network is kept."""

import pytest

from proximity.foundation.pure import slowing
from proximity.foundation.pure.slowing import FREE_TRIES, LONGEST_WAIT, SHORTEST_WAIT, WrongCodes, network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_a_network_is_what_neighbours_share(address, network):
    assert network_of(address) == network


def test_the_first_tries_are_free_and_the_wait_grows_to_its_bound():
    wrong = WrongCodes()
    waits = [wrong.wait_after_wrong("192.0.2.1", now=0.0) for _ in range(FREE_TRIES + 20)]
    assert waits[:FREE_TRIES] == [0.0] * FREE_TRIES
    assert waits[FREE_TRIES] == SHORTEST_WAIT
    assert waits[-1] == LONGEST_WAIT


def test_tries_come_back_with_time_and_other_networks_do_not_wait():
    wrong = WrongCodes()
    for _ in range(FREE_TRIES + 1):
        wrong.wait_after_wrong("192.0.2.1", now=0.0)
    assert wrong.wait_after_wrong("198.51.100.1", now=0.0) == 0.0
    assert wrong.wait_after_wrong("192.0.2.99", now=0.0) > 0
    assert wrong.wait_after_wrong("192.0.2.1", now=3600.0) == 0.0


def test_only_a_few_wait_at_once():
    wrong = WrongCodes()
    with wrong.seat() as first, wrong.seat() as second, wrong.seat() as third:
        assert (first, second, third) == (True, True, False)
    with wrong.seat() as again:
        assert again


def test_each_day_has_its_own_key_and_a_flood_of_networks_is_forgotten(monkeypatch):
    wrong = WrongCodes()
    for _ in range(FREE_TRIES + 1):
        wrong.wait_after_wrong("192.0.2.1", now=0.0)
    key = wrong._key
    assert wrong.wait_after_wrong("192.0.2.1", now=slowing.DAY_SECONDS + 1) == 0.0
    assert wrong._key != key
    monkeypatch.setattr(slowing, "NETWORKS_REMEMBERED", 2)
    for number in range(1, 6):
        wrong.wait_after_wrong(f"198.51.{number}.1", now=slowing.DAY_SECONDS + 2)
    assert len(wrong._tries) <= 2
    assert all(b"198" not in name for name in wrong._tries)
