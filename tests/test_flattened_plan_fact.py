"""The plan/fact table recovered from text: tables are invented, flattened as a converter does it, and read back."""
import re
from dataclasses import dataclass, field
from itertools import zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.model import Block, Passage, Place
from auditkit.understanding.flattened import recover_tables

HEADINGS = {
    "kk": ["Міндеті", "Міндет аясындағы шаралар", "Өткізу күні", "Өткізу орны", "Қатысушылар саны",
           "Қысқа мерзімде қол жеткізілген нәтижелер (іс-шараларға)", "Сандық және сапалық көрсеткіштер"],
    "ru": ["Задача", "Мероприятия в рамках задачи", "Дата проведения", "Место проведения", "Количество участников",
           "Достигнутые краткосрочные результаты (по мероприятиям)", "Количественные и качественные показатели"],
}
WORDS = {
    "kk": "жобаға қатысушы ауыл мектеп оқушылары үшін дөңгелек үстел дәріс өнер кітап оқу күні ұйымдастыру бағбандық туралы "
          "сауаттылық еріктілер тәжірибе алмасу көкөніс өсіру шеберлік сыныбы кеңес беру ата-аналар денсаулық".split(),
    "ru": "участники проекта сельские школы круглый стол лекция книга чтение организация садоводство грамотность волонтеры "
          "обмен опытом выращивание овощей мастер-класс консультация родители здоровье подростки поддержка".split(),
}
MONTHS = {"kk": ["мамыр-қыркүйек", "сәуір-маусым", "тамыз"], "ru": ["май-сентябрь", "апрель-июнь", "август"]}
PLACES = {"kk": ["Көкшетау қаласы", "Павлодар облысы, Ертіс ауданы"], "ru": ["город Кокшетау", "Павлодарская область, Иртышский район"]}
LABELS = {"kk": ["Қамту", "Бағдарлама", "Фото есеп", "Қанағаттану деңгейі", "Бейнежазба", "Жарияланымдар саны"],
          "ru": ["Охват", "Программа", "Фотоотчет", "Уровень удовлетворенности", "Видеозапись", "Количество публикаций"]}
UNITS = {"kk": ["{} адам", "{} бағдарлама", "{} дана әр ауылдан", "{}%", "{}", "{} жарияланым"],
         "ru": ["{} человек", "{} программ", "{} штук с каждого села", "{}%", "{}", "{} публикаций"]}
ANSWER = {"kk": "Іс-шараға {} адам қатысты.", "ru": "В мероприятии участвовали {} человек."}


@dataclass
class Row:
    """A row of the table: texts of the columns before the plan, and (label, plan, fact) of its indicators."""

    texts: list[str]
    indicators: list[tuple[str, str, str]]


@dataclass
class Layout:
    """How the converter saw the table: widths of the nine columns, lines of a page, blank lines between lines."""

    widths: list[int] = field(default_factory=lambda: [9, 16, 7, 12, 5, 25, 14, 18, 15])
    height: int = 40
    spacing: int = 1
    keeps_spaces: bool = True


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` characters; a space at the end of each but where a word was cut."""
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line + " ")
            line = ""
        while len(word) > width:
            lines.append(word[:width])
            word = word[width:]
        line = f"{line} {word}" if line else word
    return [*lines, line + " "] if line else lines


def flatten(headings: list[str], rows: list[Row], layout: Layout) -> str:
    """The table as a converter writes it: page by page, row by row, column by column, line by line."""
    out: list[str] = []
    for heading, width in zip(headings, layout.widths):
        out += wrap(heading, width)
    out.append("план факт " if headings[0].isascii() or headings[0] == "Задача" else "жоспар факт ")
    room = layout.height
    for row in rows:
        columns = [wrap(text, width) for text, width in zip(row.texts, layout.widths)] + [[], [], []]
        for triple in row.indicators:
            cells = [wrap(text, width) for text, width in zip(triple, layout.widths[6:])]
            for cell in zip_longest(*cells, fillvalue=""):
                for column, line in zip(columns[6:], cell):
                    column.append(line)
            for column in columns[6:]:
                column += ["", ""]
        position = 0
        while position < max(map(len, columns)):
            for column in columns:
                page = column[position:position + room]
                while page and not page[-1]:
                    page.pop()
                out += page
            position += room
            room = layout.height
        room = max(3, room - max(map(len, columns)) % layout.height)
    text = "\n".join(line + "\n" * layout.spacing for line in out)
    return text if layout.keeps_spaces else re.sub(r" +$", "", text, flags=re.MULTILINE)


def blocks_of(text: str) -> list[Block]:
    """The text as blocks of kind "line"."""
    return [Block("line", Passage(line, ((0, Place(line=number)),)))
            for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def digits(text: str) -> str:
    """The digits of a text and nothing else."""
    return re.sub(r"\D", "", text)
