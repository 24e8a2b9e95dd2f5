"""What stands at a token: a head noun, a function, a listed name, a quotation; and whether it can be a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from communique.values.found import Found
from communique.values.naming.lexicon import Head, Key, Label, Lexicon
from communique.values.naming.page import OPENING
from communique.values.tokens import DEFINITE, Token, key

MAX_QUOTED = 18  # words between guillemets that can be a name; titles of studies run longer than sentences do
_CODE = re.compile(r"[A-Z]{1,3}-?\d{4,}")  # a number of registration: W353015800
_AGAINST = ("anti-", "pro-", "ex-", "non-", "pre-", "post-")  # adjectives of a name: «anti-Vasseur»
_FUTURE = ("era", "eront", "ira", "iront", "aient", "ait")
_OFFICES = ("head of ", "chief ", "senior ", "managing ", "deputy ", "global head")  # English titles
MIN_READ = 5  # letters from which an acronym may be written as a word
MAX_GROUPING = 24  # tokens of the longest name of an intercommunal body
DOMAIN = re.compile(
    r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.(?:fr|com|org|net|eu|io|info|be|ch|ca|lu|bzh|paris)", re.IGNORECASE
)


def spot(ts: Sequence[Token], i: int, j: int, label: Label, by: str, weight: int) -> Found:
    return Found(ts[i].start, ts[j - 1].end, label, by, weight)


def stands(ts: Sequence[Token], i: int, k: Key) -> bool:
    """Whether the words `k` stand at token `i`."""
    return i + len(k) <= len(ts) and all(ts[i + n].key == k[n] for n in range(len(k)))


def head_at(ts: Sequence[Token], i: int, lex: Lexicon, *, any_case: bool = False) -> tuple[int, Head] | None:
    """The head noun at token `i` and the token after it; the longest that fits.

    With `any_case`, one that counts only with a capital counts without it, too.
    """
    return next(heads_at(ts, i, lex, any_case=any_case), None)


def _read(t: Token, lex: Lexicon) -> bool:
    """Whether an acronym is written as the word that it is read as: «la Dreal», «l'Urssaf»."""
    return t.capital and not t.lead and len(t.text) >= MIN_READ and t.key not in lex.given


def heads_at(ts: Sequence[Token], i: int, lex: Lexicon, *, any_case: bool = False) -> Iterator[tuple[int, Head]]:
    """All head nouns at token `i`, the longest first: «Centre de gestion», «Centre»."""
    by_second = lex.heads.get(ts[i].key)
    if by_second is None:
        return
    second = ts[i + 1].key if i + 1 < len(ts) else ""
    for k, head in (*by_second.get(second, ()), *by_second.get("", ())):
        if (len(k) < 3 or stands(ts, i, k)) and (len(k) < 2 or second):
            if head.capital and not ts[i].capital and not any_case:
                continue
            if head.shouted and not ts[i].shouted and not _read(ts[i], lex):
                continue
            yield i + len(k), head


def head_label(ts: Sequence[Token], i: int, lex: Lexicon, *, any_case: bool = False) -> Label | None:
    found = head_at(ts, i, lex, any_case=any_case)
    return found[1].label if found else None


def grouping_at(ts: Sequence[Token], i: int, lex: Lexicon) -> int:
    """End of the intercommunal body at `i`, as the gazetteer has it: «communauté de communes X, Y et Z»; else `i`."""
    opening = lex.grouping_heads.get(ts[i].key)
    if opening is None:
        return i
    words = list(opening)
    end = i
    for j in range(i + 1, min(i + MAX_GROUPING, len(ts))):
        t = ts[j]
        if not t.word and t.text not in {",", "-", "–", "/"}:
            break
        if t.word and t.key not in lex.small:
            words += t.key.split("-")
            if tuple(words) in lex.groupings:
                end = j + 1
    return end


def past_the_trade(ts: Sequence[Token], i: int, lex: Lexicon) -> int:
    """The name after what a body does: «société | de transport routier | Belvar»; `i` if there is no such thing."""
    if i + 2 >= len(ts) or ts[i].key not in {"de", "d'", "en"}:
        return i
    noun = ts[i + 1]
    if not noun.word or not noun.text[0].islower() or noun.key in lex.grammar.openers or noun.key in lex.finite:
        return i
    k = lex.grammar.adjectives(ts, i + 2)
    return k if k < len(ts) and (ts[k].capital or ts[k].text in OPENING) and not ts[k].lead else i


