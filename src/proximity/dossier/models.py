"""With which certificate an organisation signs its documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.foundation.privacy import operational, technical


class SigningCertificate(models.Model):
    """An organisation's key and certificates for PDF. The key is wrapped by the master key, as its other keys are.

    `certificates` are DER, each behind its length (4 bytes), the organisation's own first; `given`: the city brought them.
    """

    organisation = models.OneToOneField(Organisation, primary_key=True, on_delete=models.CASCADE, related_name="+")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    certificates = models.BinaryField()
    private_key = models.BinaryField()
    given = models.BooleanField(default=False)
    set_at = models.DateTimeField()

    privacy = {
        "organisation": technical(),
        "city": technical("wall"),
        "certificates": operational("stand in every signed document"),
        "private_key": technical("private key, wrapped by the master key"),
        "given": operational("whether the city brought its own"),
        "set_at": operational("since when it is used"),
    }

    class Meta:
        verbose_name = _("signing certificate")

    def __str__(self) -> str:
        return str(self.organisation_id)
