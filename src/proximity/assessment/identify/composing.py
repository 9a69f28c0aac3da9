"""Puts together what belongs together: a group and what is said of it, an indicator and its ground. Pure."""

from collections.abc import Iterator
from typing import NamedTuple

from proximity.assessment.identify.entries import HOSTILE, Entry, Kind, Mode, Said, Stance, Where
from proximity.assessment.identify.finding import NATIONS_CAPITAL, Found, Hit, is_name_like
from proximity.assessment.identify.grounds import PERSON_WORDS, about_before, family, joined, strongest
from proximity.assessment.identify.layout import Layout
from proximity.assessment.identify.results import Caveat
from proximity.assessment.identify.stance import caveats_of, channel, is_handed_on, is_own, is_spoken

_REACHES = 7
"""Words that may stand between a group and what is said of it."""
_ACTED = frozenset({"BI-11", "BI-14", "BI-31"})
"""Gestures, objects, clothes: seen, not said, so that they count in accounts only."""
_REACHES_OVER_BREAK = 2
_FAR = frozenset({Said.THREATEN, Said.EXCLUDE, Said.DEHUMANISE})
_REACHES_FAR, _PLAIN = 10, 3
"""In short texts these reach over a comma: "you are gay, and for that we will find you"; "a boat of migrants, that scum"."""
_THEY_WITHIN = _BEGINS_WITHIN = 4
_A_FEW_WORDS = 3
_SPEAKS_WITHIN = 2
"""Words after a group by which it is who speaks."""

_OPENS = frozenset("\"“”„«»‘'¡¿:–—-([")
"""Signs after which what is said may begin, with a capital."""
_PRONOUNS = """
they them their those these ellos ellas esos esas estos estas loro questi queste quelli quelle eles elas esses essas estes
estas he heidät heitä heille heidän ne niitä nuo noita nad neid neile nende need viņi viņus viņiem viņām viņas tie tos te тях тези
тия ония онези
"""
_THEY = frozenset(_PRONOUNS.split())
"""Words that stand for people named before. Some languages need none where the verb says enough."""


class Candidate(NamedTuple):
    """What may become a suggestion: words from `start` to before `end`, with points before the text as a whole is looked at."""

    indicator: str
    ground: str | None
    start: int
    end: int
    entry: Entry
    points: int
    caveats: frozenset[Caveat]
    reason: str


def candidates(found: Found, mode: Mode) -> Iterator[Candidate]:
    """Yield all that the text as found may suggest, in the order of the text's rules."""
    hostile = {found.layout.quote_of(hit.start, hit.end) for hit in found.hits if hit.entry.kind in HOSTILE}
    for hit in found.hits:
        if hit.entry.kind is Kind.TERM or not _is_for(hit.entry, mode):
            continue
        if mode is Mode.NARRATIVE and hit.entry.kind is Kind.CUE and _is_on_a_banner(found, hit, hostile):
            continue
        made = _said(found, hit, mode) if hit.entry.kind is Kind.PREDICATE else (_plain(found, hit, mode),)
        for one in made:
            yield one._replace(ground=joined(found, one.ground, hit)) if mode is Mode.REPORTED_TEXT else one


def _is_on_a_banner(found: Found, hit: Hit, hostile: set[tuple[int, int] | None]) -> bool:
    """Say whether words in marks speak against hate; not where something hostile stands between the same marks."""
    quote = found.layout.quote_of(hit.start, hit.end)
    if quote is None or quote in hostile:
        return False
    denounced = found.stance(Stance.DENOUNCE, found.layout.sentence[hit.start])
    return any(found.layout.quote_of(one.start, one.end) == quote for one in denounced)


def _is_for(entry: Entry, mode: Mode) -> bool:
    """Say whether an entry is for texts of that kind: cues, places and days are for accounts unless they say otherwise."""
    if entry.mode is None and mode is Mode.REPORTED_TEXT:
        return entry.kind not in {Kind.CUE, Kind.PLACE, Kind.DATE} and entry.indicator not in _ACTED
    return entry.mode in {None, mode}


def _plain(found: Found, hit: Hit, mode: Mode) -> Candidate:
    entry, caveats = hit.entry, caveats_of(found, hit, mode)
    indicator = entry.indicator or channel(found, hit)
    ground = _ground_of_word(found, hit, mode) or ground_of(found, hit)
    reason = entry.kind.value if entry.kind is not Kind.CUE else indicator
    points = weigh(hit, caveats, mode, spoken_there=is_spoken(found, hit))
    if mode is Mode.NARRATIVE and _is_somebodys_name(found, hit):
        points = min(points, 1)
    return Candidate(indicator, ground, hit.start, hit.end, entry, points, caveats, reason)


