"""Every export holds to the schema or the rules of its format, and its offsets are true."""

from __future__ import annotations

import csv
import io
import json
import lzma
import re
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from communique.cli import main
from communique.errors import UsageError, WriteError
from communique.export import EXPORTS, export, iramuteq, jsonld, ninjs, tei, txm
from communique.export.target import plain, xml_text
from communique.record import Block, Date, Fact, Mention, Release
from communique.write.entry import entry
from write_samples import sample

A, B = sample("dossier/Été 2021.txt"), sample("x/Été 2021.txt", "cd" * 32)
TEI = {"t": tei.NAMESPACE}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


@cache
def schema() -> etree.RelaxNG:
    packed = Path(__file__).with_name("tei_all.rng.xz").read_bytes()
    return etree.RelaxNG(etree.fromstring(lzma.decompress(packed)))


def tree(text: str) -> etree._Element:
    return etree.fromstring(text.encode())


def valid_tei(release: Release) -> etree._Element:
    found = tree(tei.document(release))
    assert schema().validate(found), schema().error_log
    return found


def pointed(document: etree._Element) -> Iterator[tuple[str, str, list[str]]]:
    """Kind, words as the span says them, and the words at its pointers."""
    texts = {e.get(XML_ID): "".join(e.itertext()) for e in document.iterfind(".//t:body//*", TEI) if e.get(XML_ID)}
    for group in document.iterfind(".//t:spanGrp", TEI):
        for span in group:
            found = re.findall(r"#string-range\((\S+),(\d+),(\d+)\)", span.get("target"))
            yield (
                group.get("type"),
                span.text,
                [texts[key][int(start) : int(start) + int(length)] for key, start, length in found],
            )


def hostile(text: str, words: tuple[int, int] = (0, 1)) -> Release:
    """A release of one block whose text and values are this."""
    start, end = min(words), min(max(words), len(text))
    at = {"start": start, "end": end, "text": text[start:end], "by": "names/x"}
    return A.model_copy(
        update={
            "text": text,
            "blocks": (Block(kind="paragraph", start=0, end=len(text), level=0, origin="", zone="body", by="zones/x"),),
            "title": Fact(start=0, end=0, text="", by="x", value=text),
            "mentions": (Mention(**at, value=text, label="PER", entity="e1"),),
            **dict.fromkeys(("persons", "acronyms", "dates", "lists", "quotes", "amounts", "contacts", "about"), ()),
        }
    )


def test_tei_is_valid_by_the_schema_of_the_consortium() -> None:
    valid_tei(A)


def test_tei_of_a_release_in_which_nothing_was_found_is_valid() -> None:
    fields = {"id", "source", "producer", "text"}
    for text in ("Texte seul", ""):
        valid_tei(Release(**{**{k: getattr(A, k) for k in fields}, "text": text}))


def test_tei_spans_point_at_their_words() -> None:
    found = list(pointed(valid_tei(A)))
    assert {kind for kind, *_ in found} == {"mention", "role", "acronym", "date", "quote", "amount", "theme"}
    assert [("".join(parts), words) for _, words, parts in found] == [(words, words) for _, words, _ in found]


def test_a_tei_span_over_two_blocks_has_two_pointers() -> None:
    text = "Oui, dit-il.\n\nEncore."
    blocks = tuple(
        Block(kind=kind, start=s, end=e, level=0, origin="", zone="body", by="x")
        for kind, s, e in (("quote", 0, 12), ("item", 14, 21))
    )
    quote = A.quotes[0].model_copy(update={"start": 5, "end": 20, "text": text[5:20], "entity": None})
    release = hostile(text).model_copy(update={"blocks": blocks, "quotes": (quote,), "mentions": ()})
    assert list(pointed(valid_tei(release))) == [("quote", text[5:20], ["dit-il.", "Encore"])]
    marked = tree(txm.document(release))
    assert [q.text for q in marked.iter("q")] == ["dit-il.", "Encore"]


