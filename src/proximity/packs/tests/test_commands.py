from proximity.packs.commands import check


def test_a_clean_check_counts_facts_signatures_and_gaps():
    lines: list[str] = []
    assert check(lines.append) == 0
    packs = [lines[0], *lines[2:10]]
    assert [line.split()[0] for line in packs] == ["codes", "bg", "ee", "es", "fi", "gb", "it", "lv", "pt"]
    assert all("facts" in line and "signed by nobody" in line and "gaps" in line for line in packs)
    assert lines[1].endswith("sentences in 10 languages, 0 of them reviewed")
    assert lines[-1] == "No findings."


def test_a_fault_is_said_and_fails_the_command(packs, change):
    change("es/country.toml", "feedback_days = 14", "feedback_days = 1")
    lines: list[str] = []
    assert check(lines.append, packs) == 1
    assert lines[-2:] == ["es: promise: feedback would come before the acknowledgement", "1 finding"]
    assert any(line.startswith("es ") for line in lines)


def test_a_pack_that_cannot_be_read_is_not_counted_but_named(packs, change):
    change("gb/help.toml", "state =", "estate =")
    lines: list[str] = []
    assert check(lines.append, packs) == 1
    assert not any(line.startswith("gb ") for line in lines)
    assert any("gb/help.toml.help[1].state: is missing" in line for line in lines)


def test_code_lists_that_cannot_be_read_are_named(packs, change):
    change("codes/grounds.toml", "[[ground]]", "[[ground")
    lines: list[str] = []
    assert check(lines.append, packs) == 1
    assert any("codes/grounds.toml: is not TOML" in line for line in lines)