def announcer_at(ts: Sequence[Token], i: int, lex: Lexicon) -> tuple[int, Label] | None:
    """The token after the noun at `i` that announces a name, and the label of the name; the longest noun that fits."""
    return next(((i + len(k), label) for k, label in lex.announcers.get(ts[i].key, ()) if stands(ts, i, k)), None)


def finite(t: Token, lex: Lexicon) -> bool:
    """Whether the word is a verb that closes a name: of the lists, in the future, in the plural."""
    plural = t.key.endswith("ent") and not t.key.endswith("ment") and t.key not in lex.nouns_in_ent
    return t.key in lex.finite or t.key.endswith(_FUTURE) or plural


def function_at(ts: Sequence[Token], i: int, lex: Lexicon) -> int:
    """The token after the function word at `i` («directeur général», «CIO»); `i` if there is none."""
    for k in lex.functions.get(ts[i].key, ()):
        if i + len(k) <= len(ts) and all(ts[i + n].key == k[n] for n in range(1, len(k))):
            return i + len(k)
    return i


def desk_at(ts: Sequence[Token], i: int, lex: Lexicon) -> int:
    """The token after «Service presse», «Relations médias» at `i`; 0 if there is none."""
    for k in lex.desks.get(ts[i].key, ()):
        if stands(ts, i, k):
            return i + len(k)
    return 0


def listed(ts: Sequence[Token], i: int, lex: Lexicon, *, shouted: bool = False) -> tuple[int, Label] | None:
    """End and label of the longest listed name at token `i`, in its own case or, if `shouted`, in any."""
    names_ = lex.known.get(ts[i].key)
    if not names_:
        return None
    second = ts[i + 1].key if i + 1 < len(ts) else ""
    cased = 2 if ts[i].key in lex.articles else 1  # tokens whose case counts: «L'Équipe» is not «l'équipe»
    for written, label in (*names_.get(second, ()), *names_.get("", ())):
        j = i + len(written)
        if j <= len(ts) and all(
            ts[i + n].key == key(w) if shouted or n >= cased else _same(ts[i + n].text, w)
            for n, w in enumerate(written)
        ):
            return j, label
    return None


def _same(text: str, word: str) -> bool:
    if text == word:
        return True
    acronym = len(word) < MIN_READ and word.isupper()  # «Ces» is not «CES», but «Insee» may be «INSEE»
    return not acronym and key(text) == key(word) and text[0].isupper() == word[0].isupper()


def gazetted(ts: Sequence[Token], i: int, j: int, lex: Lexicon) -> bool:
    """Whether tokens i:j are a region, a département or a country, in any case."""
    return i < len(ts) and listed(ts, i, lex, shouted=True) == (j, "LOC")