def _is_somebodys_name(found: Found, hit: Hit) -> bool:
    """Say whether a slur is written as names are, within a sentence and not where words in marks begin: a person, a street."""
    layout = found.layout
    return (
        hit.entry.kind is Kind.SLUR
        and hit.entry.rule.split(".")[0] not in NATIONS_CAPITAL
        and all(is_name_like(layout, number) for number in range(hit.start, hit.end))
        and layout.text[max(0, layout.words[hit.start].start - 3) : layout.words[hit.start].start].rstrip()[-1:]
        not in _OPENS
    )


def _names_alone(found: Found, hit: Hit) -> bool:
    """Say whether the people within a hit are but somebody's name, or a street's."""
    people = [
        one for one in found.named_beside(hit) if one.entry.people and hit.start <= one.start and one.end <= hit.end
    ]
    return bool(people) and all(_is_somebodys_name(found, one) for one in people)


def _ground_of_word(found: Found, hit: Hit, mode: Mode) -> str | None:
    """Return the ground that a word has of itself; an insult of women, said of people of another ground, has theirs."""
    ground = hit.entry.ground
    if mode is Mode.NARRATIVE or hit.entry.kind is not Kind.SLUR or family(hit) not in PERSON_WORDS:
        return ground
    others = {
        one.entry.ground for one in found.named_beside(hit) if one.entry.people and family(one) not in PERSON_WORDS
    }
    return others.pop() if len(others) == 1 else ground


def _said(found: Found, hit: Hit, mode: Mode) -> Iterator[Candidate]:
    """Yield a hostile predicate, where it is said of a group or to somebody.

    In an account it says less where nobody speaks or writes: there it is mostly a message that is handed on without marks.
    """
    entry = hit.entry
    if mode is Mode.NARRATIVE and hit.has_group and _names_alone(found, hit):
        return
    alone = hit.has_group or entry.said is Said.COMMAND
    group = None if alone else _group_of(found, hit, mode)
    if group is None and not alone and mode is Mode.REPORTED_TEXT:
        group = _spoken_of_before(found, hit)
    if not alone and group is None:
        return
    caveats = caveats_of(found, hit, mode)
    if mode is Mode.REPORTED_TEXT and group is not None and group.start < hit.start and is_own(found, group):
        caveats |= {Caveat.IN_GROUP_USE}
    start, end = (hit.start, hit.end) if group is None else (min(hit.start, group.start), max(hit.end, group.end))
    ground = _ground_of_group(found, group) if group is not None else ground_of(found, hit)
    if ground is None and mode is Mode.REPORTED_TEXT:
        ground = about_before(found, hit)
    ground = ground or entry.ground
    points = weigh(hit, caveats, mode)
    if mode is Mode.NARRATIVE and not is_spoken(found, hit) and not is_handed_on(found, hit):
        points = max(0, points - 1)
    yield Candidate(channel(found, hit), ground, start, end, entry, points, caveats, str(entry.said))


def _group_of(found: Found, hit: Hit, mode: Mode) -> Hit | None:
    """Return the people nearest to a predicate, on the side where it wants them, in its sentence and quotation.

    In an account, not who says what the predicate stands in.
    """
    near = []
    for group in _people_beside(found, hit, mode):
        if hit.start <= group.start and group.end <= hit.end:
            return group
        before = group.end <= hit.start
        if not before and group.start < hit.end:
            if mode is Mode.REPORTED_TEXT and not (group.start <= hit.start and hit.end <= group.end):
                near.append((0, group.start, group))
            continue
        if hit.entry.where not in {Where.ANY, Where.BEFORE if before else Where.AFTER}:
            continue
        apart = hit.start - group.end if before else group.start - hit.end
        first, last = (group.end - 1, hit.start) if before else (hit.end - 1, group.start)
        broken = found.layout.has_break(first, last) and not (before and _is_addressed(found, group))
        if mode is Mode.NARRATIVE and before and _speaks(found, group, hit):
            continue
        taken_up = before and mode is Mode.REPORTED_TEXT and _is_taken_up(found, group, hit)
        if apart <= (_REACHES_FAR if taken_up else _reach(hit, mode, broken=broken)):
            near.append((apart, group.start, group))
    return min(near, key=lambda one: one[:2])[2] if near else None


def _reach(hit: Hit, mode: Mode, *, broken: bool) -> int:
    if not broken:
        return _REACHES
    return _REACHES_FAR if mode is Mode.REPORTED_TEXT and hit.entry.said in _FAR else _REACHES_OVER_BREAK


def _is_taken_up(found: Found, group: Hit, hit: Hit) -> bool:
    """Say whether what is plainly hostile begins with "they" for people before it: "let them fry rice, they cannot think"."""
    if hit.entry.points < _PLAIN:
        return False
    return any(_is_they(found, number, hit) for number in range(max(group.end, hit.start - _BEGINS_WITHIN), hit.end))


