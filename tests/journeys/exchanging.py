"""What people fill in where cities exchange something: a practice in Spanish, the same in English, boxes by their names."""

from collections.abc import Mapping

from playwright.sync_api import Page

TITLE, ENGLISH = "Paseos con el barrio (prueba)", "Walks with the neighbourhood (test)"
RECORD = {
    "title": TITLE, "english_title": ENGLISH, "summary": "Una agente pasea cada mes con vecinas y escucha.",
    "objectives": "Que se hable antes de que pase algo.", "steps": "1. Elegir la ruta con las asociaciones. 2. Pasear.",
}  # fmt: skip
IN_ENGLISH = {
    "title": ENGLISH, "summary": "Each month an officer walks with neighbours and listens.",
    "objectives": "People talk before something happens.", "steps": "1. Choose the way with associations. 2. Walk.",
}  # fmt: skip
REASONS = dict.fromkeys(("topic_why", "local_why", "police_why"), "Así se hace desde 2024.")


def fill(page: Page, texts: Mapping[str, str]) -> None:
    """Fill fields by their names."""
    for name, text in texts.items():
        page.locator(f"[name={name}]").fill(text)


def tick(page: Page, **chosen: str) -> None:
    """Choose values of radios and boxes by the names of their fields."""
    for name, value in chosen.items():
        page.locator(f"[name={name}][value='{value}']").check(force=True)


def sure(page: Page) -> None:
    """Say that nobody is named."""
    page.locator("[name=sure]").check(force=True)
