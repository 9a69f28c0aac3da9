"""Reports, from the first question to the last answer: public and assisted intake, the mailbox, each recipient's inbox.

May be called by `cases` and `config`. Invariants: what was acknowledged is stored whole, once; a report, message or file can be
opened only by the organisations its sender chose and by who holds the code; nothing is forwarded without recorded consent; a body
that a report complains about never holds a key to it.
"""
