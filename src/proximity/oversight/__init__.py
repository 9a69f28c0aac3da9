"""Oversight: what the auditor of a city does. She reads the log, takes it along as a table, and has it verified.

Stands above `audit`, which knows no people, and above `accounts`, which tells their names and who may ask. Has no tables of
its own. Every look into the log is itself logged.
"""
