"""Reports for tests and the demo, made only by the operations that real ones go through."""

from proximity.accounts.models import City, Organisation
from proximity.foundation.sealing.receipts import Receipt
from proximity.reporting.operations.submit import Submission, submit_report
from proximity.reporting.rules.answers import Answers

TOLD = Answers(
    safe_now="yes",
    city="madrid",
    what="A man shouted at us on the bus and pushed my sister against the door.",
    when_precision="about",
    when_text="last Saturday evening",
    targets=("person",),
    perceived="yes",
    why="He looked at her headscarf before he shouted.",
    standing="victim",
    wishes=("contact",),
)


def send_report(
    *recipients: Organisation, city: City, answers: Answers = TOLD, receipt: Receipt | None = None,
    barred: tuple[Organisation, ...] = (),
) -> tuple[Submission, Receipt]:  # fmt: skip
    """Send a report as Dana does and return it with her receipt. Leaves the transaction in Dana's context."""
    receipt = receipt or Receipt.draw()
    sent = submit_report(
        city=city, answers=answers, receipt=receipt, recipients=recipients, barred=barred, language="en"
    )
    return sent, receipt
