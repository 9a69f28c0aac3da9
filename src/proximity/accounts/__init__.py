"""People, organisations, cities, memberships, roles, sign-in, and the keys by which an organisation opens a record.

`records` is the only way to make, open, share or withdraw a record key: a key wrap *is* the permission to see a record, in the
database's policies as well as in the arithmetic. Accounts themselves stand outside the wall and hold no city content.
"""