def test_tei_says_who_is_meant_and_how_it_was_found() -> None:
    document = valid_tei(A)
    (person,) = document.iterfind(".//t:person", TEI)
    assert [e.text for e in person] == ["Ève Brun", "présidente"]
    (quote,) = document.iterfind('.//t:spanGrp[@type="quote"]/t:span', TEI)
    assert quote.get("corresp") == f"#{person.get(XML_ID)}"
    (structure,) = [s for s in document.iterfind(".//t:fs", TEI) if f"#{s.get(XML_ID)}" == quote.get("ana")]
    assert {f.get("name"): f[0].text for f in structure} == {
        "speaker": "Ève Brun",
        "cue": "déclare",
        "value": "L’eau manque",
        "by": A.quotes[0].by,
    }


@pytest.mark.parametrize(
    ("value", "attributes"),
    [
        ("2021-05", {"when": "2021-05"}),
        ("2021-05~", {"notBefore": "2021-05-01", "notAfter": "2021-05-31"}),
        (None, {}),
    ],
)
def test_tei_and_json_ld_say_no_day_that_the_release_does_not(value: str | None, attributes: dict[str, str]) -> None:
    days = {"earliest": "2021-05-01", "latest": "2021-05-31"} if value else {}
    date = Date.model_validate({"start": 0, "end": 0, "text": "", "by": "x", "type": "DATE", "value": value, **days})
    release = A.model_copy(update={"published": date})
    (found,) = valid_tei(release).iterfind(".//t:publicationStmt/t:date", TEI)
    assert dict(found.attrib) == attributes
    assert jsonld.article(release).get("datePublished") == attributes.get("when")


ANY = st.text(st.characters(exclude_categories=()), min_size=1, max_size=40)


@settings(max_examples=200, deadline=None)
@given(ANY, st.tuples(st.integers(0, 40), st.integers(0, 40)))
def test_no_character_breaks_xml_or_moves_an_offset(text: str, words: tuple[int, int]) -> None:
    release = hostile(text, words)
    document = tree(tei.document(release))
    assert "".join(document.find(".//t:body", TEI).itertext()).strip("\n") == xml_text(text).strip("\n")
    assert [[said] for _, said, _ in pointed(document)] == [parts for *_, parts in pointed(document)]
    marked = tree(txm.document(release))
    assert "".join(marked.find(".//p").itertext()) == xml_text(text)
    starred = f"{iramuteq.variables(release)}\n{iramuteq.text(release)}"
    assert starred.count("****") == 1
    assert "_" not in iramuteq.text(release)
    for line in (json.dumps(jsonld.article(release)), json.dumps(ninjs.item(release))):
        assert json.loads(line)


def test_crossing_names_and_quotes_leave_xml_that_is_well_formed() -> None:
    text = "Le maire de Tours en Touraine parle"
    names = [
        Mention(start=s, end=e, text=text[s:e], by="x", value=text[s:e], label="LOC", entity="e1")
        for s, e in ((3, 17), (12, 29), (12, 17))
    ]
    release = hostile(text).model_copy(update={"mentions": tuple(names)})
    assert [n.text for n in tree(txm.document(release)).iter("name")] == ["maire de Tours"]


