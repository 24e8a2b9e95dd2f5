"""What stands beside an expression of time -> whether it is a date, an hour of a day, or what comes back.

«2000» before «personnes», «25 ans» after «âgé de», «Mars» in «Champ de Mars» are no dates. The words that tell are
lists of rules/dates.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.values.folding import fold
from communique.values.lexemes import OPAQUE
from communique.values.moments import (
    Clock,
    DayAlone,
    Every,
    Fixed,
    Hours,
    Length,
    Modified,
    Moment,
    Open,
    Point,
    Range,
    Relative,
    Stamp,
)
from communique.values.tenses import REACH, Tenses

CIVIL = frozenset({"m", "mm", "mme", "mmes", "mlle", "mr", "dr", "me", "monsieur", "madame", "maitre"})
# Who does something: «la conductrice de 34 ans». In the singular: «moteur», «secteur» are left to the list of things.
_PERSON = re.compile(r"\w{3,}(?:eur|euse|trice|ien|ienne|iste|iere|aire|ois|oise|ais|aise)$")
FIRST_SURE_YEAR, LAST_SURE_YEAR = 1600, 2100  # outside these a bare number of four figures is a year only after «en»…


class Neighbours(Tenses):
    """The lexemes of a text, and what is beside each."""

    # --- Is it a date?

    def admitted(self, i: int) -> Moment | None:
        """The moment of lexeme i, if its neighbours let it be one."""
        moment = self._items[i].values.get("moment")
        if isinstance(moment, Clock | Hours):
            return self._clock(i, moment)
        if not isinstance(moment, Moment):
            return None
        match moment:
            case Point(year=int(y), month=None, day=None, part=None, feast=""):
                if fold(self._raw(i)) in ("mil", "mille"):  # a grain, a number; «l'an mil» says «an»
                    return None
                raw = self._raw(i)
                if len(raw) == 4:
                    return moment if self._year(i, y) else None
                return moment if (any(map(str.isdigit, raw)) and len(raw) > 2) or not self._counted(i) else None
            case Range(
                Point(year=int(), month=None, part=None, day=None), Point(year=int(), month=None, part=None, day=None)
            ):
                return moment if not self._counted(i) else None
            case Fixed(_, "INTERVAL"):
                return moment if not self._counted(i) and not self._numbered(i) else None
            case Fixed(value, "DURATION"):
                figures = self._raw(i)[:1].isdigit() and not self._in(i - 1, "introduit-une-durée")
                if value.endswith("Y") and figures and re.match(r"\d+\s?[-–/]", self._raw(i)):  # «10-12 ans»
                    return None
                return moment if not self._age(i, value[-1]) else None
            case Point(feast=str(feast), year=None, shift=None) | Open(
                Point(feast=str(feast), year=None, shift=None)
            ) if feast:
                return moment if self._feast(i) else None
            case Point(year=None, part=int(season), shift=None) if season < 33 and self._figurative(i):
                return None
            case Point(weekday=int(), day=None, month=None, shift=None) if self._indefinite(i):
                return None
            case Every() if self._raw(i)[:1].isupper() and self._word(i - 1) == "-" and self._touches(i - 1):
                return None  # «la fanfare des Beaux-Lundis»
            case DayAlone() if any(self._in(k, "numéros-d-appel") for k in range(i - 6, i)):
                return None  # «composez le 15»
            case Relative("D", n) if self._items[i].word == "" and self._vague(i, n):
                return None
            case Point(year=None, month=int(), day=None, shift=None, years=None):
                return moment if self._month(i) else None
            case Modified(Point(year=None, month=int(), day=None, shift=None, years=None), "APPROX"):
                return moment if self._month(i) else None
            case Length() | Modified(Length(), _):
                length = moment.moment if isinstance(moment, Modified) else moment
                return moment if isinstance(length, Length) and self._duration(i, length) else None
        return moment

    def _counted(self, i: int) -> bool:
        """Whether a number of things follows: «2000 entreprises», «1500 €»."""
        after = self._word(i + 1)
        if self._in(i + 1, "mesures") or after in ("€", "%", "$", "£", "°", "‰", "²"):
            return True
        if self._kinds(i + 1) != frozenset({"MOT"}) or self._in(i - 1, "introduit-une-date"):
            return False
        return (
            after[-1:] in ("s", "x")
            and not self._in(i + 1, "mots-en-s")
            and self._text[self._items[i].end :][:1] != "\n"
        )

    def _numbered(self, i: int) -> bool:
        """Whether it is part of a reference: «article 2019», «page 2020»."""
        if self._word(i - 1) == "." and self._in(i - 2, "numérote"):
            return True
        return self._in(i - 1, "numérote") or (
            self._touches(i - 1) and self._word(i - 1) in ("-", "–", ":", "/", "#", "_", "$", "€", "'", "’")
        )

    def _year(self, i: int, year: int) -> bool:
        if "NOM" in self._kinds(i - 1) and self._in(i - 1, "noms-avec-année"):
            return False
        named = (self._in(k, "noms-longs-avec-année") for k in range(i - 4, i - 1) if "NOM" in self._kinds(k))
        if self._word(i - 1) not in ("de", "en") and any(named):
            return False  # «la Coupe du monde 2023»
        if self._in(i - 1, "introduit-une-date") and not self._name(i - 1):
            return not self._in(i + 1, "mesures") and self._word(i + 1) not in ("€", "%", "$")
        if not FIRST_SURE_YEAR <= year <= LAST_SURE_YEAR:
            return False
        if self._counted(i) or self._numbered(i):
            return False
        if self._touches(i) and self._word(i + 1) in ("-", "/", "_") and not self._kinds(i + 2) & {"PARA"}:
            return False
        if "NOM" not in self._kinds(i - 1) or self._in(i - 1, "têtes-d-année"):
            return True
        return self._raw(i - 1).isupper()

    def _month(self, i: int) -> bool:
        raw = self._raw(i)
        if self._word(i - 1) in CIVIL or (self._word(i - 1) == "." and self._word(i - 2) in CIVIL):
            return False
        if self._in(i - 1, "avant-un-mois") or raw.lower().startswith("mois"):
            return True
        if self._word(i - 1) in ("planete", "champ", "champs", "avenue", "place", "rue", "dieu") or self._name(i + 1):
            return False
        if self._word(i - 1) in ("de", "d'") and self._word(i - 2) in ("champ", "champs"):
            return False
        if raw[:1].isupper():
            return self._first(i) and (bool(self._kinds(i + 1) & {"FIN"}) or self._in(i + 1, "verbes-d-un-mois"))
        return True

    def _duration(self, i: int, length: Length) -> bool:
        amount, unit = length.parts[0]
        alone = "PARA" in self._kinds(i - 1) and "PARA" in self._kinds(i + 1)
        if alone:
            return True
        if self._named_length(i):
            return False
        if len(length.parts) == 1 and unit in "DE" and amount == 1 and not length.since:
            return self._in(i - 1, "introduit-une-durée")
        if unit != "Y" and amount > (MOST_HOURS if unit == "h" else 1000):
            return False
        if unit not in "YM":
            return True
        return not self._age(i, unit)

    def _named_length(self, i: int) -> bool:
        """Whether it is the name of an event: «les 24 Heures du Mans», «les 6 Jours de Paris»."""
        words = self._raw(i).split()
        if len(words) < 2 or not words[0].isdigit() or not words[-1].istitle():
            return False
        return self._word(i - 1) in ("les", "des", "aux", "le", "du", "au", "«", '"', "“")

    def _age(self, i: int, unit: str) -> bool:
        """Whether a number of years, or months, is how old someone is."""
        before, before2 = self._word(i - 1), self._word(i - 2)
        near = [self._word(k) for k in range(i - 4, i)]
        if any(w in self._words("âgé") for w in near):
            return True
        after = self._word(i + 1)
        if (after in ("et", "ou") and self._word(i + 2) in ("plus", "moins")) or after in self._words("âge"):
            return True
        if before in ("de", "d'") and (self._in(i - 2, "personnes") or self._given(i - 2)):
            return True
        if before in self._words("plus-ou-moins"):
            of_someone = before2 in ("de", "d'") and (self._given(i - 3) or bool(_PERSON.match(self._word(i - 3))))
            k = i - 5 if self._word(i - 4) in ("de", "d'") else i - 3  # «des artisans d'art de moins de 30 ans»
            many = self._word(k)[-1:] in ("s", "x") and not self._in(k, "choses")
            of_many = before2 in ("de", "d'") and many and self._amount(i) >= GROWN - 5
            return self._in(i - 3, "personnes") or before2 in ("les", "des", "aux") or of_someone or of_many
        if before == "/" or (before == "de" and before2 in ("-", "–", "+")):  # «12/15 ans», «- de 18 ans»
            return True
        if before in self._words("avoir") or (before == "a" and self._raw(i - 1) == "a"):
            return after not in ("de", "d'")  # «deux ans d'avance», «vingt ans de métier»
        if unit != "Y":
            return False
        if before in ("de", "d'") and _PERSON.match(before2):
            return True
        if before in ("a", "à", "des", "les", "ses", "nos", "leurs", "mes", "vos", "aux", "dès", "son"):
            return after not in ("d'", "de") or before != "a"
        if before == "de" and before2 == "partir":
            return after not in ("d'", "de")  # «à partir de deux ans de pratique»
        if before == "jusqu'" or (before == "a" and before2 == "jusqu'"):
            return after not in ("d'", "de")
        if before not in (",", "(") or not self._kinds(i + 1) & {"FIN"}:
            return False
        if before == "(" and after in (")", ",") and not self._in(i - 2, "dure-des-années"):
            return self._amount(i) >= GROWN  # «l'ailier gauche (27 ans, 1 m 84)», but «un bail (18 ans)»
        if self._given(self._head(i - 2)):
            return True
        comma = next((k for k in range(i - 2, i - 5, -1) if self._word(k) == ","), 0)  # «Sylvain, facteur, 34 ans»
        return bool(comma) and self._given(self._head(comma - 1)) and self._raw(comma - 1)[:1].isupper()

    def _amount(self, i: int) -> float:
        moment = self._items[i].values.get("moment")
        return moment.parts[0][0] if isinstance(moment, Length) else 0

    def _head(self, i: int) -> int:
        """The first part of a hyphenated name whose last part is lexeme i: «Jong» in «Jong-nam»."""
        for _ in range(3):
            if self._kinds(i - 1) >= {"TIRET"} and self._touches(i - 1) and self._touches(i - 2):
                i -= 2
        return i

    def _figurative(self, i: int) -> bool:
        """«le Printemps Haussmann», «le printemps arabe»."""
        capital = self._raw(i)[:1].isupper() and not self._raw(i).isupper() and not self._first(i)
        return capital or self._in(i + 1, "saisons-figurées")

    def _indefinite(self, i: int) -> bool:
        """«un dimanche de janvier» names no day, « Vendredi » is a book."""
        capital = self._raw(i)[:1].isupper() and not self._first(i)
        named = capital and self._word(i - 1) in ("du", "d'", "de") and self._given(i - 2)  # «le Journal du Dimanche»
        return named or self._word(i - 1) == "un" or (self._word(i - 1) in '«“"' and self._raw(i)[:1].isupper())

    def _feast(self, i: int) -> bool:
        """Whether the name of a feast without a year is meant as its day: not «marché de Noël», «Noël Martin»."""
        words = self._raw(i).split()
        if self._word(i + 1) in ("chinois", "lunaire"):
            return False
        if self._of_feast(i):
            return False
        if words[0].lower().startswith(("saint", "sainte")):  # «à Saint-Jean» is a place, «à la Saint-Jean» a day
            return self._word(i - 1) == "la" or self._kinds(i - 1) & self._kinds(i + 1) & {"PARA"} != frozenset()
        if len(words) > 1 or "-" in words[0]:
            return True
        if self._name(i + 1) or (words[0][:1].islower() and "l'" in self._word(i - 1)):
            return False
        return self._in(i - 1, "introduit-une-fête") or bool(self._kinds(i - 1) & self._kinds(i + 1) & {"PARA"})

    def _of_feast(self, i: int) -> bool:
        """Whether it only says of which feast something is: «les vacances de la Toussaint», «le sapin de Noël»."""
        k = i - 2 if self._word(i - 1) in ("la", "l'", "le") else i - 1
        if self._word(k) not in ("de", "d'", "du", "des"):
            return False
        return not self._in(k - 1, "introduit-de-une-fête")

    def _vague(self, i: int, n: int) -> bool:
        """«le monde de demain», «les villes d'hier et de demain» name no day."""
        if n == 0 or " " in self._raw(i):
            return False
        before, before2 = self._word(i - 1), self._word(i - 2)
        if self._in(i - 1, "fait-demain") or (self._raw(i)[:1].isupper() and not self._first(i)):
            return True
        for joint, other in ((i - 1, i - 2), (i + 1, i + 2)):  # «hier comme aujourd'hui», «aujourd'hui et demain»
            moment = self._items[other].values.get("moment") if 0 <= other < len(self._items) else None
            if " " in self._raw(other):  # «hier et ce matin»
                continue
            if self._word(joint) in ("et", "comme", "ou", "ni") and isinstance(moment, Relative) and moment.unit == "D":
                return True
        return (before == "de" and before2 not in ("partir", "compter")) or (
            before == "d'" and self._raw(i + 1).lower() in ("et", "à", ",")
        )

    def _clock(self, i: int, clock: Clock | Hours) -> Moment | None:
        """A clock time; a short one that something is done for is a duration («2h de route»)."""
        raw = self._raw(i)
        brief = isinstance(clock, Clock) and clock.hour <= BRIEF and bool(_BRIEF.fullmatch(raw))  # not «2h du matin»
        if brief and isinstance(clock, Clock) and clock.hour < BRIEF and self._set_apart(i):  # «un film (1h34)»
            return _length_of(clock)
        if brief and self._word(i - 1) in ("de", "d'") and "MOT" in self._kinds(i - 2):  # «un atelier de 2h»
            return _length_of(clock)
        if "h" in raw.lower() and self._word(i + 1) == "/" and self._in(i + 2, "unites"):  # «3h/semaine»
            return _length_of(clock)
        at = self._word(i - 1) in ("de", "le", "du", "vers", "des")
        if (
            isinstance(clock, Clock)
            and not at
            and clock.hour <= 12
            and self._word(i + 1) in ("de", "d'")
            and "h" in raw
        ):
            return _length_of(clock)
        return Stamp(None, clock)

    def _set_apart(self, i: int) -> bool:
        """Whether brackets or dashes hold it and nothing else."""
        around = self._word(i - 1) + self._word(i + 1)
        return around == "()" or (len(around) == 2 and set(around) <= {"–", "—"})

    def habitual(self, i: int) -> bool:
        """Whether days of the week are meant of every week: «le lundi», «mardi et jeudi de 14h à 17h»."""
        moment = self._items[i].values.get("moment")
        articled = self._word(i - 1) in ("le", "les")
        listed = self._word(i - 1) in ("du", ",", "et", "ou") or self._heads_list(i)
        if self._opening(i) or self._word(i - 1) in ("sauf", "hormis", "excepte"):  # «du mardi au samedi, sauf jeudi»
            return True
        if not isinstance(moment, Range) and not articled and not listed:
            return False
        if isinstance(moment, Stamp) and isinstance(moment.clock, Hours):
            return True
        if articled or self._habit_near(i):
            return True
        if not isinstance(moment, Range) or self._word(i - 1) != "du":
            return False
        tense = self.tense(i)  # «armera du vendredi au dimanche», but «se tiendra du vendredi au dimanche»
        return tense == 0 or (tense > 0 and not any(self._in(k, "a-lieu") for k in self._sentence(i, REACH // 2)))

    def _opening(self, i: int) -> bool:
        """Whether a line gives the day, a colon and hours: «lundi : 14 h - 18 h»."""
        if i + 2 >= len(self._items) or self._word(i + 1) != ":":
            return False
        days, hours = (self._items[k].values.get("moment") for k in (i, i + 2))
        of_week = isinstance(days, Point) and days.weekday and not days.day
        return bool(of_week) and isinstance(hours, Hours)

    def _heads_list(self, i: int) -> bool:
        """Whether another day of the week is joined to it: «mardi, mercredi et vendredi»."""
        after = self._items[i + 2].values.get("moment") if i + 2 < len(self._items) else None
        if isinstance(after, Stamp):
            after = after.day
        return self._word(i + 1) in (",", "et", "ou") and isinstance(after, Point) and bool(after.weekday)

    def every_week(self, i: int) -> bool:
        """Whether «le samedi» stands beside a word of opening: it does not go on with the day that was named above."""
        return self._word(i - 1) in ("le", "les") and self._habit_near(i)

    def _habit_near(self, i: int) -> bool:
        return any(
            self._in(k, "habitude")
            or isinstance(moment := self._items[k].values.get("moment"), Hours)
            or (isinstance(moment, Stamp) and isinstance(moment.clock, Hours))
            for k in self._sentence(i, REACH // 2)
        )

    def heads_line(self, i: int) -> bool:
        """Whether lexeme i opens its line and a colon, or a dash, follows: «2025 : début des travaux»."""
        opens = i <= 0 or "PARA" in self._kinds(i - 1) or "\n" in self._between(i - 1)
        return opens and self._word(i + 1) in (":", "–", "—", "-") and "\n" not in self._between(i)

    def _between(self, i: int) -> str:
        """The white space after lexeme i."""
        return self._text[self._items[i].end : self._items[i + 1].start] if i + 1 < len(self._items) else "\n"

    def at(self, i: int) -> bool:
        """Whether a preposition leads up to it in its sentence: «est parti à 14 h 40», not «14 h 40 : départ»."""
        return self._word(i - 1) in ("a", "depuis", "des", "vers") and not self._first(i - 1)

    def enclosed(self, i: int) -> bool:
        """Whether brackets hold it and nothing else."""
        return self._word(i - 1) == "(" and self._word(i + 1) == ")"

    def in_the_evening(self, i: int) -> bool:
        """Whether it says so: «samedi soir»."""
        return fold(self._raw(i)).endswith(("soir", "soiree", "nuit"))

    def _dialled(self, i: int) -> bool:
        """Whether lexeme i is a telephone number."""
        return self._kinds(i) == OPAQUE and sum(map(str.isdigit, self._raw(i))) >= NUMBER

    def likened(self, i: int) -> bool:
        """Whether lexeme i is but what something is like: «vendredi 29 mai, comme tous les vendredis, à 18 h»."""
        return self._word(i - 1) == "comme"

    def of_a_day(self, i: int) -> bool:
        """Whether the hour of lexeme i can be of a day named above: none of opening hours, nor of what comes back."""
        if any(self._dialled(k) for k in range(i - 4, i)):  # «04 65 71 22 31 (après 19 heures)»
            return False
        if self._word(i - 1) == "entre" and not self._first(i - 1):  # «l'arrosage entre 8 h et 20 h»
            return False
        return not any(
            self._in(k, "heures-d-ouverture")
            or isinstance(moment := self._items[k].values.get("moment"), Every)
            or (isinstance(moment, Range) and moment.of_weekdays)
            or self._opening(k)
            for k in self._sentence(i, REACH // 2, one_line=True)
        )

    def _sentence(self, i: int, reach: int, *, one_line: bool = False) -> Iterator[int]:
        """The lexemes of the sentence of lexeme i that lie within reach, the nearest first on either side."""
        for step in (-1, 1):
            for n in range(1, reach):
                k = i + step * n
                if not 0 <= k < len(self._items) or self._ends(k):
                    break
                if (
                    one_line
                    and "\n" in self._text[self._items[min(k, k - step)].end : self._items[max(k, k - step)].start]
                ):
                    break
                yield k


MOST_HOURS = 99_999  # of a training, of work that was saved
NUMBER = 8  # figures of a telephone number, at least
GROWN = 15  # years: «(27 ans)» after a noun is an age, «(6 ans)» may be how long a mandate is
BRIEF = 5  # hours: what is «de 2h» lasts so long; «de 14h» is when it is


_BRIEF = re.compile(r"\d\d?\s?h[\s\dmin]*", re.IGNORECASE)


def _length_of(clock: Clock | Hours) -> Moment | None:
    if not isinstance(clock, Clock):
        return None
    parts = [p for p in ((clock.hour, "h"), (clock.minute, "m")) if p[0]]
    return Length(tuple(parts)) if parts else None  # type: ignore[arg-type]
