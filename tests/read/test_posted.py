"""The line by which a site dates a release is a hint, wherever it stands, and never a day of its other texts."""

from __future__ import annotations

import pytest

from communique.read import parts_of

PROSE = (
    "<p>Le conseil municipal a voté mardi la construction d'un pont neuf sur la Veyle. Les travaux dureront dix-huit "
    "mois et coûteront 4,2 millions d'euros, dont la moitié est payée par le Département de l'Ain.</p>"
    "<p>Pendant ce temps, la circulation passera par le pont des Tanneurs, dont la chaussée sera élargie au cours de "
    "l'été. Les commerces de la rue Basse resteront ouverts.</p>"
)
TITLE = "<h2 class='post-title'>Un pont neuf pour la Veyle</h2>"
ELSEWHERE = "".join(
    f"<li><a href='/{n}'>Une autre nouvelle du pays, la {n}e</a> <span class='date'>0{n}/03/2011</span></li>"
    for n in range(1, 4)
)


def posted(body: str, around: str = "") -> str:
    """What the page of a post with this body says of its day outside the release."""
    head = "<head><title>Un pont neuf pour la Veyle</title></head>"
    page = f"<html>{head}<body><div class='post'>{body}</div>{around}</body></html>"
    reading = parts_of(page.encode())
    line = reading.hints.get("posted", "")
    assert line not in [p.text for p in reading.parts] or not line
    return line


@pytest.mark.parametrize(
    "line",
    [
        "Par La Dynamo, vendredi 5 juin 2009 à 00:14 :: Actions",
        "Publié par Lise Aubrac le 3 mai 2009",
        "Posté par lise le 3 mai 2009 dans Culture",
        "Soumis par webmestre le 14/03/2019 - 10:12",
        "Publié par Lise Aubrac le 3 mai 2009 (modifié)",
    ],
)
def test_a_byline_above_or_below_the_text_is_the_hint(line: str) -> None:
    assert posted(f"<p class='post-info'>{line}</p>{TITLE}{PROSE}") == line
    assert posted(f"{TITLE}<div class='entry-meta'>{line}</div>{PROSE}") == line
    assert posted(f"{TITLE}{PROSE}<p class='post-info'>{line}</p>") == line


def test_the_foot_of_a_post_dates_it_and_the_foot_of_a_page_does_not() -> None:
    said = "Publié le 3 mai 2009 par Lise dans : Culture"
    assert posted(f"{TITLE}{PROSE}<div class='footer'>{said}</div>") == said
    assert posted(TITLE + PROSE, "<div class='footer'>Site créé le 3 mai 2009 par Lise Aubrac</div>") == ""


@pytest.mark.parametrize(
    "around",
    [
        f"<div id='sidebar'><h3>Dernières nouvelles</h3><ul>{ELSEWHERE}</ul></div>",
        f"<div class='related'>{ELSEWHERE}</div>",
        "<div id='comments'><h3>2 commentaires</h3><p>Posté par Momo le 6 juin 2009</p><p>Bravo !</p></div>",
        "<h3>Réactions</h3><p>Par Momo, le 6 juin 2009</p>",
        "<p class='date'>Dernière mise à jour le 7 juin 2010</p>",
        "<p class='meta'>© 2009, page modifiée le 7 juin 2010</p>",
        "<p class='infos'>Inscriptions jusqu'au 30 juin 2009</p>",
    ],
)
def test_days_of_other_texts_comments_and_changes_are_none(around: str) -> None:
    assert posted(TITLE + PROSE, around) == ""
    assert posted(f"<p class='post-info'>Par Lise, vendredi 5 juin 2009</p>{TITLE}{PROSE}", around).startswith(
        "Par Lise"
    )


def test_what_says_that_it_is_the_day_comes_before_a_day_alone() -> None:
    named = "<p class='meta byline'><a href='/2011'>12/04/2011</a></p>"
    said = "<p class='meta'>Publié par le service presse le 3 mai 2009</p>"
    assert posted(f"{named}{TITLE}{PROSE}{said}").startswith("Publié par")
