"""The demo case: one rich case in the first city, so that there is a whole pack to look at and to check.

Its reference stands beside the data (`demo-case.txt`), for `proximity pack build --demo-case`.
"""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from PIL import Image, ImageDraw

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.queries import actor_from
from proximity.assessment.queries.assessments import assessment_of
from proximity.assessment.rules import AllegedBy, Basis, BiasAnswer, GroundBasis, GroundStatus, Strength
from proximity.cases.models import Case
from proximity.cases.operations import assessing, handling, opening
from proximity.cases.rules.states import ComplaintState, OffenceState
from proximity.config.demo.making import DemoCity, as_staff
from proximity.evidence.factories import document, sealed
from proximity.evidence.operations.cleaning import clean_file
from proximity.evidence.operations.receive import receive_file
from proximity.foundation.sealing.receipts import Receipt
from proximity.packs.codes import Direction
from proximity.reporting.access import get_report_for
from proximity.reporting.operations.submit import submit_report
from proximity.reporting.rules.answers import Answers

FILE = "demo-case.txt"
WHAT = (
    "Salía de la mezquita de la calle Inventada con mi hija. Un hombre que no conozco nos siguió y gritó «moros, fuera de aquí»."
    " Yo le dije «اتركنا وشأننا» y él me empujó contra la pared y me rompió la manga del abrigo.\n"
    "Después pintó «Слава нам» en la puerta y se fue corriendo. Por la noche recibí en el móvil: «🐒🐒 vuelve a tu país 🐒»."
)
TOLD = Answers(
    safe_now="yes", place="calle Inventada, junto a la mezquita", what=WHAT, when_precision="exact", when_time="21:10",
    happened_before="yes", targets=("person", "property"), perceived="yes",
    why="Gritó contra los moros mientras me empujaba, y volvió a escribirme.", grounds=("REL", "RACE"), standing="victim",
    wishes=("support", "police", "contact"),
)  # fmt: skip
INDICATORS = (
    ("BI-10", Direction.FOR, Strength.STRONG, "moros, fuera de aquí", "es", Basis.FACT),
    ("BI-10", Direction.FOR, Strength.STRONG, "🐒🐒 vuelve a tu país 🐒", "es", Basis.FACT),
    ("BI-12", Direction.FOR, Strength.MODERATE, "Слава нам", "und", Basis.ASSESSMENT),
    ("BI-80", Direction.AGAINST, Strength.WEAK, "El hombre olía a alcohol, según la vecina del segundo.", "es", Basis.ASSESSMENT),
)  # fmt: skip
WRITTEN = "Mensajes recibidos (copiados a mano)\n22:41 🐒🐒 vuelve a tu país 🐒\n22:43 ya sabemos dónde rezas\n"


def add_demo_case(demo: DemoCity, *, now: datetime, beside: Path) -> Case:
    """Tell, open, assess and prove the demo case in a city, and write its reference beside the data."""
    with transaction.atomic():
        officer = actor_from(demo.members("police")[0])
        # The day's limit to hand an offence over still runs when the demo begins.
        at = now - timedelta(hours=22)
        reference = _told(demo, at)
        moments = (at + timedelta(hours=2, minutes=11 * step) for step in range(99))
        with as_staff():
            enter_as(officer)
            case = opening.open_case(report=get_report_for(officer, reference), by=officer, now=next(moments)).case
            handling.rename_case(
                case=case,
                title="Empujón y pintada junto a la mezquita",
                seen=case.title_version,
                by=officer,
                now=next(moments),
            )
            _assessed(case, officer, moments)
            _proven(case, officer, moments)
    (beside / FILE).write_text(f"{demo.city.slug} {case.reference}\n")
    return case


def demo_case(beside: Path) -> tuple[str, str] | None:
    """Return city and reference of the demo case, or None where this data has none."""
    try:
        city, reference = (beside / FILE).read_text().split()
    except (FileNotFoundError, ValueError):
        return None
    return city, reference


def _told(demo: DemoCity, at: datetime) -> str:
    bodies = [demo.organisations["police"], demo.organisations["ngo"]]
    values = TOLD.as_json() | {
        "city": demo.city.slug, "when_date": (at - timedelta(days=1)).date().isoformat(),
        "recipients": [str(body.pk) for body in bodies],
    }  # fmt: skip
    sent = submit_report(
        city=demo.city, answers=Answers.from_json(values), receipt=Receipt.draw(), recipients=bodies, language=demo.language,
        now=at,
    )  # fmt: skip
    return sent.report.reference


def _assessed(case: Case, officer: Actor, moments: Iterator[datetime]) -> None:
    assessing.answer_bias_question(
        case=case,
        answer=BiasAnswer.NOT_KNOWN,
        reasons="Falta hablar con la vecina.",
        seen=0,
        by=officer,
        now=next(moments),
    )
    assessing.answer_bias_question(
        case=case, answer=BiasAnswer.YES, seen=1, by=officer, now=next(moments),
        reasons="Insulto al grupo durante el empujón, lugar de culto y mensajes posteriores.",
    )  # fmt: skip
    for code, direction, strength, quote, language, basis in INDICATORS:
        assessing.add_indicator(
            case=case, code=code, direction=direction, strength=strength, quote=quote, language=language, basis=basis,
            by=officer, now=next(moments),
        )  # fmt: skip
    twice = next(one for one in assessment_of(case.pk, by=officer).indicators if one.code == "BI-12")
    assessing.withdraw_indicator(
        case=case,
        entry_id=twice.id,
        reason="No está claro que lo pintara la misma persona.",
        by=officer,
        now=next(moments),
    )
    for code in ("REL.MUS", "RACE.ARAB"):
        assessing.add_ground(
            case=case, code=code, basis=GroundBasis.MEMBERSHIP, alleged_by=AllegedBy.TARGET, status=GroundStatus.SUSPECTED,
            by=officer, now=next(moments),
        )  # fmt: skip
    handling.start_work(case=case, by=officer, now=next(moments))
    handling.set_offence_state(case=case, state=OffenceState.SUSPECTED, by=officer, now=next(moments))
    handling.set_complaint_state(case=case, state=ComplaintState.MADE, by=officer, now=next(moments))


def _proven(case: Case, officer: Actor, moments: Iterator[datetime]) -> None:
    files = (
        ("puerta de la mezquita.png", _picture("FUERA"), "La pintada en la puerta, a la mañana siguiente"),
        ("parte de urgencias.pdf", document(), "Parte del centro de salud por el golpe en el hombro"),
        ("mensajes.txt", WRITTEN.encode(), "Los mensajes tal como los leyó la persona"),
    )
    for name, content, note in files:
        file = receive_file(
            upload=sealed(content, name=name), subject_id=case.pk, city_id=case.city_id, readers=[officer.organisation],
            note=note, by=officer, now=next(moments),
        )  # fmt: skip
        clean_file(file_id=file.pk, organisation=officer.organisation, now=next(moments))


def _picture(words: str) -> bytes:
    """Return a drawn door with words on it: no photograph of a real place."""
    image = Image.new("RGB", (640, 480), "#8a6f4d")
    draw = ImageDraw.Draw(image)
    draw.rectangle((180, 60, 460, 470), fill="#3d2b1a", outline="#20150b", width=6)
    draw.text((230, 220), words, fill="#d9d9d9", font_size=40)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
