"""Synthetic facts for the demo and for tests: the same seed gives the same facts, and none is about anybody."""

from collections.abc import Iterator
from random import Random

from proximity.insight.rules.facts import Bias, Channel, Duration, Fact, Feedback, Quarter, Source, Stage
from proximity.insight.rules.vocabulary import shared_vocabulary

FIRST_YEAR, LAST_YEAR = 2019, 2025
# How often each ground is told, roughly as published figures of European cities have it; what is not named is rare.
OFTEN = {
    "RACE.BLACK": 17, "RACE.ARAB": 14, "RACE.LATAM": 9, "RACE.ROMA": 8, "RACE.ASIAN": 5, "RACE": 4, "XENO.MIGRANT": 14,
    "XENO.NATION": 7, "REL.MUS": 11, "REL.JEW": 4, "SO.GAY": 11, "SO.LESB": 5, "GI.TRANS": 5, "GEN.F": 5, "DIS.PHYS": 2,
    "DIS.MENT": 3, "APO": 5, "IDEO": 6, "UNK": 3,
}  # fmt: skip
RARE = 0.4
CHANNELS = {
    Channel.DESK: 40,
    Channel.PHONE: 18,
    Channel.ONLINE: 22,
    Channel.PATROL: 12,
    Channel.CENTRE: 6,
    Channel.LETTER: 2,
}
STAGES = {Stage.RECORDED: 60, Stage.COMPLAINT: 22, Stage.REFERRED: 12, Stage.PROSECUTED: 4, Stage.SENTENCED: 2}
ANSWERS = {Bias.YES: 62, Bias.NOT_KNOWN: 30, Bias.NO: 8}
ENDINGS = {Duration.DAYS_10: 20, Duration.DAYS_30: 30, Duration.DAYS_90: 25, Duration.LONGER: 15, Duration.OPEN: 10}
KINDS = {
    "insult": 39, "threat": 18, "attack": 19, "damage": 8, "refusal": 5, "online": 7, "other": 2, "not_noted": 2,
}  # fmt: skip
# Each year a little more is told than in the year before, but for the one when everybody stayed at home.
YEARS = {2019: 11, 2020: 8, 2021: 12, 2022: 14, 2023: 16, 2024: 19, 2025: 20}
DAY_UNKNOWN = 0.02
# How the register was kept: a case for most, an offence suspected in about half; and each year better than the one before.
CASE, OFFENCE, COMPLAINT_BEFORE_REFERRAL = 0.85, 0.55, 0.8
ANSWERED = {2019: 0.55, 2020: 0.6, 2021: 0.66, 2022: 0.73, 2023: 0.81, 2024: 0.87, 2025: 0.93}
ON_TIME = {2019: 0.42, 2020: 0.38, 2021: 0.5, 2022: 0.58, 2023: 0.66, 2024: 0.71, 2025: 0.8}
TYPICAL_YEAR = 2023


def historical_facts(*, city: str, count: int, seed: int) -> Iterator[Fact]:
    """Yield `count` synthetic facts of an older register of a city (its slug), always the same for the same seed."""
    random = Random(f"{city}/{seed}")  # noqa: S311  (made-up data, no secret)
    grounds = {code: OFTEN.get(code, RARE) for code in shared_vocabulary().fine}
    for _ in range(count):
        unknown = random.random() < DAY_UNKNOWN
        year, stage = _draw(random, YEARS), _draw(random, STAGES)
        case = stage != Stage.RECORDED or random.random() < CASE
        kept = TYPICAL_YEAR if unknown else year
        yield Fact(
            city=city, source=Source.HISTORY, channel=_draw(random, CHANNELS), grounds=_draw_grounds(random, grounds),
            incident_type=_draw(random, KINDS), stage=stage, bias=_answer(random, kept) if case else Bias.NOT_KNOWN,
            happened=None if unknown else Quarter(year, random.randint(1, 4)),
            answered_in=random.choice([Duration.DAYS_2, Duration.DAYS_10]), closed_in=_draw(random, ENDINGS),
            case=case, complaint=_has_complaint(random, stage), offence=case and random.random() < OFFENCE,
            feedback=_feedback(random, kept) if case else Feedback.NOT_NOTED,
        )  # fmt: skip


def _answer(random: Random, year: int) -> Bias:
    return _draw(random, ANSWERS) if random.random() < ANSWERED[year] else Bias.OPEN


def _feedback(random: Random, year: int) -> Feedback:
    return Feedback.ON_TIME if random.random() < ON_TIME[year] else Feedback.LATE


def _has_complaint(random: Random, stage: Stage) -> bool:
    return stage == Stage.COMPLAINT or (stage != Stage.RECORDED and random.random() < COMPLAINT_BEFORE_REFERRAL)


def _draw[T](random: Random, weights: dict[T, int] | dict[T, float]) -> T:
    return random.choices(list(weights), list(weights.values()))[0]


def _draw_grounds(random: Random, weights: dict[str, float]) -> tuple[str, ...]:
    """Return one ground; in about one of eight two, since people are attacked for more than one thing."""
    drawn = {_draw(random, weights) for _ in range(2 if random.random() < 1 / 8 else 1)}
    return tuple(sorted(drawn))