def types(value: Any) -> Iterator[tuple[str, set[str]]]:
    if isinstance(value, dict):
        yield value["@type"], set(value) - {"@type", "@context", "@id"}
        for inner in value.values():
            yield from types(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from types(inner)


# schema.org 29: the properties that we use, by the class that has them; the next test asks the vocabulary itself.
THING = {"name", "alternateName", "identifier", "url"}
PROPERTIES = {
    "NewsArticle": {"headline", "alternativeHeadline", "genre", "inLanguage", "dateline", "datePublished", "publisher"}
    | {"articleBody", "wordCount", "temporalCoverage", "keywords", "mentions", "hasPart", *THING},
    "Person": {"jobTitle", "affiliation", *THING},
    "Organization": {"contactPoint", *THING},
    "Place": THING,
    "Thing": THING,
    "Quotation": {"text", "spokenByCharacter", *THING},
    "ContactPoint": {"contactType", "telephone", "email", *THING},
}


def test_json_ld_uses_classes_and_properties_of_schema_org() -> None:
    found = list(types(jsonld.article(A)))
    assert {kind for kind, _ in found} == {"NewsArticle", "Organization", "Person", "Quotation", "ContactPoint"}
    assert [(kind, names - PROPERTIES[kind]) for kind, names in found if names - PROPERTIES[kind]] == []


def test_the_vocabulary_of_schema_org_has_these_properties() -> None:
    models = pytest.importorskip("msgspec_schemaorg.models", reason="needs msgspec-schemaorg, of the extra dev")
    known = {kind: set(getattr(models, kind).__struct_encode_fields__) for kind in PROPERTIES}
    assert {kind: names - known[kind] for kind, names in PROPERTIES.items() if names - known[kind]} == {}


def test_json_ld_is_a_graph_of_schema_org_to_a_parser_of_others() -> None:
    """rdflib reads it; the context lies on the web, and says what @vocab says here."""
    rdflib = pytest.importorskip("rdflib", reason="needs rdflib, of the extra dev")
    article = jsonld.article(A)
    assert article["@context"] == "https://schema.org"
    here = json.dumps({**article, "@context": {"@vocab": "https://schema.org/"}})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its own, of its older classes
        graph = rdflib.Graph().parse(data=here, format="json-ld")
    schema = rdflib.SDO
    kind = rdflib.RDF.type
    assert [p for _, p, o in graph if (p if p != kind else o) not in schema] == []
    (subject,) = graph.subjects(kind, schema.NewsArticle)
    assert str(subject) == article["@id"]
    (quote,) = graph.subjects(kind, schema.Quotation)
    assert (subject, schema.hasPart, quote) in graph
    (speaker,) = graph.objects(quote, schema.spokenByCharacter)
    assert {str(name) for name in graph.objects(speaker, schema.name)} == {"Ève Brun"}


def test_json_ld_ties_a_quote_to_its_speaker() -> None:
    found = jsonld.article(A)
    person = next(e for e in found["mentions"] if e["@type"] == "Person")
    assert (person["name"], person["jobTitle"]) == ("Ève Brun", ["présidente"])
    (quote,) = found["hasPart"]
    assert quote["spokenByCharacter"] == {"@type": "Person", "@id": person["@id"], "name": "Ève Brun"}


# IPTC ninjs 2.1.1: the part of its JSON Schema that a text item can use. All objects are closed, `uri` is required.
STRING = {"type": "string"}
URI = {"type": "string", "pattern": "^[a-z][a-z0-9+.-]*:[^\\s]+$"}


def closed(required: tuple[str, ...] = (), **properties: object) -> dict[str, object]:
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": properties}


def array(items: object) -> dict[str, object]:
    return {"type": "array", "items": items}


VALUED = closed(("value",), role=STRING, contenttype=STRING, value=STRING)
WAY = closed(("value",), type=STRING, role=STRING, lang=STRING, name=STRING, value=STRING)
CONCEPT = closed(name=STRING, rel=STRING, uri=URI, literal=STRING, contactinfo=array(WAY))
TOPIC = closed(name=STRING, rel=STRING, uri=URI, literal=STRING, creator=STRING)
NUMBER = {"type": "number"}
ITEM: dict[str, object] = {
    "uri": URI,
    "type": {"enum": ["text", "audio", "video", "picture", "graphic", "composite", "component"]},
    "representationtype": {"enum": ["full", "partial"]},
    **dict.fromkeys(("profile", "version", "language", "title", "by", "slugline", "located", "ednote"), STRING),
    "descriptions": array(VALUED),
    "headlines": array(VALUED),
    "bodies": array(
        closed(("value",), role=STRING, contenttype=STRING, charcount=NUMBER, wordcount=NUMBER, value=STRING)
    ),
    **dict.fromkeys(("people", "organisations", "places"), array(CONCEPT)),
    "subjects": array(TOPIC),
    "infosources": array(closed(name=STRING, role=STRING, uri=URI, literal=STRING, contactinfo=array(WAY))),
    "genres": array(closed(name=STRING, uri=STRING, literal=STRING)),
    "altids": array(closed(role=STRING, value=STRING)),
    "standard": closed(name=STRING, version=STRING, schema=URI),
}
NINJS = closed(("uri",), **ITEM, associations=array(closed(("name", "uri"), **ITEM, name=STRING)))


def test_ninjs_holds_to_its_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="needs jsonschema, of the extra dev")
    check = jsonschema.Draft202012Validator(NINJS)
    for release in (A, B, hostile("\0\ud800 <&>")):
        assert [error.message for error in check.iter_errors(ninjs.item(release))] == []


