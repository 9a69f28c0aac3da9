"""The wall: row-level security by city and by organisation, and the context that each transaction must name.

`sql` writes policies for migrations; `context` names who is asking, for one transaction. A walled table that is read without
context raises: the functions `app_city()`, `app_organisation()` and `app_person()` have no default.
"""

from proximity.foundation.wall.context import SYSTEM, enter_background, enter_public, enter_staff, public_wall

__all__ = ["SYSTEM", "enter_background", "enter_public", "enter_staff", "public_wall"]
