"""Made-up incidents in eight languages, each told twice as two people would: for measuring how many pairs are found again.

Names stand in pairs as two offices would write them. Everything is invented.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Speech:
    """What is needed to tell incidents in one language."""

    names: tuple[tuple[str, str], ...]
    places: tuple[str, ...]
    told: tuple[tuple[str, str], ...]
    besides: tuple[str, ...]


EVERYWHERE = (
    ("Mohammed Alaoui", "Muhamed El Alaui"), ("Fatima Benali", "Fatma Ben Ali"), ("Yusuf Demir", "Youssef Demir"),
    ("Oleksandr Shevchenko", "Alexander Schewtschenko"), ("Khadija Rahmani", "Jadiya Rahmany"), ("Nguyen Thi Hoa", "Hoa Nguyen"),
    ("Samuel Okonkwo", "Samuel Okonkvo"), ("Aisha Mahmoud", "عائشة محمود"), ("Dmitri Kovalev", "Дмитрий Ковалев"),
    ("Georgi Dimitrov", "Георги Димитров"), ("Zeynep Yilmaz", "Zeinep Yılmaz"), ("Ibrahim Diallo", "Ibraima Dialo"),
    ("Priya Raghunathan", "Pria Ragunathan"), ("Ahmed Hassan", "أحمد حسن"),
)  # fmt: skip

SPEECHES = {
    "en": Speech(
        names=(("Jasmine Whitaker", "Jasmin Whittaker"), ("Daniel Rosenthal", "Danny Rosental")),
        places=(
            "Canal Road bus stop", "Hartley Street market", "Green Lane library",
            "Mill Row car park", "Station Bridge", "Oak Square",
        ),
        told=(
            ("Two men shouted slurs at my mother and tore the scarf from her head while we waited for the bus.",
             "I saw two men tear a scarf off a woman's head at the bus stop and shout slurs at her."),
            ("The neighbour smeared paint on our door and wrote that we should go back to where we came from.",
             "Somebody painted on the door next to mine that the family should go back where they came from."),
            ("A bouncer refused to let us into the club because of our skin, others went in without tickets.",
             "We were refused at the door of a club by the bouncer, white guests went in without tickets."),
            ("A boy threw stones at the windows of the synagogue during the evening prayer.",
             "During evening prayer stones were thrown through a synagogue window by a boy."),
        ),
        besides=("Nobody helped.", "The driver looked away.",
                 "My son cried all evening.", "There is a camera on the lamp post.",
                 "He had a dog with him.", "They laughed and ran off.", "It was already dark."),
    ),
    "es": Speech(
        names=(("María José Heredia", "Maria Jose Eredia"), ("Lucía Montoya Cortés", "Lucia Montolla")),
        places=(
            "parada de la calle Zurita", "mercado de San Telmo", "plaza del Olmo",
            "parque de la Encina", "estación de Arroyo Seco", "bar La Esquina",
        ),
        told=(
            ("Dos hombres insultaron a mi madre y le arrancaron el pañuelo de la cabeza mientras esperábamos el autobús.",
             "Vi cómo dos hombres arrancaban el pañuelo a una mujer en la parada del autobús y la insultaban."),
            ("El vecino pintó nuestra puerta y escribió que volviéramos a nuestro país.",
             "Alguien ha escrito con pintura en la puerta de al lado que la familia vuelva a su país."),
            ("El portero no nos dejó entrar en la discoteca por nuestro color de piel, otros pasaron sin entrada.",
             "En la puerta de la discoteca el portero nos rechazó por la piel; a otros los dejó pasar sin entrada."),
            ("Un chico lanzó piedras contra las ventanas de la mezquita durante la oración de la tarde.",
             "Durante la oración un chico tiró piedras a una ventana de la mezquita."),
        ),
        besides=("Nadie ayudó.", "El conductor miró a otro lado.",
                 "Mi hijo lloró toda la tarde.", "Hay una cámara en la farola.",
                 "Llevaba un perro.", "Se rieron y salieron corriendo.", "Ya era de noche."),
    ),
    "it": Speech(
        names=(("Giuseppina Esposito", "Giusepina Espósito"), ("Abdoulaye Ndiaye", "Abdulaie Ndiaie")),
        places=(
            "fermata di via Torricelli", "mercato di piazza Rossa", "giardini della Quercia",
            "stazione di Ponte Vecchio", "bar Aurora", "scuola Manzoni",
        ),
        told=(
            ("Due uomini hanno insultato mia madre e le hanno strappato il velo mentre aspettavamo l'autobus.",
             "Ho visto due uomini strappare il velo a una donna alla fermata dell'autobus e insultarla."),
            ("Il vicino ha imbrattato la nostra porta con la vernice e ha scritto di tornare al nostro paese.",
             "Qualcuno ha scritto con la vernice sulla porta accanto che la famiglia deve tornare al suo paese."),
            ("Il buttafuori non ci ha fatto entrare nel locale per il colore della pelle, altri entravano senza biglietto.",
             "Al locale il buttafuori ci ha respinti per la pelle, altri sono entrati senza biglietto."),
            ("Un ragazzo ha lanciato sassi contro le finestre della sinagoga durante la preghiera della sera.",
             "Durante la preghiera un ragazzo ha tirato sassi contro una finestra della sinagoga."),
        ),
        besides=("Nessuno ci ha aiutato.", "L'autista ha guardato altrove.",
                 "Mio figlio ha pianto tutta la sera.", "C'è una telecamera sul lampione.",
                 "Aveva un cane.", "Ridevano e sono scappati.", "Era già buio."),
    ),
    "pt": Speech(
        names=(("Conceição Tavares", "Conceicao Tavarez"), ("Amílcar Semedo", "Amilcar Cemedo")),
        places=(
            "paragem da rua do Carvalho", "mercado da Ribeira Nova", "jardim da Fonte",
            "estação do Moinho", "café Central", "escola do Pinhal",
        ),
        told=(
            ("Dois homens insultaram a minha mãe e arrancaram-lhe o lenço da cabeça enquanto esperávamos o autocarro.",
             "Vi dois homens arrancarem o lenço a uma mulher na paragem do autocarro e insultarem-na."),
            ("O vizinho pintou a nossa porta e escreveu que voltássemos para a nossa terra.",
             "Alguém escreveu com tinta na porta ao lado que a família voltasse para a sua terra."),
            ("O porteiro não nos deixou entrar na discoteca por causa da pele, outros entraram sem bilhete.",
             "À porta da discoteca o porteiro recusou-nos por causa da pele; outros entraram sem bilhete."),
            ("Um rapaz atirou pedras às janelas da mesquita durante a oração da tarde.",
             "Durante a oração um rapaz atirou pedras a uma janela da mesquita."),
        ),
        besides=("Ninguém ajudou.", "O motorista olhou para o lado.",
                 "O meu filho chorou toda a noite.", "Há uma câmara no poste.",
                 "Tinha um cão.", "Riram-se e fugiram.", "Já era noite."),
    ),
    "fi": Speech(
        names=(("Hodan Warsame", "Hoodan Varsame"), ("Kristiina Lindgren", "Christina Lindgrén")),
        places=("Koivutien bussipysäkki", "Hakatorin tori", "Tammipuisto", "Myllymäen asema", "kahvila Aalto", "Rantakoulu"),
        told=(
            ("Kaksi miestä huusi herjauksia äidilleni ja repi huivin hänen päästään, kun odotimme bussia.",
             "Näin kahden miehen repivän huivin naisen päästä bussipysäkillä ja huutavan herjauksia."),
            ("Naapuri sotki ovemme maalilla ja kirjoitti, että meidän pitää palata kotimaahamme.",
             "Joku oli kirjoittanut maalilla naapurin oveen, että perheen pitää palata kotimaahansa."),
            ("Portsari ei päästänyt meitä yökerhoon ihonvärin takia, muut pääsivät ilman lippua.",
             "Yökerhon ovella portsari käännytti meidät ihonvärin takia, muut pääsivät ilman lippua."),
            ("Poika heitti kiviä moskeijan ikkunoihin iltarukouksen aikana.",
             "Iltarukouksen aikana poika heitti kiven moskeijan ikkunaan."),
        ),
        besides=("Kukaan ei auttanut.", "Kuljettaja katsoi muualle.", "Poikani itki koko illan.", "Lyhtypylväässä on kamera.",
                 "Hänellä oli koira.", "He nauroivat ja juoksivat pois.", "Oli jo pimeää."),
    ),
    "et": Speech(
        names=(("Kristjan Põldmäe", "Kristian Poldmae"), ("Svetlana Orlova", "Светлана Орлова")),
        places=("Kase tänava bussipeatus", "Keskturg", "Tamme park", "Veski jaam", "kohvik Meri", "Ranna kool"),
        told=(
            ("Kaks meest sõimasid mu ema ja rebisid tal rätiku peast, kui me bussi ootasime.",
             "Nägin, kuidas kaks meest rebisid bussipeatuses naisel rätiku peast ja sõimasid teda."),
            ("Naaber määris meie ukse värviga ja kirjutas, et me läheksime tagasi oma kodumaale.",
             "Keegi oli kirjutanud värviga naabri uksele, et pere läheks tagasi oma kodumaale."),
            ("Turvamees ei lasknud meid nahavärvi pärast klubisse, teised pääsesid ilma piletita.",
             "Klubi uksel ei lasknud turvamees meid nahavärvi pärast sisse, teised pääsesid ilma piletita."),
            ("Poiss loopis õhtupalvuse ajal kividega sünagoogi aknaid.",
             "Õhtupalvuse ajal viskas poiss kivi sünagoogi aknasse."),
        ),
        besides=("Keegi ei aidanud.", "Juht vaatas kõrvale.", "Mu poeg nuttis terve õhtu.", "Laternaposti küljes on kaamera.",
                 "Tal oli koer kaasas.", "Nad naersid ja jooksid ära.", "Oli juba pime."),
    ),
    "lv": Speech(
        names=(("Jānis Bērziņš", "Janis Berzins"), ("Ludmila Sokolova", "Людмила Соколова")),
        places=("Bērzu ielas pietura", "Vecais tirgus", "Ozolu parks", "Dzirnavu stacija", "kafejnīca Jūra", "Liepu skola"),
        told=(
            ("Divi vīrieši lamāja manu māti un norāva viņai lakatu no galvas, kamēr gaidījām autobusu.",
             "Redzēju, kā divi vīrieši pieturā norāva sievietei lakatu no galvas un lamāja viņu."),
            ("Kaimiņš nosmērēja mūsu durvis ar krāsu un uzrakstīja, lai braucam atpakaļ uz savu zemi.",
             "Kāds ar krāsu uzrakstījis uz kaimiņu durvīm, lai ģimene brauc atpakaļ uz savu zemi."),
            ("Apsargs mūs nelaida klubā ādas krāsas dēļ, citi iegāja bez biļetes.",
             "Pie kluba durvīm apsargs mūs nelaida ādas krāsas dēļ, citi tika iekšā bez biļetes."),
            ("Zēns meta akmeņus sinagogas logos vakara lūgšanas laikā.",
             "Vakara lūgšanas laikā zēns iemeta akmeni sinagogas logā."),
        ),
        besides=("Neviens nepalīdzēja.", "Vadītājs skatījās prom.", "Mans dēls raudāja visu vakaru.", "Uz staba ir kamera.",
                 "Viņam bija suns.", "Viņi smējās un aizskrēja.", "Bija jau tumšs."),
    ),
    "bg": Speech(
        names=(("Айше Мехмедова", "Aishe Mehmedova"), ("Стоян Христов", "Stoyan Hristov")),
        places=("спирка на улица Бреза", "Женския пазар", "парк Дъбрава", "гара Мелница", "кафене Море", "училище Липа"),
        told=(
            ("Двама мъже обиждаха майка ми и дръпнаха забрадката ѝ, докато чакахме автобуса.",
             "Видях как двама мъже дръпнаха забрадката на жена на спирката на автобуса и я обиждаха."),
            ("Съседът нацапа вратата ни с боя и написа да се върнем в нашата страна.",
             "Някой е написал с боя на съседната врата семейството да се върне в своята страна."),
            ("Охраната не ни пусна в клуба заради цвета на кожата, други влизаха без билет.",
             "На вратата на клуба охраната ни отказа заради цвета на кожата, а други влязоха без билет."),
            ("Момче хвърляше камъни по прозорците на джамията по време на вечерната молитва.",
             "По време на вечерната молитва момче хвърли камък по прозорец на джамията."),
        ),
        besides=("Никой не помогна.", "Шофьорът гледаше настрани.", "Синът ми плака цяла вечер.", "На стълба има камера.",
                 "Имаше куче със себе си.", "Смееха се и избягаха.", "Вече беше тъмно."),
    ),
}  # fmt: skip