def test_ninjs_has_the_text_the_people_the_press_desk_and_the_quotes() -> None:
    found = ninjs.item(A)
    assert found["bodies"][0]["value"] == A.text
    assert [p["literal"] for p in found["people"]] == ["Ève Brun, présidente"]
    assert found["infosources"][0]["contactinfo"][0]["value"] == "+33199001234"
    assert [(q["by"], q["bodies"][0]["value"]) for q in found["associations"]] == [("Ève Brun", "L’eau manque")]
    assert {"role": "published", "contenttype": "text/plain", "value": "2021-05-03"} in found["descriptions"]


NAME = re.compile(r"[a-z][a-z0-9]*")


def txm_corpus(folder: Path) -> dict[str, tuple[dict[str, str], str]]:
    """Text -> metadata and words, read as TXM's manual says that XML/w + CSV is; anything else is an error.

    metadata.csv lies beside the texts: comma, double quotes, a line a text, the first column is `id` and holds the name
    of the file without its suffix; names of columns, elements and attributes have no accents or signs. A file is one
    <text> in UTF-8 without a namespace or a document type; <w> would be words that are cut already; CQP, which holds
    the corpus, knows no element within one of the same name.
    """
    raw = (folder / "metadata.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    text = raw.decode("utf-8")
    assert re.fullmatch(r'(?:"(?:[^"\n]|"")*"(?:,"(?:[^"\n]|"")*")*\n)+', text), "not all cells are in quotes"
    head, *lines = csv.reader(io.StringIO(text), strict=True)
    assert head[0] == "id"
    assert all(NAME.fullmatch(name) for name in head)
    assert len(set(head)) == len(head)
    rows = {line[0]: dict(zip(head, line, strict=True)) for line in lines}
    assert len(rows) == len(lines), "two texts of one id"
    files = {path.stem: path for path in folder.iterdir() if path.name != "metadata.csv"}
    assert {path.suffix for path in files.values()} <= {".xml"}
    assert files.keys() == rows.keys()
    found = {}
    for key, path in files.items():
        assert re.fullmatch("[a-z0-9-]+", key)
        document = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True))
        assert (document.docinfo.encoding, document.docinfo.doctype) == ("UTF-8", "")
        root = document.getroot()
        assert root.tag == "text"
        for element in root.iter():
            assert isinstance(element.tag, str), "a comment or an instruction"
            assert NAME.fullmatch(element.tag)
            assert element.tag not in {"w", *(above.tag for above in element.iterancestors())}
            assert all(NAME.fullmatch(name) for name in element.attrib)
        found[key] = (rows[key], "".join(root.itertext()))
    return found


def test_txm_reads_what_was_written(tmp_path: Path) -> None:
    assert export([A, B, A], "txm", tmp_path / "txm") == 3
    found = txm_corpus(tmp_path / "txm")
    assert list(found) and set(found) == {"ete-2021-abababab", "ete-2021-cdcdcdcd", "ete-2021-abababab-2"}
    row, words = found["ete-2021-abababab"]
    assert (row["date"], row["annee"], row["lieu"]) == ("2021-05-03", "2021", "Tours")
    assert words.split() == A.text.split()
    names = {e.tag for path in (tmp_path / "txm").glob("*.xml") for e in etree.parse(path).getroot().iter()}
    assert names <= {"text", "div", "p", "name", "date", "q"}


