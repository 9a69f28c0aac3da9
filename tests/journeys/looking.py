"""What every page must be, whoever looks at it: accessible, no wider than the window, and quiet."""

from playwright.sync_api import Page


def no_sideways(page: Page) -> None:
    """See that nothing on the page is wider than the window."""
    wide, window = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= window, f"{page.url} is {wide} px wide in a window of {window} px"
