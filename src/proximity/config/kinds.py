"""What travels between cities: every kind with the schema that its area gives it. A kind that is not here is not taken."""

from proximity.directory.rules import units
from proximity.exchange.rules import schemas as exchange
from proximity.foundation.pure.json import JSONObject
from proximity.learning.rules import schemas as learning
from proximity.network.rules.kinds import Kind

SCHEMAS: dict[Kind, JSONObject] = {**exchange.SCHEMAS, **units.SCHEMAS, **learning.SCHEMAS}
