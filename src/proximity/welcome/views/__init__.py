"""Pages of the public front, one module per noun; what other modules name is named here."""

from proximity.welcome.views.front import choose_language, healthz, home, leave, privacy, staff_door

__all__ = ["choose_language", "healthz", "home", "leave", "privacy", "staff_door"]
