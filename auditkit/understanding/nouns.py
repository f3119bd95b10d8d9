"""What a number counts: the noun that goes with it, in Kazakh and Russian, and what kind of thing that noun names.

Kazakh is agglutinative and puts the head of a noun phrase last (`7 қойылымның 48 фотосы`: 48 photos); Russian puts it first
(`48 фотографий спектаклей`).  The stems are data (lexicon/measures).
"""
import re
from dataclasses import dataclass
from functools import lru_cache

from auditkit.lexicon import either, load
from auditkit.wording import stem


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun found in a folded text from `start` to `end`.  `measure`: a key of the lexicon "measures", or "~" and a stem
    where the lexicon does not know it; `group`: which measures may be compared with it; `crowd`: it names people who merely
    take part."""

    measure: str
    group: str
    crowd: bool
    start: int
    end: int


@lru_cache(maxsize=1)
def _index() -> tuple[re.Pattern, dict[str, tuple[str, str, bool, str, bool]]]:
    table: dict[str, tuple[str, str, bool, str, bool]] = {}
    for measure, entry in load("measures").items():
        for lang in ("kk", "ru"):
            for word in entry[lang]:
                langs = lang if word not in table else table[word][3] + lang
                first = table.get(word, (measure, entry["group"], entry.get("crowd", False), lang, entry.get("compound", False)))
                table[word] = (*first[:3], langs, first[4])
    ordered = sorted(table, key=len, reverse=True)
    inner = "|".join(r"\w*\s+".join(map(re.escape, word.split())) for word in ordered)
    return re.compile(rf"\b(?P<stem>{inner})(?P<rest>\w*)"), table


#: Endings that make an adjective out of a Kazakh noun (аудан → аудандық): the noun is then no head.
ADJECTIVE = re.compile(r"^(?:(?:н?дық|н?дік|тық|тік|лық|лік)(?:$|ты|ті|тар|тер)|аралық|(?:лі|лы|шы|ші|сіз|сыз)$)")
KAZAKH_ADJECTIVE = ("лік", "лық", "дік", "дық", "тік", "тық")  # of a stem that Russian has too: волонтер → волонтерлік сағат
#: What may follow a short stem (of up to four letters): inflection and nothing else, or «кеш» would match «кешен».
KAZAKH_ENDING = re.compile(r"^(?:лар|лер|дар|дер|тар|тер)?(?:ымыз|іміз|сы|сі|ы|і)?(?:ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|на|не|а|е|ны|ні|ды|ді|ты|ті|н|"
                           r"нда|нде|да|де|та|те|дан|ден|тан|тен|нан|нен|мен|бен|пен)?(?:ғы|гі)?$")
RUSSIAN_ENDING = re.compile(r"^(?:а|у|ы|и|е|о|я|ю|ь|й|ов|ев|ей|ий|ам|ям|ами|ями|ах|ях|ом|ем|ою|ью|ой|ия|ии|ию|ией|еньк\w*|ок|ек|ец|ца|цев|ка|ки|кам|ками|ках|ку|ень|ня|ней|"
                            r"нь|ня|ни|лей|ьи|ьям|ьям|ью|ьями|ьях|ьей|ный|ных|ного|ская|ские|ских)?$")
SHORT_STEM = 4
#: Words after a noun that turn it into a mere qualifier of the noun that follows them (кеңес беру журналы).
QUALIFIES = ("беру", "өткізу", "жүргізу", "тіркеу", "бойынша", "туралы")
#: The ending that a dash ties to a number («148-і»); a preposition after a dash is none («260 – в ходе …»).
SUFFIX = re.compile(r"[\s)]*(?:-\s?(?!(?:в|во|на|из|по|от|для|при|за|с|со|у|к|о|об)\s)(?:[^\W\d_]{1,4})\b)?\s*")
#: «6 в районе», «15 из других сел»: what follows a preposition is where or whence, not what is counted.
PREPOSITION = re.compile(r"(?:в|во|на|из|по|от|для|при|за|среди)\s")
#: «22 получили сертификаты»: what follows a Russian verb in the past is its object, not what is counted.
PAST = re.compile(r"(?:не\s)?(?!(?:\w*(?:тели|били|дели|нели|медали|детали)|цели|роли|или|были|недели)\b)[^\W\d_]{2,}(?:или|али|яли|ели|ули|шли|лись|лось|лась|лся)\s")
#: «остальные 139 примут участие в следующем году»: what stands behind a verb and a preposition is not counted.
WITHIN = re.compile(r"\s(?:в|во|на|из|по|от|для|при|за|среди)\s(?![^.;,]*[әғқңөұүһі])")
STOP = re.compile(r"[.;:!?()«»\"\n]|\d|,")
LOOK_AHEAD = 64
#: Verbs and joining words after which the noun of a number is not looked for any more.
VERBS = ("қатыс", "өтті", "құра", "жүргіз", "ұйымдастыр", "өткіз", "болды", "жасал", "жариялан", "дайындал", "берілді", "таратыл",
         "приня", "прове", "состав", "организ", "был", "участвов", "охвач")


def all_nouns(folded: str, start: int = 0, end: int | None = None) -> list[Noun]:
    """Every noun of the lexicon in a stretch of a folded text."""
    pattern, table = _index()
    nouns = []
    for match in pattern.finditer(folded, start, len(folded) if end is None else end):
        key = re.sub(r"(?<=\S)\w*\s+", " ", match.group("stem")) if " " in match.group("stem") else match.group("stem")
        entry = table.get(key) or table.get(_phrase(match.group("stem"), table))
        if entry is None or " " not in match.group("stem") and not _may_follow(match.group("stem"), match.group("rest"), entry[3], entry[4]):
            continue
        nouns.append(Noun(entry[0], entry[1], entry[2], match.start(), match.end()))
    return nouns


@lru_cache(maxsize=4096)
def _may_follow(word: str, rest: str, langs: str, compound: bool) -> bool:
    """Whether `rest` may stand behind a stem: inflection, not the letters of another word.  `langs`: "kk", "ru" or both."""
    others = tuple(other for other in load("words")["other_words"]["words"] if not word.startswith(other))
    if (word + rest).startswith(others):
        return False
    if "ru" not in langs and ADJECTIVE.match(rest) or rest.startswith(KAZAKH_ADJECTIVE):
        return False
    if len(word) <= SHORT_STEM and not compound:
        return "kk" in langs and bool(KAZAKH_ENDING.match(rest)) or "ru" in langs and bool(RUSSIAN_ENDING.match(rest))
    return True


def _phrase(found: str, table: dict) -> str:
    words = found.split()
    return next((key for key in table if " " in key and len(key.split()) == len(words)
                 and all(word.startswith(part) for word, part in zip(words, key.split()))), "")


#: A Russian adjective made of a noun, with the word that it belongs to: «детских площадок», «семейных выезда».
QUALIFIED = re.compile(r"(?:[^\W\d_]+ск|семейн|молод[её]жн|школьн)(?:ий|ая|ое|ие|их|ого|ой|им|ими|ом|ую|ый|ые|ых|ым|ыми)\s+(?=[^\W\d_]{3})")
#: «Екі күндік тренинг», «72 сағаттық курс»: how long it lasted, and not how many there were.
DURATION = re.compile(r"(?:күндік|сағаттық|айлық|апталық|минуттық)\s|-?(?:дневн|часов|месячн|недельн)\w+\s")

#: «52 жағдайда өтініш жазылды», «3 көршісін көрмеге ертті»: a noun in a case right behind a number is what it counts, no other noun behind it.
OTHER_HEAD = re.compile(r"(?=[^\W\d_]*[әғқңөұүһі]|[^\W\d_]+\s[^.]*[әғқңөұүһі])[^\W\d_]{4,}(?:[дт][ае]|[дтн][ае]н|[ғгқк][ае]|с[ыі]н)\s")


#: A Kazakh word in the genitive right behind a number.
OWNER = re.compile(r"(?P<word>[^\W\d_]{3,}(?:ның|нің|дың|дің|тың|тің))\s")


def noun_after(folded: str, end: int) -> Noun | None:
    """The noun that a number ending at `end` counts, looked for behind it; None where no noun follows."""
    begin = SUFFIX.match(folded, end).end()
    if begin < len(folded) and folded[begin] == "(" or PREPOSITION.match(folded, begin) or PAST.match(folded, begin):
        return None
    stop = STOP.search(folded, begin, min(len(folded), begin + LOOK_AHEAD))
    limit = stop.start() if stop else min(len(folded), begin + LOOK_AHEAD)
    for verb in re.finditer(r"\w+", folded[begin:limit]):
        if verb.group().startswith(VERBS) and not all_nouns(folded, begin + verb.start(), begin + verb.end()):
            if verb.start() > 0:
                limit = begin + verb.start()
                break
            if not re.match(r"(?:өткіз|ұйымдастыр|жүргіз|дайындал|жасал|проведен|организ)", verb.group()):
                return None
    if aside := WITHIN.search(folded, begin, limit):
        limit = aside.start()
    nouns = all_nouns(folded, begin, limit)
    while nouns and (qualified := QUALIFIED.match(folded, nouns[0].start, limit)) is not None:  # «18 детских площадок»: no children
        begin = qualified.end()
        nouns = [noun for noun in nouns if noun.start >= begin]
    if not nouns or DURATION.match(folded, begin):
        return _unknown(folded, begin, limit)
    head = nouns[0]
    if (owner := OWNER.match(folded, begin, limit)) is not None and owner.end("word") <= head.start:
        return _unknown(folded, begin, limit)  # «12 ауланың белсенді тұрғындары»: yards are counted, not residents
    if OTHER_HEAD.match(folded, begin, head.start):
        return _unknown(folded, begin, limit)
    if len(re.findall(r"\w+", folded[begin:head.start])) > 4:
        return _unknown(folded, begin, limit)
    for following in nouns[1:]:
        between = folded[head.end:following.start].split()
        bare = _is_bare(folded, head) and _is_possessed(folded, following) and (head.measure != "person" or following.group == "people")
        if between and between[0] in QUALIFIES and len(between) <= 1 or not between and bare:
            head = following
        else:
            break
    return head


def _is_possessed(folded: str, noun: Noun) -> bool:
    """Whether a Kazakh noun has a possessive ending, as the head of a compound does («мектеп оқушысы»)."""
    return bool(re.search(r"(?:сы|сі|ы|і)(?:н|на|не|нан|нен|нда|нде|ның|нің|мен)?$", folded[noun.start:noun.end]))


def _is_bare(folded: str, noun: Noun) -> bool:
    """Whether a Kazakh noun stands without case and possessive ending, as the first part of a compound does."""
    word = folded[noun.start:noun.end]
    return bool(re.search(r"[ӘәҒғҚқҢңӨөҰұҮүҺһІі]", folded)) and not re.search(
        r"(?:ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|на|не|да|де|та|те|нда|нде|дан|ден|тан|тен|нан|нен|сы|сі|ы|і|мен|бен|пен)$", word) \
        or word in ("этнос", "ұлт")


def _unknown(folded: str, begin: int, limit: int) -> Noun | None:
    for word in re.finditer(r"[^\W\d_][\w-]*", folded[begin:limit]):
        if len(word.group()) > 2 and not word.group().startswith(VERBS):
            return Noun("~" + stem(word.group()), "~" + stem(word.group()), False, begin + word.start(), begin + word.end())
        if word.start() > 0:
            break
    return None


NUMBER_OF = re.compile(r"(?P<what>[^.;:()\d]{3,80}?)\s+(?:жалпы\s+)?саны(?:н|на)?\s*(?:[-:]|барлығы|жалпы|шамамен)?\s*$|(?:количество|число|кол-во)\s+(?P<ru>[^.;:()\d]{3,60}?)\s*(?:[-:]|составил\w*|составля\w*|достиг\w*|всего)?\s*$")
THOSE_BEFORE = re.compile(rf"\b{either('contexts', 'those_before')}$")
DASHED = re.compile(r"(?P<what>[^.;:()\d,]{3,60}?)\s*[-:]\s*$")

#: «бірінші көрмеде – 31», «во второй смене – 28»: at which of several, not what.
ONE_OF_ROW = re.compile(r"\b(?:бірінші|екінші|үшінші|төртінші|бесінші|алтыншы|\d-ш[іы]"
                        r"|на (?:перв|втор|трет|четв[её]рт|пят)\w+|во?\s(?:перв|втор|трет|четв[её]рт|пят)\w+)\s[^\W\d_]*(?:[дт][ае]|е|ой|ом)$")
#: «Мальчиков 231, девочек 117», «ерлер 50, әйелдер 60»: a sex at the beginning of a clause, its number right behind it.
BARE = re.compile(r"(?:^|[.;,:(]\s|\s(?:и|а|және|мен|пен|ал|из них|ішінде)\s)(?P<what>[^\W\d_]+(?:\s(?:адам|бала)[^\W\d_]*)?)\s$")
SEXES = ("man", "woman")


#: «психологтан – 142», «ауылдан – 45»: from whom or where, and not what is counted.
FROM = re.compile(r"[дтн][ае]н$")


def noun_before(folded: str, start: int) -> Noun | None:
    """The noun that a number beginning at `start` counts, looked for before it: «қатысушылар саны - 352», «семинарлар - 50»."""
    left = folded[max(0, start - 100):start]
    offset = max(0, start - 100)
    found = NUMBER_OF.search(left)
    if found:
        group = "what" if found.group("what") is not None else "ru"
        if group == "what" and THOSE_BEFORE.search(found.group("what")):
            return None  # «жоба соңында олардың саны 434»: of those named before
        nouns = _no_dates(folded, all_nouns(folded, offset + found.start(group), offset + found.end(group)))
        if nouns:
            return nouns[-1] if group == "what" else nouns[0]
    found = DASHED.search(left)
    if found:
        nouns = _no_dates(folded, all_nouns(folded, offset + found.start("what"), offset + found.end("what")))
        if nouns and len(folded[nouns[-1].end:offset + found.end("what")].split()) <= 1 \
                and not FROM.search(folded[nouns[-1].start:nouns[-1].end]) and not ONE_OF_ROW.search(folded, offset, nouns[-1].end):
            return nouns[-1]
    found = BARE.search(left)
    if found:
        nouns = all_nouns(folded, offset + found.start("what"), offset + found.end("what"))
        if len(nouns) == 1 and nouns[0].measure in SEXES and nouns[0].end == offset + found.end("what"):
            return nouns[0]
    return None


def _no_dates(folded: str, nouns: list[Noun]) -> list[Noun]:
    """The nouns without the «year» of a date: in «2023 жылы – 300» it is when, not what."""
    return [noun for noun in nouns if noun.measure != "year" or not re.search(r"\d{4}[\s-]*$", folded[max(0, noun.start - 8):noun.start])]
