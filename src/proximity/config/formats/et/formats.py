"""Days and hours as Estonia's public offices write them. Names are Django's."""

DATE_FORMAT = "j. E Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = r"j. E Y \k\e\l\l H:i"
YEAR_MONTH_FORMAT = "E Y"
MONTH_DAY_FORMAT = "j. E"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = r"d.m.Y \k\e\l\l H:i"
FIRST_DAY_OF_WEEK = 1
