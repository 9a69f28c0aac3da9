"""Filling in fields as a hand does: a choice is a card, and the card's words are what one touches."""

from playwright.sync_api import Locator, Page, expect


def tick(page: Page, name: str, value: str) -> None:
    """Choose one card of a field by its value."""
    tick_card(page.locator(f'.choice:has([name="{name}"][value="{value}"])'))


def tick_card(card: Locator) -> None:
    """Touch the words of a card, and see that it is chosen."""
    card.locator("label").click()
    expect(card.locator("input")).to_be_checked()