@settings(max_examples=60, deadline=None)
@given(ANY, st.tuples(st.integers(0, 40), st.integers(0, 40)))
def test_txm_and_iramuteq_read_any_text(
    tmp_path_factory: pytest.TempPathFactory, text: str, words: tuple[int, int]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    release = hostile(text, words)
    export([release, A], "txm", folder / "txm")
    assert len(txm_corpus(folder / "txm")) == 2
    export([release, A], "iramuteq", folder / "corpus.txt")
    assert len(iramuteq_corpus(folder / "corpus.txt")) == 2


def iramuteq_corpus(path: Path) -> list[tuple[dict[str, str], str]]:
    """Variables and words of each text, read as the documentation of IRaMuTeQ says; anything else is an error.

    A text begins with a line of four stars and its variables, each a star, a name, an underscore and a value, with a
    space between; all texts have the same. A line that begins with -* would be a theme, a star elsewhere a mistake, and
    an underscore would join words. An empty text stops the import.
    """
    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    lines = raw.decode("utf-8").split("\n")
    assert lines[0].startswith("**** ")
    found: list[tuple[dict[str, str], list[str]]] = []
    for line in lines:
        if line.startswith("****"):
            assert re.fullmatch(r"\*{4}(?: \*[a-z]+_[a-z0-9]+)+", line), line
            pairs = [word[1:].split("_") for word in line.split(" ")[1:]]
            assert len(dict(pairs)) == len(pairs), "a variable twice"
            found.append((dict(pairs), []))
        else:
            assert not re.search(r"[*_\t\r\f\v$#§¤\x00-\x1f\x85\u2028\u2029]", line), line
            found[-1][1].append(line)
    assert len({tuple(variables) for variables, _ in found}) == 1
    assert all("".join(words).strip() for _, words in found), "an empty text"
    return [(variables, " ".join(words)) for variables, words in found]


def test_iramuteq_reads_what_was_written(tmp_path: Path) -> None:
    target = tmp_path / "corpus.txt"
    assert export([A, B], "iramuteq", target) == 2
    (variables, words), _ = iramuteq_corpus(target)
    assert variables == {
        "id": "abababababab",
        "annee": "2021",
        "mois": "202105",
        "emetteur": "comitenationaldeleau",
        "lieu": "tours",
        "genre": "communique",
        "langue": "fr",
    }
    assert "L’eau manque , déclare Ève Brun, présidente." in words


def test_the_command_writes_every_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = tmp_path / "records.jsonl"
    records.write_bytes(b"".join(entry(r).line + b"\n" for r in (A, B)))
    for to in EXPORTS:
        target = tmp_path / "out" / to
        assert main(["export", str(records), "--to", to, "-o", str(target)]) == 0
        assert "2 releases" in capsys.readouterr().out
        assert len(list(target.glob("*.xml"))) == 2 if target.is_dir() else target.stat().st_size
    assert not list((tmp_path / "out").glob("*.part"))


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.xml").write_text("<a/>")
    for to in ("tei", "txm"):
        with pytest.raises(WriteError, match="give a new folder"):
            export([A], to, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.xml"]


def test_an_unknown_format_lists_the_formats() -> None:
    with pytest.raises(UsageError, match="tei, jsonld, ninjs, txm, iramuteq"):
        export([], "docx", Path("x"))


@pytest.mark.parametrize(
    ("text", "gap", "made"),
    [
        ("Été 2020", "-", "ete-2020"),
        ("Œuvre n° 3", "", "oeuvren3"),
        ("«»", "-", ""),
        ("..", "", ""),
        ("l’eau–vive", "-", "l-eau-vive"),
    ],
)
def test_plain_keeps_letters_and_digits(text: str, gap: str, made: str) -> None:
    assert plain(text, gap) == made
