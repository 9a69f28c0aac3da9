"""The small words of each language: they say nothing of a matter, so they are not indexed, and they tell languages apart.

Folded as `tokens.fold` does. The lists are our own, and short on purpose: whatever else is too frequent at an office is found by
counting.
"""

from collections.abc import Mapping

from proximity.foundation.words.tokens import fold

_WRITTEN: Mapping[str, str] = {
    "bg": """а аз ако бе без беше би бих бъде бяха в вас ваш ви вие все всеки всички във вече във го да дали до докато дори е един една
        едно ето за заради защо защото и из или им имам има имаше искам към как като какво което който която които когато къде ли
        ме мен ми много може мой моя му на над най не него нея ни ние никой нито но нас някой няма няколко няма о обаче около от още
        пак по под после при преди през с са сам само се си след сме сте сам съм със така там тази те тези ти това той тогава този
        тук тя тях у ще че чрез щом я""",
    "en": """a about after again all also am an and any are as at be because been before being but by can could did do does doing down
        for from had has have having he her here hers him his how i if in into is it its just me more most my no nor not of off on
        once only or other our out over own she should so some such than that the their them then there these they this those
        through to too under until up us very was we were what when where which while who whom why will with would you your""",
    "es": """a al algo alguien ante antes aqui asi aun aunque cada como con contra cual cuando de del desde donde dos durante e el
        ella ellas ellos en entre era eran eres es esa esas ese eso esos esta estaba estaban estamos estan estar estas este esto
        estos estoy fue fueron fui ha habia habian han hasta hay he la las le les lo los mas me mi mis mientras mucho muy nada ni no
        nos nosotros o os otra otro para pero por porque pues que quien se sea ser si sido sin sobre son soy su sus tambien tan
        tanto te tenia tiene todo todos tu tus un una uno unos y ya yo""",
    "et": """aga all alla ei ega et enne ennast ise ikka ja ju juba jah kas keegi kelle kes kui kuid kuidas kus kust koos kogu ka
        kuna kuni ma me mees meie mida midagi mille millal milles minu minul mind minult mina mingi mis mul mulle mu mitte nad nagu
        need neid nende neile nii ning nuud oli olid olen oled on olla ole oma oleme olime olin pea pole peal parast poolt puhul sa
        see seda sees seal sellel selle siin siis sinu seks ta tema temast talle teda te teie teised teine uks umber vaid vaga voi
        valja veel uhe uks vastu""",
    "fi": """ei eika ehka eli en enaa ennen eivat emme et ette etta han hanen hanet hanelle hanta he heidan heille heita ilman itse ja
        jo jos joka jota jonka jotka joten jolloin jossa kaikki kanssa kautta ken kenen koko koska kuin kuinka kun kuten kylla me
        mihin mika mikaan mina minua minut minulle minun minulla minusta mita missa mista miten muita mutta mukaan myos myös ne
        niiden niin niita nyt noin nuo ole olen oleva oli olimme olin olisi olivat ollut olla on ovat paitsi se sen siella siina
        sielta siita siis silla sitten sita taas tai te tuo tuon tama taman tassa tasta tata vaan vain vaikka vasta vai viela
        voi voin yli""",
    "it": """a ad ai al alla alle allo anche ancora avevo aveva avevano c che chi ci come con contro cosa cui da dal dalla dalle dagli
        dai de degli dei del dell della delle dello di dopo dove e ed era erano ero essere fa fra gli ha hanno ho i il in io l la le
        lei li lo loro lui ma me mentre mi mia mie mio molto ne negli nei nel nella nelle nessuno noi non nostro o ogni per perche
        piu poi pero prima quando quella quelle quelli quello questa queste questi questo qui se sei senza si sia siamo solo sono
        sopra sta stato stata su sua sue sugli sui sul sulla suo tra ti tu tutta tutti tutto un una uno vi voi""",
    "lv": """ar arī ari ap bet bez bija biju bus busu caur cik dažas daudz del es esam esat esmu gan gar ieks ir iz ja jau jo jus jusu
        ka kad kada kadi kads kam kas kapec katrs ko kopa kur kura kuri kuru kurs lai lidz loti man mana mani mans manu mes
        mums musu mus ne nav nebija neka neviens no nu pa par pats pec pie pirms pret sev sava savu savi sis so sim sie si sa sai
        starp tad tas ta tam tai taja tacu te tie tik tikai to tos tomer tos tu un uz vai vairs vel vien viena viens vins vina vini
        vinam vinu vinus virs zem""",
    "pt": """a ao aos agora ai ainda algo alguem ali ante antes ate cada com como contra da das de dela dele deles depois desde do dos
        e ela elas ele eles em entre era eram essa essas esse esses esta estava estavam estao estar este estes estou eu foi foram
        fui ha isso isto ja la lhe lhes mais mas me mesmo meu meus minha minhas muito na nada nao nas nem ninguem no nos nossa nosso
        num numa o os ou outra outro para pela pelas pelo pelos por porque pois quando que quem se sem ser seu seus so sobre sou sua
        suas tambem tao te tem tenho ter tinha tinham toda todos tudo um uma uns voce voces""",
    "uk": """або але без був була були було бути в вам вас ваш вже ви вона вони воно все всі від він для до його з за зі і із й
        коли крім куди її їх ми мене мені мій мною моя моє моєї моїй на над нам нас наш не немає ні ній ним них ніхто ну о об один
        па під після по при про проти раз свій своє своєї себе собі та так там такий також те ти тим тих то того тоді той тому
        треба тут тільки у хто це цей ця чи через чому що щоб як яка який які якщо є""",
    "ar": """في من على إلى عن مع هذا هذه ذلك تلك التي الذي الذين هو هي هم نحن أنا أنت كان كانت كانوا لم لن لا ما قد كل بعد قبل عند
        ثم أو أن إن لكن حتى إذا كما بين هناك هنا لي له لها لهم بي به بها وقد وهو وهي""",
}

STOPS: Mapping[str, frozenset[str]] = {
    language: frozenset(fold(word) for word in words.split()) for language, words in _WRITTEN.items()
}
"""The small words of each language, folded."""
ALL_STOPS: frozenset[str] = frozenset().union(*STOPS.values())
"""Those of all languages."""
