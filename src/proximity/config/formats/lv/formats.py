"""Days and hours as Latvia's public offices write them: the year first. Names are Django's."""

DATE_FORMAT = r"Y. \g\a\d\a j. E"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = r"Y. \g\a\d\a j. E, H:i"
YEAR_MONTH_FORMAT = r"Y. \g\a\d\a E"
MONTH_DAY_FORMAT = "j. E"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y, H:i"
FIRST_DAY_OF_WEEK = 1
