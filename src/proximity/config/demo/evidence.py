"""Evidence of the demo: a made-up picture, a silent recording and film, a thing, a page of the web; each says DEMO."""

import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from PIL import Image, ImageDraw

from proximity.accounts.actors import Actor
from proximity.cases.models import Case
from proximity.cases.operations.evidence import add_case_capture, add_case_files, add_case_thing, ask_for_recordings
from proximity.config.demo.words import words_of
from proximity.evidence.factories import sealed
from proximity.evidence.models import EvidenceFile
from proximity.evidence.operations.custody import hand_of
from proximity.evidence.operations.describing import Captured
from proximity.evidence.operations.handing import answer_hand_over, hand_out, offer_hand_over
from proximity.evidence.operations.preserving import Asked
from proximity.evidence.rules.clocks import Kept
from proximity.evidence.rules.custody import Act, Collected
from proximity.evidence.storage import city_folder
from proximity.evidence.synthetic import film, recording

CAMERA_DAYS = 7


def add_evidence(
    case: Case, *, language: str, officer: Actor, colleague: Actor, moments: Iterator[datetime], today: date
) -> None:  # fmt: skip
    """Give a case evidence with a whole custody but for one hand-over that waits, and recordings that will vanish."""
    words, first = words_of(language, "evidence"), next(moments)
    collected = Collected(
        by=officer.name, person=officer.person_id, at=first - timedelta(hours=2), where=words["where"], how=words["how"],
        source=words["source"],
    )  # fmt: skip
    for name, content in (("door", picture()), ("voice", recording()), ("film", film())):
        upload = sealed(content, name=words[name], folder=city_folder(case.city_id))
        add_case_files(
            case=case, uploads=[upload], note=words[f"{name}_note"], collected=collected, by=officer, now=next(moments)
        )  # fmt: skip
    thing = add_case_thing(
        case=case, name=words["thing"], description=words["thing_note"], place=words["place"], collected=collected, by=officer,
        now=next(moments),
    )  # fmt: skip
    _pass_on(thing, officer, colleague, words, moments)
    captured = Captured(
        url="https://platform.example/demo/1", platform="Platform Example", account="@demo", words=words["words"],
        seen_at=first.isoformat(timespec="minutes"), language=language,
    )  # fmt: skip
    add_case_capture(case=case, captured=captured, collected=collected, by=officer, now=next(moments))
    asked = Asked(
        Kept.CAMERA, words["holder"], words["camera"], "", today - timedelta(days=CAMERA_DAYS - 2), CAMERA_DAYS
    )
    ask_for_recordings(case=case, asked=asked, by=officer, now=next(moments))


def _pass_on(
    thing: EvidenceFile, officer: Actor, colleague: Actor, words: Mapping[str, str], moments: Iterator[datetime]
) -> None:  # fmt: skip
    """Hand a thing over and back, the last step still to be confirmed; who works alone gives it out with a receipt on paper."""
    if colleague == officer:
        hand_out(file=thing, to=words["laboratory"], note=words["bag"], by=officer, now=next(moments))
        return
    there = offer_hand_over(file=thing, to=hand_of(colleague), note=words["bag"], by=officer, now=next(moments))
    answer_hand_over(file=thing, offer_id=there.pk, answer=Act.CONFIRMED, by=colleague, now=next(moments))
    offer_hand_over(file=thing, to=hand_of(officer), note=words["bag"], by=colleague, now=next(moments))


def picture() -> bytes:
    """Return a picture that says DEMO, with a made-up camera in its traces."""
    out = io.BytesIO()
    image = Image.new("RGB", (480, 320), (196, 202, 206))
    ImageDraw.Draw(image).text((150, 130), "DEMO", fill=(32, 40, 48), font_size=64)
    exif = Image.Exif()
    exif[0x010F] = "DEMO"
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()
