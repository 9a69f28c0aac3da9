"""Where the sealed files of imports lie: `DATA/imports/<city>/<id>.sealed`. No backup holds them, only their rows."""

from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from proximity.evidence.storage import SEALED


def imports_folder(city_id: UUID) -> Path:
    """Return where the files of a city's imports lie."""
    return Path(settings.PROXIMITY_DATA) / "imports" / str(city_id)


def open_import(city_id: UUID, file_id: UUID) -> BinaryIO:
    """Open a sealed file. Raises FileNotFoundError."""
    return (imports_folder(city_id) / f"{file_id}{SEALED}").open("rb")


def delete_import(city_id: UUID, file_id: UUID) -> None:
    """Delete a sealed file, if it is there."""
    (imports_folder(city_id) / f"{file_id}{SEALED}").unlink(missing_ok=True)
