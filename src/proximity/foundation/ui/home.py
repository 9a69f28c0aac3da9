"""What an area puts on the workspace's home page: a short list of somebody's own work, most urgent first."""

from dataclasses import dataclass, field

from django.utils.functional import Promise

type Words = str | Promise


@dataclass(frozen=True, slots=True)
class HomeItem:
    """One thing to do or to look at: where it leads, what it is in a line, and by when (empty where nothing presses).

    Items that follow one another with the same `group` stand under it as a heading; `who` is whose work it is. `waits` is False
    for what is there to be read and asks nothing of anybody: it never stands first on the page.
    """

    label: Words
    url: str
    what: Words = ""
    due: Words = ""
    urgent: bool = False
    group: Words = ""
    who: Words = ""
    waits: bool = True


@dataclass(frozen=True, slots=True)
class HomeList:
    """One area's part of the home page. `empty` says what will stand there when there is nothing."""

    title: Words
    items: list[HomeItem] = field(default_factory=list)
    empty: Words = ""
    all_url: str = ""
    all_label: Words = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody may do next: a verb, and where it leads."""

    label: Words
    url: str


@dataclass(frozen=True, slots=True)
class First:
    """The one thing that stands first on somebody's page: what waits, or what there is to begin with while nothing does.

    `of` names the list it stands in; `more` says in words how much else presses.
    """

    title: Words
    text: Words
    act: Act
    due: Words = ""
    urgent: bool = False
    of: Words = ""
    more: Words = ""