def indefinite(ts: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether what stands before token `i` makes it a common noun: «un hôpital», but «le nouvel hôpital»."""
    if i == 0 or ts[i - 1].key not in lex.indefinite:
        return False
    return not (ts[i - 1].key in lex.before_nouns and i > 1 and ts[i - 2].key in DEFINITE)


def inside_a_name(ts: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a capitalised word stands right before: «Sorbonne | Université de Paris»."""
    if i == 0 or not ts[i].capital:
        return False
    t = ts[i - 1]
    return (
        t.capital
        and t.word
        and not t.lead
        and not t.key.endswith("'")
        and t.key not in lex.grammar.stops | lex.articles
        and t.key not in lex.grammar.before
    )


def nameable(ts: Sequence[Token], i: int, j: int, lex: Lexicon) -> bool:
    """Whether tokens i:j can be a name at all."""
    words = [t for t in ts[i:j] if t.word]
    if len(words) == 1 and words[0].key in lex.skies:
        return _in_the_sky(ts, i)
    joined = " ".join(t.key for t in words)
    if len(words) > 1 and words[0].key in lex.wishes and words[1].key in lex.wished:  # «Joyeuses fêtes à tous»
        return False
    numbered = words[0].key in lex.numbered and not words[0].lead and len(words) > 1  # Agenda 2030
    if joined.startswith(_OFFICES):
        return False
    if joined in lex.excluded or (all(t.key in lex.excluded or _number(t) for t in words) and not numbered):
        return False
    if any("@" in t.text or "://" in t.text or t.text.startswith("www.") for t in words):
        return False
    if len(words) == 1 and not words[0].capital and "." in words[0].text and DOMAIN.fullmatch(words[0].text):
        return False
    if (i > 0 and ts[i - 1].text in {"#", "@"}) or (len(words) == 1 and _CODE.fullmatch(words[0].text)):
        return False
    if words[0].key in lex.plural_nouns and len(words) > 1:
        return False
    if words[0].key == "etat" and i and ts[i - 1].key == "d'":  # secrétaire d'État chargé de
        return False
    if len(words) == 1 and not _single(words[0], ts[i - 1].key if i else "", lex):
        return False
    return any(c.isupper() for t in words for c in t.text) or any("." in t.text for t in words) or len(words) > 2


def _number(t: Token) -> bool:
    """«2020», «3e», «5G»; but «2F Conseil» may be a name."""
    return t.text[0].isdigit() and (len(t.text) != 2 or not t.text[1].isupper() or t.text[1] in "DGK")


def _in_the_sky(ts: Sequence[Token], i: int) -> bool:
    """Whether «Mars», «Terre» at `i` is a heavenly body: with a capital in a sentence, and no date."""
    beside = [ts[k].text for k in (i - 1, i + 1) if 0 <= k < len(ts)]
    return ts[i].capital and not ts[i].lead and not ts[i].shouted and not any(w[0].isdigit() for w in beside)


def _single(t: Token, before: str, lex: Lexicon) -> bool:
    """Whether one word can be a name."""
    if t.key in lex.demonyms and (before in lex.titles or before in lex.civilities or before == "famille"):
        return True
    if t.key.startswith(_AGAINST):
        return False
    if len(t.text) == 1 or t.key in lex.never_alone or t.key in lex.fields:
        return False
    if before in lex.demonym_openers and t.key.endswith(lex.demonym_endings) and t.key not in lex.communes:
        return False
    common = t.lead and t.key.endswith(lex.common_endings) and not t.shouted
    return not common or t.key in lex.given or t.key in lex.communes


def quotation(ts: Sequence[Token], i: int) -> tuple[int, int] | None:
    """Tokens between the quotation marks that open at `i`, if they are few and begin with a capital or a number."""
    close = OPENING[ts[i].text]
    for j in range(i + 1, min(i + 2 + MAX_QUOTED, len(ts))):
        if ts[j].text == close:
            first = ts[i + 1]
            return (i + 1, j) if j > i + 1 and first.word and (first.capital or first.text[0].isdigit()) else None
    return None


def members(ts: Sequence[Token], i: int, lex: Lexicon) -> Iterator[tuple[int, int]]:
    """The names that share a plural head: «communautés de communes de X | , de Y et de Z»."""
    while i < len(ts) and ts[i].key in {",", "et"}:
        j = i + 1
        if j < len(ts) and ts[j].key == "et":
            j += 1
        end = lex.grammar.place(ts, j)
        if end == j:
            return
        while not ts[j].capital:
            j += 1
        if function_at(ts, j, lex) > j or (ts[j].key in lex.sure and end > j + 1):  # another's name or office
            return
        yield j, end
        i = end


def national(ts: Sequence[Token], i: int, lex: Lexicon) -> int:
    """End of the adjectives of nation at `i`, and of the country after them: «fédéral d'Allemagne»."""
    j = i
    named = False
    while j < len(ts) and ts[j].word and not ts[j].lead:
        demonym = ts[j].key in lex.demonyms or ts[j].key.endswith(lex.demonym_endings)
        if not demonym and ts[j].key not in lex.national:
            break
        named = named or demonym
        j += 1
    end = lex.grammar.place(ts, j) if j > i and j < len(ts) and not ts[j].capital else j
    return end if named or end > j else i
