"""One rich dossier in Spanish: what a pack holds when everything in it is there."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from proximity.dossier.rules.values import (
    BiasRow,
    Coded,
    Collected,
    CustodyRow,
    Dossier,
    DossierHead,
    ElementRow,
    EvidenceRow,
    FactRow,
    GapRow,
    GroundRow,
    Hashed,
    IndicatorRow,
    MadeBy,
    OutcomeRow,
    Perception,
    PersonRow,
    QualificationRow,
    SecondReadingRow,
    SuggestionRow,
    Told,
    Translation,
    Withdrawn,
    Words,
)
from proximity.packs.codes import Direction

AT = datetime(2026, 11, 20, 9, 30, 5, 123000, UTC)
WHAT = (
    "Iba con mi hijo por la plaza. Un hombre gritó «moros, fuera de aquí» y me empujó.\n"
    "Luego dijo أنتم لستم بشرا otra vez, y Слава нам, y ΕΞΩ.\nMandó un mensaje después: 🐒🐒 שלום"
)


def later(minutes: int) -> datetime:
    """Return an instant so many minutes on."""
    return AT + timedelta(minutes=minutes)


HEAD = DossierHead(
    "MAD-2026-0042",
    "Policía Municipal de Madrid",
    "Madrid",
    "ES",
    "es",
    "Europe/Madrid",
    AT,
    later(9000),
    "Alicia García",
    "R-7K3QXM",
)
TRANSLATION = Translation("You are not human", "en", MadeBy.HUMAN, "Yusuf Demir", later(30))
INDICATOR = IndicatorRow(
    Coded("BI-04", "Palabras contra un grupo"),
    Direction.FOR,
    Coded("strong", "fuerte"),
    Coded("fact", "un hecho"),
    Words("moros, fuera de aquí", "es", (Translation("Moors, get out of here", "en", MadeBy.MACHINE, "", None),)),
    "Alicia García",
    later(60),
)
SECOND = SecondReadingRow(
    Coded("differs", "difiere"), "La frase es clara, pero falta el testigo.", "Roberto Díaz", later(300)
)
CLEAN = "b" * 64


PERCEPTION = Perception(
    Coded("yes", "Sí"),
    Coded("victim", "La persona afectada"),
    (Coded("racism", "Racismo o xenofobia"),),
    Words("Porque llevo velo y hablamos árabe.", "es-ES"),
)
FACTS = (
    FactRow(Coded("when", "Cuándo"), "19 de noviembre de 2026, 21:10"),
    FactRow(Coded("place", "Dónde"), words=Words("Plaza Mayor, junto a la fuente", "es")),
    FactRow(Coded("before", "¿Había pasado antes?"), "Sí", Words("Dos veces, el mismo hombre", "es")),
)
TOLD = (
    Told(Coded("what", "Qué pasó"), "la persona que informa", Words(WHAT, "es"), AT),
    Told(
        Coded("statement", "Declaración"),
        "un testigo",
        Words("أنتم لستم بشرا", "ar", (TRANSLATION,)),
        later(20),
    ),
)
PERSONS = (
    PersonRow(Coded("victim", "persona afectada")),
    PersonRow(Coded("child", "menor"), Coded("0-13", "menos de 14 años"), "Presente"),
)
INDICATORS = (
    INDICATOR,
    replace(
        INDICATOR,
        indicator=Coded("BI-12", "Lugar con significado"),
        quote=Words("junto a la mezquita", "es"),
        suggested_by="es.place.3",
    ),
    replace(
        INDICATOR,
        indicator=Coded("BI-90", "Otro motivo probable"),
        direction=Direction.AGAINST,
        quote=Words("discutieron por un aparcamiento"),
    ),
    replace(INDICATOR, withdrawn=Withdrawn("Anotado dos veces", "Alicia García", later(70))),
)
SUGGESTIONS = (
    SuggestionRow(
        Coded("BI-04", "Palabras contra un grupo"),
        Direction.FOR,
        Words("moros", "es"),
        "es.lex.17",
        "identify 1.0",
        Coded("taken", "aceptada"),
    ),
)
BIAS = (
    BiasRow(Coded("yes", "Sí"), "Insulto dirigido al grupo en el momento del empujón.", "Alicia García", later(80)),
    BiasRow(Coded("not_known", "No se sabe"), "Falta hablar con el testigo.", "Alicia García", later(10)),
)
SECOND_READINGS = (SECOND,)
GROUNDS = (
    GroundRow(
        Coded("racism.anti_arab", "Antiárabe"),
        Coded("membership", "pertenece al grupo"),
        Coded("target", "la persona afectada"),
        Coded("suspected", "sospechado"),
        "Alicia García",
        later(90),
    ),
)
QUALIFICATIONS = (
    QualificationRow(
        Coded("es.cp.22.4/2022", "Código Penal art. 22.4: circunstancia agravante"),
        "es.cp.22.4",
        Words("Cometer el delito por motivos racistas, antisemitas u otra clase de discriminación…", "es"),
        "hatecrime.osce.org/ru/node/1746; fiscal.es memoria2024 cap_VI_1_3",
        date(2026, 11, 24),
        "",
        "Alicia García",
        later(200),
        (
            ElementRow(Coded("motive", "Motivo discriminatorio"), Coded("yes", "sí"), "BI-04, BI-12"),
            ElementRow(Coded("offence", "Delito base"), Coded("open", "por decidir")),
        ),
        "La expresión y el empujón son simultáneos.",
        (replace(SECOND, opinion=Coded("agrees", "de acuerdo")),),
    ),
)
LAW_NOTE = "La ley no nombra la aporofobia en este artículo."
EVIDENCE = (
    EvidenceRow(
        "e1",
        "foto del brazo.jpg",
        Coded("image/jpeg", "Fotografía"),
        "Alicia García",
        later(40),
        Words("El brazo, una hora después", "es"),
        Hashed("a" * 64, 482113),
        Hashed(CLEAN, 401877),
        Collected("Alicia García", "Plaza Mayor", later(35), "fotografiado con el teléfono de servicio"),
    ),
    EvidenceRow(
        "e2",
        "fotograma.png",
        Coded("image/png", "Fotografía"),
        "Alicia García",
        later(45),
        original=Hashed("c" * 64, 99),
        derived_from="e1",
    ),
    EvidenceRow("e3", "chaqueta rota", Coded("thing", "Objeto"), "Alicia García", later(46)),
)
CUSTODY = (
    CustodyRow(
        "e1",
        Coded("received", "Recibido y sellado"),
        "Alicia García",
        "Policía Municipal de Madrid",
        later(40),
        sha256="a" * 64,
    ),
    CustodyRow(
        "e1",
        Coded("original_opened", "Original abierto"),
        "Roberto Díaz",
        "Policía Municipal de Madrid",
        later(400),
        "Segunda lectura",
        "a" * 64,
    ),
)
GAPS = (
    GapRow(
        "e3",
        Coded("unaccounted", "Tiempo sin responsable"),
        "Del 20 al 21 de noviembre nadie consta como responsable.",
    ),
)
OUTCOMES = (
    OutcomeRow(
        Coded("charge", "Acusación"),
        date(2026, 12, 1),
        "Decreto 12/2026",
        "Se mantiene el elemento de odio",
        "Petra",
        later(8000),
    ),
)
LEFT_OUT = (
    Coded("needs", "Necesidades y medidas de protección"),
    Coded("contact", "Cómo se llega a la persona"),
    Coded("messages", "Mensajes con la persona"),
)


def sample(language: str = "es") -> Dossier:
    """Return the dossier, to be drawn in a language."""
    return Dossier(
        head=replace(HEAD, language=language),
        perception=PERCEPTION,
        facts=FACTS,
        told=TOLD,
        persons=PERSONS,
        indicators=INDICATORS,
        suggestions=SUGGESTIONS,
        bias=BIAS,
        second_readings=SECOND_READINGS,
        grounds=GROUNDS,
        qualifications=QUALIFICATIONS,
        law_note=LAW_NOTE,
        evidence=EVIDENCE,
        custody=CUSTODY,
        gaps=GAPS,
        outcomes=OUTCOMES,
        left_out=LEFT_OUT,
    )
