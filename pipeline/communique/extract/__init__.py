"""Document -> facts. LAYERS is the order in which they run; one module each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from communique.document import Document
from communique.extract import (
    about,
    acronyms,
    amounts,
    contacts,
    dates,
    entities,
    headline,
    issuer,
    language,
    lists,
    mentions,
    persons,
    published,
    quotes,
    zones,
)
from communique.record import Release
from communique.rulebook import Rules

# Field of Release -> its value; "problems" may stand beside the layer's own fields and is added to what is there.
Found = Mapping[str, object]


@dataclass(frozen=True)
class Layer:
    """One step: reads the document and what the layers in `needs` found, fills `fields`, touches nothing else."""

    name: str
    fields: tuple[str, ...]
    find: Callable[[Document, Release, Rules], Found]
    needs: tuple[str, ...] = ()  # names of layers that stand earlier; "tags" is the statistical model


LAYERS: tuple[Layer, ...] = (
    Layer("language", ("language",), language.find),
    Layer("zones", ("blocks",), zones.find),
    Layer("headline", ("kind", "title", "subtitle", "place"), headline.find, ("zones",)),
    Layer("published", ("published", "embargo"), published.find, ("zones", "headline")),
    Layer("acronyms", ("acronyms",), acronyms.find, ("zones",)),
    Layer("dates", ("dates",), dates.find, ("published",)),
    Layer("amounts", ("amounts",), amounts.find, ("dates",)),
    Layer("lists", ("lists",), lists.find, ("zones",)),
    Layer("about", ("about",), about.find, ("zones",)),
    Layer("mentions", ("mentions",), mentions.find, ("tags", "zones", "headline", "acronyms")),
    Layer("entities", ("entities",), entities.find, ("mentions", "acronyms")),
    Layer("persons", ("persons",), persons.find, ("mentions", "entities", "acronyms")),
    Layer("contacts", ("contacts",), contacts.find, ("zones", "mentions", "persons")),
    Layer("issuer", ("issuer",), issuer.find, ("zones", "headline", "about", "entities", "contacts", "acronyms")),
    Layer("quotes", ("quotes",), quotes.find, ("zones", "mentions", "entities", "persons", "lists")),
)


def closure(only: Collection[str] | None = None) -> tuple[Layer, ...]:
    """The named layers and all that they need, in the order in which they run; all layers for None.

    Raises:
        ValueError: a name is not that of a layer; the message lists the names that are.
    """
    if only is None:
        return LAYERS
    names = [layer.name for layer in LAYERS]
    if unknown := sorted(set(only) - set(names)):
        raise ValueError(f"no layer {', '.join(unknown)}; the layers are {', '.join(names)}")
    wanted = set(only)
    for layer in reversed(LAYERS):
        if layer.name in wanted:
            wanted |= set(layer.needs)
    return tuple(layer for layer in LAYERS if layer.name in wanted)
