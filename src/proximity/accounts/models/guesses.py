"""How often an account's password was guessed wrong, from wherever."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.foundation.privacy import technical


class GuessCount(models.Model):
    """The wrong passwords of one day for one account, there or not, under a pseudonym that changes daily."""

    account = models.CharField(max_length=32, primary_key=True)
    wrong = models.PositiveIntegerField()
    last_at = models.DateTimeField()

    privacy = {
        "account": technical("pseudonym of what was typed, for a day"),
        "wrong": technical("how often the password was wrong"),
        "last_at": technical("when it was last wrong"),
    }

    class Meta:
        verbose_name = _("count of guesses")

    def __str__(self) -> str:
        return f"{self.account} {self.wrong}"
