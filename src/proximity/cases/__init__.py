"""The case file of the police: opened from a report, assessed, worked on, closed with an answer to the person.

Nobody imports this area but the wiring. Invariants: a case is sealed with a key of its own, and whoever is barred from the
report is barred from the case; incident, complaint and offence are three states that never follow from one another (R4); what
was reported is shown as it was told and never changed; no case closes before the bias question is answered and the person is
told. Inside its organisation a case is open to all who work on cases, unless it is sealed or somebody is blocked from it:
decided in `access`, and by the database once more. A qualification is a version that stays, a second reading stands beside
the first, and nobody reads her own.
"""
