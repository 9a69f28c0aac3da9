"""What every area stands on: pure helpers, the database launcher, sealing, the wall, jobs, privacy labels and the look.

Nothing here knows what a report or a case is. Every area may import it; it imports no area.
"""
