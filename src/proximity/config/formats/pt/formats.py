"""Days and hours as Portugal's public offices write them: months in small letters. Names are Django's."""

DATE_FORMAT = r"j \d\e E \d\e Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = r"j \d\e E \d\e Y, H:i"
YEAR_MONTH_FORMAT = r"E \d\e Y"
MONTH_DAY_FORMAT = r"j \d\e E"
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y, H:i"
FIRST_DAY_OF_WEEK = 1
