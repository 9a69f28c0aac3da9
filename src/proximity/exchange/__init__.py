"""What people of cities exchange (P4, P5, R38-R44): practices and their reviews, who took them up, questions, alerts, visits.

May be called by `config`. Invariants: everything here travels as objects of `network`, so that no city stands in the middle;
no person's name, no case and no report is on them, and each free text is looked through for traces of a person before it leaves;
what a practice has reached is reckoned by each reader from the reviews that she sees, and never stored; what is hidden here stays
readable elsewhere, and the reason is kept.
"""
