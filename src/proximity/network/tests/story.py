"""What some instances do to each other, act after act, and what each was ever handed on the way."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st

from proximity.network.rules import Kind, Marking
from proximity.network.rules.audience import EVERYBODY, NETWORK, OWN_CITY, Reach, country, group, may_be_for
from proximity.network.rules.envelope import Form
from proximity.network.tests.elsewhere import Elsewhere, acquainted, settled

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["publish", "revise", "audience", "withdraw", "regroup", "translate", "publish"]),
        st.integers(0, 2), st.integers(0, 30), st.integers(0, 7),
    ),
    min_size=1, max_size=14,
)  # fmt: skip
SOME = settings(max_examples=60, deadline=None)


class Story:
    """Three instances, the first with two cities, and what they do; it writes down what each was ever handed."""

    def __init__(self, *, offsets=(0, 0, 0), jumps=(0,), hub=False):
        hours = [timedelta(hours=one) for one in offsets]
        self.all = [
            Elsewhere(["es", "gb"], offset=hours[0]),
            Elsewhere(["lv"], offset=hours[1]),
            Elsewhere(["es"], offset=hours[2]),
        ]
        self.hub = Elsewhere(is_hub=True) if hub else None
        acquainted(*self.all, *([self.hub] if hub else []))
        self.city = [next(iter(one.cities)) for one in self.all]
        self.group = self.all[0].found(self.city[0], self.city[:2], self.hub.id if hub else None)
        self.handed = []  # (reader, sender, wire)
        self.titles = 0
        self.jumps = [timedelta(hours=one) for one in jumps]

    def audiences(self):
        return [
            NETWORK,
            EVERYBODY,
            OWN_CITY,
            country("es"),
            country("lv"),
            group(self.group),
            NETWORK,
            group(self.group),
        ]

    def act(self, what, who, which, choice):
        author = self.all[who]
        author.now += timedelta(minutes=1) + self.jumps[self.titles % len(self.jumps)]
        self.titles += 1
        mine = [
            one for one, kept in author.held.items()
            if kept.item.author in author.cities and kept.item.form is Form.CONTENT and kept.item.kind is Kind.PRACTICE
        ]  # fmt: skip
        if what == "regroup":
            self.all[0].regroup(self.group, [city for place, city in enumerate(self.city) if choice >> place & 1])
        elif what == "publish" or mine or what == "translate":
            getattr(self, what)(author, who, mine[which % len(mine)] if mine else which, self.audiences()[choice])

    def _allowed(self, author, who, audience):
        return audience.reach is not Reach.GROUP or self.city[who] in author.world().groups.get(self.group, ())

    def publish(self, author, who, _which, audience):
        if self._allowed(author, who, audience):
            marking = Marking.CLEAR if audience == EVERYBODY else Marking.GREEN
            marking = Marking.AMBER if audience.reach is Reach.GROUP else marking
            author.publish(self.city[who], f"Title {self.titles}", audience=audience, marking=marking)

    def translate(self, author, who, _which, audience):
        seen = [one for (_city, one) in author.visible() if author.held[one].item.kind is Kind.PRACTICE]
        if seen:
            author.translate(self.city[who], seen[self.titles % len(seen)], f"Title {self.titles}")

    def revise(self, author, _who, which, _audience):
        author.revise(which, f"Title {self.titles}")

    def audience(self, author, who, which, audience):
        old = author.held[which].item
        if self._allowed(author, who, audience) and may_be_for(old.marking, audience):
            author.revise(which, f"Title {self.titles}", audience=audience)

    def withdraw(self, author, _who, which, _audience):
        author.withdraw(which)

    def note(self):
        """Write down all that everybody may read at this moment."""
        everybody = [*self.all, *([self.hub] if self.hub else [])]
        for sender in everybody:
            for reader in everybody:
                if reader is not sender:
                    for _seq, wire in sender.serve(reader.id):
                        self.handed.append((reader, sender, wire))

    def play(self, acts, *, sync=True):
        for act in acts:
            self.act(*act)
            self.note()
            if sync:
                settled(*self.all, *([self.hub] if self.hub else []))
        return self


def fresh(reader, known):
    """Return the same instance before anything came."""
    copy = Elsewhere()
    copy.id, copy.cities, copy.keys, copy.is_hub = reader.id, reader.cities, reader.keys, reader.is_hub
    copy.held = {one: kept for one, kept in reader.held.items() if kept.item.author in reader.cities}
    for other in known:
        if other is not reader:
            copy.accept(other.card())
    return copy