def _is_they(found: Found, number: int, hit: Hit) -> bool:
    """Say whether a word stands for people named before; "he" does in Finnish only."""
    form = found.layout.words[number].form
    return form in _THEY and (form != "he" or hit.entry.rule.startswith("fi."))


def _people_beside(found: Found, hit: Hit, mode: Mode) -> list[Hit]:
    """Return the people named in the sentence and quotation of a hit; in an account not those that are but a name.

    In short texts things stand for people where none are named: wheelchairs, mosques, boats; a woman where harm is meant.
    """
    quote = found.layout.quote_of(hit.start, hit.end)
    named = [one for one in found.named_beside(hit) if found.layout.quote_of(one.start, one.end) == quote]
    people = [one for one in named if one.entry.people]
    if mode is Mode.NARRATIVE:
        return [one for one in people if not _is_somebodys_name(found, one)]
    is_plain = hit.entry.said in _FAR and hit.entry.points >= _PLAIN
    return people or [one for one in named if is_plain or family(one) not in PERSON_WORDS]


def _spoken_of_before(found: Found, hit: Hit) -> Hit | None:
    """Return the people named last in the sentence before, where "they" stands for them, or nobody: "I hate X. Son basura".

    A sentence of a few words that names people is what the next or the last one is about: "Refugees? No room here."
    """
    layout = found.layout
    sentence = layout.sentence[hit.start]
    if any(one.entry.people for one in found.named_beside(hit)):
        return None
    before, after = _people_of(found, sentence - 1), _people_of(found, sentence + 1)
    if after and _is_short(layout, sentence + 1) and not before:
        return after[0]
    if not before:
        return None
    start = layout.starts[sentence]
    they = (number for number in range(max(start, hit.start - _THEY_WITHIN), hit.end) if _is_they(found, number, hit))
    begins = hit.start - start <= _BEGINS_WITHIN and not layout.has_break(start, hit.start)
    told = begins or _is_short(layout, sentence - 1) or any(not layout.has_break(number, hit.start) for number in they)
    return max(before, key=lambda one: one.start) if told else None


def _people_of(found: Found, sentence: int) -> list[Hit]:
    return [one for one in found.named.get(sentence, ()) if one.entry.people]


def _is_short(layout: Layout, sentence: int) -> bool:
    return layout.ends[sentence] - layout.starts[sentence] <= _A_FEW_WORDS


def _speaks(found: Found, group: Hit, hit: Hit) -> bool:
    """Say whether a group is who says what follows: "a Roma woman told us that a thief had her telephone"."""
    return any(
        group.end <= one.start < group.end + _SPEAKS_WITHIN and one.end <= hit.start
        for one in found.stance(Stance.REPORT, found.layout.sentence[hit.start])
    )


def _ground_of_group(found: Found, group: Hit) -> str | None:
    """Return the ground of people; where they are but women, men, old or young, that of what else is said of them."""
    is_told_best = group in strongest(found, found.layout.sentence[group.start])
    return group.entry.ground if is_told_best else ground_of(found, group)


def _is_addressed(found: Found, group: Hit) -> bool:
    """Say whether a sentence begins with the group and a comma, as when somebody is called by it: what follows is for them."""
    layout = found.layout
    return group.start == layout.starts[layout.sentence[group.start]] and (group.end - 1) in layout.breaks


def ground_of(found: Found, hit: Hit) -> str | None:
    """Return the ground of what stands within a hit, else of the nearest in its sentence."""
    near = [
        (max(0, one.start - hit.end + 1, hit.start - one.end + 1), not one.entry.people, one.start, one.entry.ground)
        for one in strongest(found, found.layout.sentence[hit.start])
    ]
    return min(near, key=lambda one: one[:3])[3] if near else None


def weigh(hit: Hit, caveats: frozenset[Caveat], mode: Mode, *, spoken_there: bool = True) -> int:
    """Return the points of a hit after what is said around it: never below nothing.

    A word with a harmless reading, of which nobody is told to have said or written it, says little: a cat may be called so.
    """
    points = hit.entry.points
    if mode is Mode.NARRATIVE and Caveat.HOMONYM in caveats and not spoken_there:
        points = 1
    if Caveat.NEGATED in caveats:
        points -= 3 if hit.entry.kind is not Kind.SLUR else 1
    if mode is Mode.NARRATIVE:
        spoken = hit.entry.kind in {Kind.SLUR, Kind.PREDICATE}
        return max(0, points + (1 if spoken and Caveat.QUOTED in caveats else 0))
    points -= 3 * (Caveat.DENOUNCED in caveats) + 3 * (Caveat.IN_GROUP_USE in caveats)
    return max(0, points - (Caveat.QUOTED in caveats))
