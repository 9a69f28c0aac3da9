"""What the reasons and caveats of the text tool are called; the tool itself names them by id."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from proximity.assessment.identify.results import Caveat
from proximity.assessment.queries.labels import Words

REASON: Mapping[str, Words] = {
    "slur": _("This word is used to insult a group."),
    "symbol": _("This sign or gesture has a hostile meaning for a group."),
    "place": _("This place means something to a group."),
    "date": _("This day means something to a group, or to people hostile to it."),
    "group": _("These words name a group that spreads hate or violence."),
    "quote": _("Somebody is quoted here, and the words name a group or are hostile."),
    "dehumanise": _("A group is spoken of as if its people were not human."),
    "threaten": _("Harm to a group is threatened or wished."),
    "exclude": _("A group is told to go away or to be kept out."),
    "inferiorise": _("A group is spoken of as worth less, dangerous or bad."),
    "conspiracy": _("A group is said to control, replace or deceive others."),
    "command": _("Somebody is ordered about as one who does not belong here."),
    "contempt": _("Hate or disgust for a group is expressed."),
    "BI-01": _("The person says or seems to feel that it happened because of who they are."),
    "BI-02": _("A witness or another person sees a motive of bias."),
    "BI-03": _("An officer or call-taker sees a motive of bias."),
    "BI-10": _("Words against a group seem to have been spoken."),
    "BI-11": _("A gesture or noise may show contempt for a group."),
    "BI-12": _("Something was painted, drawn or left in writing at the place."),
    "BI-13": _("A letter, message, post or leaflet may carry hostile words."),
    "BI-14": _("An object may have been left or used as a sign."),
    "BI-20": _("The people involved seem to belong to different groups."),
    "BI-21": _("The person seems to be one of few of their group there."),
    "BI-22": _("There seems to be old hostility between groups."),
    "BI-23": _("The person could be recognised as one of a group, or did something for it."),
    "BI-24": _("The person is known for work or speech for a group."),
    "BI-25": _("The person was with, or is close to, people of a group."),
    "BI-26": _("The person may have been taken for one of a group."),
    "BI-30": _("Somebody involved may belong to a group that spreads hate."),
    "BI-31": _("Clothes, tattoos or flags may point to a group that spreads hate."),
    "BI-32": _("A group that spreads hate may be active in the area."),
    "BI-40": _("It happened at or near a place that means something to a group."),
    "BI-41": _("What was attacked, or where it happened before, means something to a group."),
    "BI-42": _("The day may mean something to a group."),
    "BI-43": _("Something had happened just before that may have set it off."),
    "BI-50": _("Others seem to have met the same."),
    "BI-51": _("It seems to have happened to the person before."),
    "BI-52": _("Somebody involved seems to have shown hate before."),
    "BI-60": _("It was done in a brutal, degrading or public way, by several, or filmed."),
    "BI-61": _("Something that means much to a group was damaged or torn away."),
    "BI-70": _("No other motive can be seen in these words."),
    "BI-80": _("These words may speak for another motive."),
}
CAVEAT: Mapping[str, Words] = {
    Caveat.NEGATED: _("It is denied here: “not”, “never”."),
    Caveat.QUOTED: _("Somebody else's words, quoted."),
    Caveat.DENOUNCED: _("The words are spoken against here, not agreed with."),
    Caveat.QUESTION: _("It is asked, not stated."),
    Caveat.IN_GROUP_USE: _("People of the group also say it of themselves."),
    Caveat.INNOCENT_READING: _("It can also be meant harmlessly."),
    Caveat.HOMONYM: _("The word also means something else."),
}
