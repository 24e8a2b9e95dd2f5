"""The corpus keeps the laws of its guide (corpus/guide.md): what an annotator may not get wrong, a machine checks."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import unicodedata
import warnings
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from communique.evaluate.gold import load

CORPUS = Path(__file__).parent.parent / "corpus"
FILES = ("open", "held-out")
ROWS: dict[str, dict[str, Any]] = {
    row["id"]: row
    for name in FILES
    for row in map(json.loads, (CORPUS / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
}
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
PLAIN_MONTHS = [m.translate(str.maketrans("éû", "eu")) for m in MONTHS]
SPANS = ("mentions", "dates", "quotes", "amounts", "about")

every_release = pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in ROWS.items()])


def words(row: dict[str, Any], span: dict[str, Any]) -> str:
    return str(row["text"][span["start"] : span["end"]])


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_gold_releases_and_counts_are_what_the_annotated_sources_give() -> None:
    done = subprocess.run(
        [sys.executable, str(CORPUS / "tools" / "build_gold.py"), "--check"], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_evaluation_reads_the_gold() -> None:
    golds = load(CORPUS / "gold" / f"{name}.jsonl" for name in FILES)  # refuses ids that stand twice
    assert {gold.id for gold in golds} == set(ROWS)


def test_a_tenth_is_held_out_and_in_its_own_file() -> None:
    marked = {name: row["held_out"] for name, row in ROWS.items()}
    own = (CORPUS / "gold" / "held-out.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["id"] for line in own} == {name for name, held in marked.items() if held}
    assert 10 * len(own) >= len(ROWS)


def test_gold_and_releases_are_paired() -> None:
    assert {row["input"] for row in ROWS.values()} == {p.name for p in (CORPUS / "releases").iterdir()}


@every_release
def test_spans_hold_words_and_stay_in_their_block(row: dict[str, Any]) -> None:
    for layer in SPANS:
        for span in row[layer]:
            text = words(row, span)
            assert text and text == text.strip(), (layer, text)
            assert layer == "about" or "\n\n" not in text, (layer, text)


@every_release
def test_mentions_neither_nest_nor_overlap_and_are_in_order(row: dict[str, Any]) -> None:
    for layer in ("mentions", "dates", "quotes"):
        spans = [(span["start"], span["end"]) for span in row[layer]]
        assert all(end <= start for (_, end), (start, _) in pairwise(spans)), layer


@every_release
def test_spans_do_not_cut_words(row: dict[str, Any]) -> None:
    text = row["text"]
    for layer in ("mentions", "dates"):
        for span in row[layer]:
            around = text[max(0, span["start"] - 1) : span["start"] + 1], text[span["end"] - 1 : span["end"] + 1]
            assert not any(re.fullmatch(r"\w\w", pair) for pair in around), words(row, span)


@every_release
def test_mentions_have_no_article_and_no_marks_around_them(row: dict[str, Any]) -> None:
    for mention in row["mentions"]:
        text = words(row, mention)
        assert not re.match(r"(?:le|la|les|du|des|au|aux)\s|[dl]['’]|[«\"“(]", text), text
        assert not re.search(r"[»”,;:]$", text), text


@every_release
def test_what_is_said_stands_in_the_text(row: dict[str, Any]) -> None:
    said: list[str | None] = [row["title"], row["subtitle"], row["place"], row["issuer"]]
    for person in row["persons"]:
        said += [person["name"], *(role[k] for role in person["roles"] for k in ("title", "organization"))]
    for pair in row["acronyms"]:
        said += [pair["short"], pair["long"]]
    for each in row["lists"]:
        said += [each["intro"], *(item["text"] for item in each["items"])]
        themes = [theme for item in each["items"] for theme in item["themes"]]
        said += [theme["theme"] for theme in themes]
        said += [theme["details"] for theme in themes if theme["details"]]  # a theme may be all of its item
    for contact in row["contacts"]:
        said += [contact["name"], contact["role"], contact["organization"]]
    said += [quote["speaker"] for quote in row["quotes"]]
    text = flat(row["text"])
    assert [s for s in said if s is not None and (not s.strip() or flat(s) not in text)] == []


@every_release
def test_phones_and_mails_of_contacts_stand_in_the_text(row: dict[str, Any]) -> None:
    figures = re.sub(r"\D", "", row["text"])
    mails = row["text"].casefold()
    for contact in row["contacts"]:
        assert contact["name"] or contact["organization"] or contact["emails"] or contact["phones"]
        for phone in contact["phones"]:
            assert re.fullmatch(r"\+\d{8,15}", phone) and phone[-8:] in figures, phone
        assert [m for m in contact["emails"] if m not in mails or m != m.casefold()] == []


@every_release
def test_phones_belong_to_nobody(row: dict[str, Any]) -> None:
    """French ones from the ranges kept for fiction by the ARCEP, others with 555 or 55 01; domains that cannot be."""
    fiction = r"\+33(?:19900|26191|35301|46571|53649|63998)\d{4}|\+(?:32|41|1|352)\d*55\d*"
    for contact in row["contacts"]:
        assert [p for p in contact["phones"] if not re.fullmatch(fiction, p)] == []
        assert [m for m in contact["emails"] if not m.endswith(".example")] == []


@every_release
def test_mentions_of_persons_are_of_listed_persons(row: dict[str, Any]) -> None:
    names = [set(flat(person["name"]).casefold().split()) for person in row["persons"]]
    for mention in row["mentions"]:
        if mention["label"] == "PER":
            said = {w for w in flat(words(row, mention)).casefold().split() if not w.endswith(".")}
            assert any(said <= name for name in names), words(row, mention)


@every_release
def test_themes_and_details_are_words_of_their_item(row: dict[str, Any]) -> None:
    for item in (item for each in row["lists"] for item in each["items"]):
        at = 0
        for theme in item["themes"]:
            at = item["text"].index(theme["theme"], at) + len(theme["theme"])
            at = item["text"].index(theme["details"], at) + len(theme["details"])


@every_release
def test_values_of_dates_are_edtf(row: dict[str, Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # edtf's own, about pyparsing
        from edtf import parse_edtf
    for found in row["dates"]:
        value = found["value"]
        if value is None or found["type"] in {"DURATION", "SET"}:
            assert value is None or re.fullmatch(r"(?:R/)?P(?:\d+[YMWD])*(?:T(?:\d+[HM])+)?", value), value
            continue
        if "/" in value:
            assert found["type"] == "INTERVAL", value
        # The package knows no clock times without seconds and a zone, no season beyond 24 in an interval, no "..".
        plain = "/".join(re.sub(r"T\d\d:\d\d$", "", end) for end in value.split("/") if end[:1] not in "T.")
        if plain and not re.search(r"-(?:2[5-9]|3\d|4\d)\b", plain) and "X" not in plain:
            assert parse_edtf(plain), value


@every_release
def test_types_of_dates_fit_their_values(row: dict[str, Any]) -> None:
    for found in row["dates"]:
        value = found["value"]
        shape = (
            "SET"
            if value.startswith("R")
            else "DURATION"
            if value.startswith("P")
            else "INTERVAL"
            if "/" in value
            else "TIME"
            if "T" in value
            else "DATE"
        )
        assert found["type"] == shape, (words(row, found), value)


@every_release
def test_weekdays_agree_with_dates(row: dict[str, Any]) -> None:
    for found in row["dates"]:
        text = words(row, found).casefold()
        days = re.findall(r"\b(" + "|".join(WEEKDAYS) + r")\b", text)
        values = [v[:10] for v in (found["value"] or "").split("/") if re.match(r"\d{4}-\d\d-\d\d", v)]
        if days and values:
            names = [WEEKDAYS[date.fromisoformat(v).weekday()] for v in values]
            assert days[0] == names[0] or (len(values) == 1 and days[-1] == names[0]), (text, values)
            assert len(days) == 1 or len(values) == 1 or days[-1] == names[-1], (text, values)


@every_release
def test_weekdays_before_a_day_and_month_agree_with_the_calendar_wherever_they_stand(row: dict[str, Any]) -> None:
    """Whether marked or not: "jeudi 16 avril" is a Thursday of the year said, of the marked value, or one nearby."""
    named = r"(?i)\b(%s)\s+(\d\d?)(?:\s?er)?\s+(%s)(?:\s+(\d{4}))?\b"
    for m in re.finditer(named % ("|".join(WEEKDAYS), "|".join({*MONTHS, *PLAIN_MONTHS})), row["text"]):
        month = m[3].casefold()
        number = (MONTHS.index(month) if month in MONTHS else PLAIN_MONTHS.index(month)) + 1
        marked = [d for d in row["dates"] if d["start"] < m.end() and m.start() < d["end"]]
        assert marked, m[0]
        years = re.findall(rf"(\d{{4}})-{number:02d}-{int(m[2]):02d}", " ".join(str(d["value"]) for d in marked))
        assert years and m[4] in (None, *years), (m[0], marked)
        assert WEEKDAYS[date(int(years[0]), number, int(m[2])).weekday()] == m[1].casefold(), m[0]


@every_release
def test_an_embargo_and_a_publication_are_told_in_the_dates(row: dict[str, Any]) -> None:
    ends = {end for found in row["dates"] for end in (found["value"] or "").split("/")}
    assert row["embargo"] is None or row["embargo"] in ends
    assert row["published"] is None or row["published"] == row["reference_date"]


@every_release
def test_sums_of_money_hold_a_figure_and_a_currency(row: dict[str, Any]) -> None:
    for found in row["amounts"]:
        assert re.fullmatch(r"[A-Z]{3}|dollar|franc(?: CFA)?", found["unit"]), found
        low, _, high = found["value"].partition("/")
        assert float(low) > 0 and (not high or float(low) < float(high)), found


@every_release
def test_the_raw_file_holds_the_words_of_every_line_of_the_gold(row: dict[str, Any]) -> None:
    """Its dress (tags, signs of Markdown, line breaks, decomposed accents, front matter) hides none of them."""
    raw = (CORPUS / "releases" / row["input"]).read_bytes()
    try:
        words = raw.decode("utf-8")
    except UnicodeDecodeError:
        words = raw.decode("cp1252")
    if row["input"].endswith(".html"):
        words = html.unescape(re.sub(r"<[^>]*>", "", words))

    def ink(text: str) -> str:
        return re.sub(r"</?sup>|[\s\u200b*\\]+", "", unicodedata.normalize("NFC", text))

    assert [line for line in row["text"].split("\n") if ink(line) not in ink(words)] == []


def test_every_page_dresses_two_releases_and_every_dress_is_worn() -> None:
    heads = [
        yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
        for path in (CORPUS / "annotated").glob("*.txt")
    ]
    pages = Counter(head.get("page") for head in heads)
    assert {p.stem: pages[p.stem] for p in (CORPUS / "tools" / "pages").iterdir() if pages[p.stem] < 2} == {}
    assert {head["format"] for head in heads} == {"txt", "md", "html"}
    dresses = ("wrap", "scan", "flat", "encoding", "front", "escape", "nfd", "nbsp", "center", "newline")
    assert [key for key in dresses if not any(key in head for head in heads)] == []


@every_release
def test_intervals_run_forward(row: dict[str, Any]) -> None:
    for found in row["dates"]:
        ends = (found["value"] or "").split("/")
        if found["type"] == "INTERVAL" and ".." not in ends:
            assert ends[0] <= ends[1], found
