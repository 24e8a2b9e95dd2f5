"""The training corpus: every frame can be filled, and says of each name what it is."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

TRAINING = Path(__file__).parent.parent / "corpus" / "training"
sys.path.insert(0, str(TRAINING))

import fill  # noqa: E402

FRAMES = fill.read_frames()
LISTS = fill.read_lists()
TEXTS = [t for part in ("train", "held-out") for t in fill.texts(part, 2, "test")]  # type: ignore[arg-type]


def filled(source: str, seed: str = "1") -> str:
    frame = fill.Frame("here:1", source, fill.parse(source))
    return fill.marked(fill.Filler(LISTS, fill.read_gazetteers(), "train", seed).fill(frame))


def names(nodes: tuple[fill.Node, ...]) -> set[str]:
    found: set[str] = set()
    for node in nodes:
        match node:
            case fill.Slot():
                found.add(node.name)
            case fill.Entity():
                found |= names(node.inside)
            case fill.Choice():
                found = found.union(*map(names, node.options))
    return found


def test_there_are_a_thousand_different_frames() -> None:
    assert len({f.source for f in FRAMES}) >= 1000


def test_every_slot_has_its_list() -> None:
    items = [
        (f"list {name}", i.nodes) for by_name in LISTS.items.values() for name, all_ in by_name.items() for i in all_
    ]
    wanted = {(where, n) for where, nodes in [*((f.id, f.nodes) for f in FRAMES), *items] for n in names(nodes)}
    assert sorted((where, n) for where, n in wanted if n not in LISTS) == []


def test_one_frame_in_ten_is_held_out_and_no_text_of_it_is_trained_on() -> None:
    held = {f.id for f in FRAMES if f.part == "held-out"}
    assert 0.07 < len(held) / len(FRAMES) < 0.13
    assert not held & {t.frame for t in fill.texts("train")}


def test_names_of_long_lists_are_held_out_too() -> None:
    gazetteers = fill.read_gazetteers()
    assert not set(gazetteers.communes["train"][0]) & set(gazetteers.communes["held-out"][0])
    plain = [i.nodes for i in LISTS.items["train"]["nom_reel"]]
    assert not [i.nodes for i in LISTS.items["held-out"]["nom_reel"] if i.nodes in plain]


def test_the_same_seed_gives_the_same_texts() -> None:
    assert list(fill.texts("held-out", 1, "7")) == list(fill.texts("held-out", 1, "7"))
    assert list(fill.texts("held-out", 1, "7")) != list(fill.texts("held-out", 1, "8"))


@pytest.mark.parametrize("part", ["train", "held-out"])
def test_spans_are_in_order_inside_a_line_and_begin_and_end_with_words(part: str) -> None:
    for text in TEXTS:
        at = 0
        for start, end, label in text.spans:
            name = text.text[start:end]
            assert at <= start < end <= len(text.text), text
            assert "\n" not in name, text
            assert name == name.strip(" .,;:«»\u00a0\u202f"), text
            assert label in fill.LABELS.values()
            at = end


def test_no_mark_of_a_frame_is_left_in_a_text() -> None:
    left = re.compile(r"[\x00-\x09\x0b-\x1f{}<^\[\]]|  | \n")
    assert [t for t in TEXTS if left.search(t.text)] == []


def test_the_article_of_a_town_melts_with_the_preposition_before_it() -> None:
    apart = re.compile(r"\b(?:de|à) $")
    towns = [(t.text[:start], t.text[start:end]) for t in TEXTS for start, end, label in t.spans if label == "LOC"]
    assert [town for before, town in towns if apart.search(before) and town.startswith(("Le ", "Les "))] == []


def test_an_entity_inside_an_entity_is_only_words() -> None:
    assert re.fullmatch(r"la \[Ville (?:de |d'|du |des ).+\]\(ORG\)", filled("la {O|Ville de <ville>}"))


def test_what_is_named_once_is_named_again_and_by_its_parts() -> None:
    whole, name, initials = re.findall(
        r"\[(.+?)\]\((?:PER|ORG)\)", filled("<elle:1> <elle:1.nom> <federation:1.sigle>")
    )
    assert whole.upper().endswith(name.upper())
    assert initials.isupper()


@pytest.mark.parametrize(
    ("marked", "melted"),
    [
        ("de \x03le\x04\x01OCHU\x02", "du \x01OCHU\x02"),
        ("à \x03les\x04\x01OAmis\x02", "aux \x01OAmis\x02"),
        ("De \x03l'\x04\x01OÉtat\x02", "De l'\x01OÉtat\x02"),
        ("de \x01LLe Havre\x02", "du \x01LHavre\x02"),
        ("à \x01LLa Rochelle\x02", "à \x01LLa Rochelle\x02"),
        ("de \x01LAix\x02 et de \x01LYvetot\x02", "d'\x01LAix\x02 et d'\x01LYvetot\x02"),
    ],
)
def test_articles_melt_as_in_french(marked: str, melted: str) -> None:
    assert fill.melted(marked) == melted


@pytest.mark.parametrize("source", ["[un/deux", "{O|Ville", "{X|Ville}", "<Ville de", "un]"])
def test_a_frame_with_a_bracket_too_few_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=re.escape(source[:4])):
        fill.parse(source)
