"""Bob at work, and a function that lets a table come, be read, decided and checked."""

import io

import pytest

from proximity.accounts.actors import enter_as, machine_of
from proximity.bulk.access import get_import
from proximity.bulk.content import open_import_content
from proximity.bulk.factories import seal_table
from proximity.bulk.operations.bringing import decide, take_file
from proximity.bulk.operations.working import check_rows, read_table
from proximity.bulk.rules.decisions import Decisions
from proximity.cases.tests.conftest import alice, case, told

__all__ = ["alice", "case", "told"]

SPANISH = (
    "Informe del registro de incidentes;;;;;;;\n;;;;;;;\n"
    "Nº Expediente;Fecha denuncia;Fecha hechos;Relato;Lugar;Móvil;Estado;Turno\n"
    "EXP-1;14/03/2019;12/03/2019;Le gritó «vete a tu país» en el autobús;Calle Inventada 1;islamofobia;Cerrado;noche\n"
    "EXP-2;15/03/2019;marzo;Pintada en la puerta;Plaza Ficticia;racismo/xenofobia;Abierto;día\n"
    'EXP-3;16/03/2019;15/03/2019;=HYPERLINK("x");Calle Inventada 2;antigitanismo, aporofobia;Abierto;día\n'
    "EXP-1;17/03/2019;15/03/2019;Otra vez;Calle Inventada 2;disfobia;Abierto;día\n"
    ";;;;;;;\n"
    "Total: 4;;;;;;;\n"
)  # fmt: skip


@pytest.fixture
def bob(cast, acting, folders):
    return acting(cast.bob)


@pytest.fixture
def by_machine(cast):
    """Return a function that does the worker's part for an organisation and gives the context back."""

    def work(do, import_id, by):
        machine = machine_of(by.organisation)
        enter_as(machine)
        do(import_id=import_id, by=machine)
        enter_as(by)

    return work


@pytest.fixture
def taken(by_machine):
    """Return a function that lets a table come and be read, and returns the import."""

    def take(content, by, name="registro.csv"):
        content = content.encode() if isinstance(content, str) else content
        upload = seal_table(io.BytesIO(content), name=name, by=by)
        found = take_file(upload=upload, by=by)
        by_machine(read_table, found.pk, by)
        found.refresh_from_db()
        return found

    return take


@pytest.fixture
def decided(by_machine):
    """Return a function that changes decisions of an import, lets the rows be checked, and returns what is open."""

    def choose(found, by, **changes):
        opened = open_import_content(found, by=by)
        wanted = {name: getattr(opened.decisions, name) for name in Decisions.__dataclass_fields__} | changes
        left = decide(import_id=found.pk, decisions=Decisions(**wanted), by=by)
        by_machine(check_rows, found.pk, by)
        return get_import(by, found.pk), left

    return choose
