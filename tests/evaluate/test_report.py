"""The HTML report: one file, nothing from outside, everything in it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

from communique.evaluate.cases import VERDICTS
from communique.evaluate.evaluation import evaluate
from communique.evaluate.figures import figures, rates
from communique.evaluate.report import page
from evaluate_samples import gold, release

WANTED = "[Tours](LOC) & </script> [Ève Brun](PER)\n\nle [3 mai](DATE 2021-05-03) 🎉"
GOT = "Menu\n\n[Tours](ORG) & </script> [Ève Brun](PER)\n\nle 3 [mai](DATE 2021-05) 🎉\n\nContact"
GOLDS = [gold(WANTED, id="a <b>", input="a.txt"), gold("[Blois](LOC)", id="b", input="b.html")]
EVALUATION = evaluate(GOLDS, [release(GOT, name="a.txt", by="essai/<règle>")])
PAGE = page(EVALUATION, EVALUATION.cases, figures(EVALUATION.cases, rounds=20), rates(EVALUATION.cases))


def data() -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', PAGE, re.DOTALL)
    assert found
    content: dict[str, Any] = json.loads(found[1])
    return content


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in {"meta", "input", "link", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"


def tags() -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(PAGE)
    assert parser.open == []
    return parser.seen


def test_nothing_comes_from_outside() -> None:
    for _, attributes in tags():
        assert not attributes.get("src")
        assert (attributes.get("href") or "#").startswith("#")
    assert "url(" not in PAGE and "@import" not in PAGE and "http" not in re.sub(r"application/\w+", "", PAGE)


def test_no_place_is_left_unfilled_and_ids_are_single() -> None:
    assert "{{" not in PAGE.replace("${", "")
    ids = [attributes["id"] for _, attributes in tags() if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_texts_and_names_cannot_break_the_page() -> None:
    assert PAGE.count("</script>") == 2
    assert "<b>" not in PAGE.split("<main>")[1].split("</main>")[0]
    assert "essai/&lt;règle&gt;" in PAGE


def test_every_case_is_there_with_its_place_in_both_texts() -> None:
    content = data()
    one = content["releases"][0]
    texts = {"gold": one["gold"], "found": one["found"]}
    seen = []
    for layer, verdict, *sides in one["cases"]:
        words = [None if s is None else s[5] or texts[name][s[3] : s[4]] for name, s in zip(texts, sides, strict=True)]
        seen.append((content["layers"][layer], list(content["classes"])[verdict], *words))
    assert seen == [
        ("mentions", "label", "Tours", "Tours"),
        ("mentions", "right", "Ève Brun", "Ève Brun"),
        ("dates", "value", "3 mai", "mai"),
    ]


def test_each_class_has_a_sign_a_name_and_a_box() -> None:
    classes = data()["classes"]
    assert list(classes) == list(VERDICTS)
    assert len({one["sign"] for one in classes.values()}) == len(VERDICTS)
    boxes = [a["value"] for tag, a in tags() if tag == "input" and a.get("type") == "checkbox"]
    assert boxes == list(VERDICTS)


def test_paragraphs_stand_side_by_side_and_no_word_is_lost() -> None:
    one = data()["releases"][0]
    rows = [(one["gold"][a:b], one["found"][c:d]) for a, b, c, d in one["rows"]]
    assert rows == [
        ("", "Menu"),
        ("Tours & </script> Ève Brun", "Tours & </script> Ève Brun"),
        ("le 3 mai 🎉", "le 3 mai 🎉\n\nContact"),
    ]


def test_a_release_without_record_says_so() -> None:
    assert data()["releases"][1]["note"] == "There is no record of this release."
    assert "No record of b: all their facts count as missed." in PAGE


def test_tables_have_captions_scopes_and_can_be_scrolled_by_keyboard() -> None:
    seen = tags()
    names = [tag for tag, _ in seen]
    assert names.count("table") == names.count("caption") > 3
    assert all("scope" in attributes for tag, attributes in seen if tag == "th")
    assert all(a.get("tabindex") == "0" for tag, a in seen if tag == "div" and a.get("class") == "wide")
