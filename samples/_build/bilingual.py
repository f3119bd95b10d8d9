"""A report in both languages in one file: first the Kazakh version, then the Russian one; its slips stand in one version only."""
from .content import Block, Cell, Heading, Items, Para, Report, Slip, Swap, Table, Text

KK = (
    ("h", "title", "«Ауыл кітапханасы – білім ордасы» жобасы туралы есеп"),
    ("p", "period", "Жобаны «Нұрлы бет» қоғамдық қоры 2025 жылғы 3 наурыздан 31 қазанға дейін іске асырды."),
    ("p", "head", "Жоба жетекшісі: Сейдахметова Әсел Қанатқызы"),
    ("p", "accounts", "Есепші: Тоқтаров Жанат Серікұлы"),
    ("h", "did", "Не істелді"),
    ("p", "open", "2025 жылғы 18 наурызда Көксай ауылының кітапханасында жобаның ашылуына 64 адам келді."),
    ("p", "clubs", "Сәуірден қыркүйекке дейін 7 ауылда оқу үйірмесі жұмыс істеп, 152 сабақ өтті, оларға 286 оқушы жазылды."),
    ("p", "leader", "Үйірмелерді Қасымов Дәурен Ерланұлы үйлестірді."),
    ("p", "books", "Кітапханаларға 1 340 кітап сатып алынды, оған 2 680 000 теңге жұмсалды."),
    ("p", "fair", "2025 жылғы 14 маусымда өткен кітап жәрмеңкесін 415 тұрғын тамашалады, 23 баспа қатысты."),
    ("p", "writers", "12 жазушымен кездесу ұйымдастырылып, оларға 538 тыңдаушы келді."),
    ("p", "table", "Ауылдар бойынша оқу үйірмелері:"),
    ("t", "villages", (("Ауыл", "Үйірмелер", "Оқушылар"), ("Көксай", "3", "74"), ("Талдыбұлақ", "2", "58"), ("Ақжар", "4", "96"), ("Сарыөзек", "2", "58"),
                       ("Барлығы", "11", "286"))),
    ("h", "result", "Нәтижелері"),
    ("i", "results", ("кітапханаларға тіркелген оқырман 1 870 адамға жетті;", "сауалнамада ата-аналардың 93,4%-ы үйірмелерге қанағаттанғанын айтты;",
                      "жергілікті газеттерде 17 мақала, әлеуметтік желілерде 46 пост жарияланды;")),
    ("p", "film", "Жоба туралы 2 бейнефильм түсірілді, оларды 9 450 адам көрді."),
    ("p", "close", "2025 жылғы 24 қазанда қорытынды кешке 120 адам қатысып, 15 оқушыға сыйлық берілді."),
    ("p", "next", "Келесі жылы тағы 5 ауылда үйірме ашу жоспарланып отыр."),
)
RU = (
    ("h", "title", "Отчёт о проекте «Сельская библиотека – очаг знаний»"),
    ("p", "period", "Проект осуществил общественный фонд «Нурлы бет» с 3 марта по 31 октября 2025 года."),
    ("p", "head", "Руководитель проекта: Сейдахметова Асель Канаткызы"),
    ("p", "accounts", "Бухгалтер: Токтаров Жанат Серикулы"),
    ("h", "did", "Что сделано"),
    ("p", "open", "18 марта 2025 года на открытие проекта в библиотеку села Коксай пришли 64 человека."),
    ("p", "clubs", "С апреля по сентябрь в 7 сёлах работали кружки чтения: прошло 152 занятия, на них записались 286 школьников."),
    ("p", "leader", "Работу кружков направлял Касымов Даурен Ерланулы."),
    ("p", "books", "Для библиотек куплено 1 340 книг, на это израсходовано 2 680 000 тенге."),
    ("p", "fair", "Книжную ярмарку 14 июня 2025 года посетили 415 жителей, участвовали 23 издательства."),
    ("p", "writers", "Организованы встречи с 12 писателями, на них пришли 538 слушателей."),
    ("p", "table", "Кружки чтения по сёлам:"),
    ("t", "villages", (("Село", "Кружки", "Школьники"), ("Коксай", "3", "74"), ("Талдыбулак", "2", "58"), ("Акжар", "4", "96"), ("Сарыозек", "2", "58"),
                       ("Всего", "11", "286"))),
    ("h", "result", "Результаты"),
    ("i", "results", ("число читателей, записанных в библиотеки, достигло 1 870 человек;", "в опросе 93,4% родителей сказали, что довольны кружками;",
                      "в местных газетах вышло 17 статей, в социальных сетях 46 постов;")),
    ("p", "film", "О проекте сняты 2 видеофильма, их посмотрели 9 450 человек."),
    ("p", "close", "24 октября 2025 года в заключительном вечере участвовали 120 человек, 15 школьников получили подарки."),
    ("p", "next", "В следующем году кружки планируется открыть ещё в 5 сёлах."),
)


def report() -> Report:
    """Both versions, the Kazakh one first; the keys of the Russian texts begin with «ru.»."""
    return Report("bilingual", "kk", (*_blocks(KK, "kk."), *_blocks(RU, "ru.")))


def _blocks(parts, prefix: str) -> list[Block]:
    blocks: list[Block] = []
    for form, key, said in parts:
        key = prefix + key
        if form == "h":
            blocks.append(Heading(Text(key, said), 1 if key.endswith(".title") else 2))
        elif form == "p":
            blocks.append(Para(Text(key, said)))
        elif form == "i":
            blocks.append(Items(tuple(Text(f"{key}.{number}", item) for number, item in enumerate(said, 1))))
        else:
            rows = tuple(tuple(Cell(Text(f"{key}.{row}.{column}", cell)) for column, cell in enumerate(cells, 1)) for row, cells in enumerate(said, 1))
            blocks.append(Table(key, rows, (7.0, 4.0, 4.0)))
    return blocks


def slips() -> tuple[Slip, ...]:
    """What one version says otherwise than the other."""
    return (
        Slip("B01", "text-text", "error", ("538", "583"), "The Kazakh version has 538 listeners, the Russian one 583.",
             (Swap("ru.writers", "538", "583"),), ("kk.writers",)),
        Slip("B02", "text-text", "error", ("9 450", "9 540"), "The films were seen by 9 540 people in the Kazakh version, by 9 450 in the Russian one.",
             (Swap("kk.film", "9 450", "9 540"),), ("ru.film",)),
        Slip("B03", "date", "error", ("14 маусым", "24 июня"), "The book fair was on 14 June in the Kazakh version, on 24 June in the Russian one.",
             (Swap("ru.fair", "14 июня", "24 июня"),), ("kk.fair",)),
        Slip("B04", "date", "error", ("24 қазан", "24 сентября"), "The closing evening was in October in the Kazakh version, in September in the Russian one.",
             (Swap("ru.close", "24 октября", "24 сентября"),), ("kk.close",)),
        Slip("B05", "identity", "info", ("Қасымов", "Касенов"), "The coordinator has another surname in the Russian version.",
             (Swap("ru.leader", "Касымов", "Касенов"),), ("kk.leader",)),
    )
