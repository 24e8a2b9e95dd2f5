"""A release with something in every layer, for the tests of sinks and of the record."""

from __future__ import annotations

import datetime as dt

from communique.record import (
    About,
    Acronym,
    Amount,
    Block,
    Contact,
    Date,
    Entity,
    Fact,
    Item,
    Link,
    Mention,
    Person,
    Problem,
    Producer,
    Quote,
    Release,
    Role,
    SourceInfo,
    Theme,
    ThemedList,
)

TEXT = (
    "Tours, le 3 mai 2021\n\nLe CNE (Comité national de l’eau) réunit 12 communes\n\n« L’eau manque », "
    "déclare Ève Brun, présidente.\n\n"
    "Deux axes :\n\nl’eau : moins de fuites\n\nÀ propos du CNE\n\nÈve Brun 01 99 00 12 34"
)
BY = "dates/jour-mois-an"


def at(words: str, after: int = 0) -> dict[str, object]:
    """Offsets and text of the first place of `words` in TEXT."""
    start = TEXT.index(words, after)
    return {"start": start, "end": start + len(words), "text": words, "by": BY}


def sample(name: str = "a.txt", id: str = "ab" * 32) -> Release:
    blocks = []
    start = 0
    for block in TEXT.split("\n\n"):
        blocks.append(
            Block(kind="paragraph", start=start, end=start + len(block), level=0, origin="", zone="body", by=BY)
        )
        start += len(block) + 2
    return Release(
        id=id,
        source=SourceInfo(name=name, media_type="text/plain", sha256=id, size=len(TEXT.encode())),
        producer=Producer(version="0.1", model="fr_core_news_md-3.8.0", rules="0" * 16),
        language="fr",
        kind="communiqué",
        text=TEXT,
        blocks=tuple(blocks),
        title=Fact(**at("Le CNE (Comité national de l’eau) réunit 12 communes"), value="Le CNE réunit 12 communes"),
        place=Fact(**at("Tours"), value="Tours"),
        issuer=Fact(start=0, end=0, text="", by=BY, value="Comité national de l’eau"),
        published=Date(
            **at("3 mai 2021"),
            type="DATE",
            value="2021-05-03",
            earliest=dt.date(2021, 5, 3),
            latest=dt.date(2021, 5, 3),
        ),
        mentions=(
            Mention(**at("CNE"), value="CNE", label="ORG", entity="e1"),
            Mention(**at("Ève Brun"), value="Ève Brun", label="PER", entity="e2"),
        ),
        entities=(
            Entity(id="e1", label="ORG", name="Comité national de l’eau", aliases=("CNE",)),
            Entity(
                id="e2", label="PER", name="Ève Brun", link=Link(id="", name="Ève Brun", source="x", candidates=("a",))
            ),
        ),
        persons=(Person(name="Ève Brun", entity="e2", roles=(Role(**at("présidente"), title="présidente"),)),),
        acronyms=(Acronym(**at("CNE"), short="CNE", long="Comité national de l’eau"),),
        dates=(Date(**at("3 mai 2021"), type="DATE", value="2021-05-03"),),
        lists=(
            ThemedList(
                **at("l’eau : moins de fuites"),
                intro=Fact(**at("Deux axes :"), value="Deux axes :"),
                items=(
                    Item(
                        **at("l’eau : moins de fuites"),
                        level=1,
                        themes=(
                            Theme(
                                **at("l’eau", TEXT.index("Deux axes")),
                                theme="l’eau",
                                details="moins de fuites",
                            ),
                        ),
                    ),
                ),
            ),
        ),
        quotes=(Quote(**at("L’eau manque"), value="L’eau manque", speaker="Ève Brun", entity="e2", cue="déclare"),),
        amounts=(Amount(**at("12 communes"), value="12", unit="commune"),),
        contacts=(Contact(**at("Ève Brun 01 99 00 12 34"), name="Ève Brun", phones=("+33199001234",)),),
        about=(About(**at("À propos du CNE"), organization="CNE"),),
        problems=(Problem(layer="dates", error="weekday", message="lundi"),),
    )
