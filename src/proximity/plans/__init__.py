"""The local action plan of a city (R48, R49): a draft that the city hall works on, versions that everybody reads.

May be called by `config`. Invariants: figures come from released tables of `insight` and from nothing else, so that a plan
tells no more than they do; the draft is the city hall's; a published version is never changed; what an indicator says, it says
with the release or the source it rests on.
"""
