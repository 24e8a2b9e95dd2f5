"""The head of a web page -> hints: title, dates, author, publisher, description, address, language, kind."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from communique.read.dates import iso

if TYPE_CHECKING:
    from lxml.etree import _Element

# Names of <meta> (name, property or itemprop), the most to be trusted first.
_META: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title"),
    "published": (
        "article:published_time", "og:article:published_time", "datepublished", "dcterms.issued", "dc.date.issued",
        "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "date", "pubdate", "publication_date",
        "sailthru.date", "article.published", "citation_publication_date", "og:published_time", "datecreated",
    ),
    "modified": ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified"),
    "author": ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author"),
    "publisher": ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name"),
    "description": ("og:description", "description", "twitter:description", "dc.description"),
    "url": ("og:url",),
    "language": ("dc.language", "language", "content-language"),
}  # fmt: skip
_ARTICLES = {
    "article",
    "newsarticle",
    "blogposting",
    "pressrelease",
    "report",
    "webpage",
    "posting",
    "socialmediaposting",
}
_KIND = re.compile(r"communiqu|dossier de presse|invitation presse|press[- ]release", re.IGNORECASE)
_SUFFIX = re.compile(r"\s+[-–—|·•:»]\s+")


def hints(tree: _Element) -> dict[str, str]:
    """What a page says of itself, as `Document.hints`; dates in ISO form, and only those that are dates."""
    found: dict[str, str] = {}
    meta = _metas(tree)
    linked = [*_linked_data(tree)]
    article = next((x for x in linked if _types(x) & (_ARTICLES - {"webpage"})), None) or next(
        (x for x in linked if "webpage" in _types(x)), {}
    )
    found["published"] = iso(_text(article.get("datePublished"))) or _date(meta, "published")
    found["modified"] = iso(_text(article.get("dateModified"))) or _date(meta, "modified")
    found["published"] = found["published"] or _time(tree)
    for key in ("title", "author", "publisher", "description", "url"):
        found[key] = next((meta[name] for name in _META[key] if meta.get(name)), "")
    found["author"] = _text(article.get("author")) or found["author"]
    found["publisher"] = found["publisher"] or _text(article.get("publisher"))
    title = tree.find(".//title")
    found["title"] = found["title"] or _text(article.get("headline"))
    whole = " ".join((title.text or "").split()) if title is not None else ""
    # Only the page's own title names the site, where nothing else does: «Un pont - Ville de Tours».
    sited = not found["publisher"] and _SUFFIX.match(whole.removeprefix(found["title"]))
    if not found["title"] or sited:
        found["title"] = whole
    found["title"] = without_site(found["title"], found["publisher"])
    found["url"] = _canonical(tree) or found["url"]
    if not found["url"].startswith(("http://", "https://")):
        found["url"] = ""
    found["language"] = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    found["language"] = found["language"] or next((meta[n] for n in _META["language"] if meta.get(n)), "")
    found["kind"] = _kind(tree, meta, article)
    return {key: value for key, value in found.items() if value}


def _metas(tree: _Element) -> dict[str, str]:
    """Name (lower case) -> content, of every <meta>; the first of a name counts."""
    out: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = " ".join((element.get("content") or "").split())
        if name and content:
            out.setdefault(name.lower(), content)
    return out


def _date(meta: Mapping[str, str], key: str) -> str:
    return next((day for name in _META[key] if (day := iso(meta.get(name, "")))), "")


def _time(tree: _Element) -> str:
    """The date of the first <time> that says it is the publication's, else of the only one in an <article>."""
    times = [t for t in tree.iter("time") if iso(t.get("datetime") or "")]
    for element in times:
        names = f"{element.get('class', '')} {element.get('itemprop', '')}".lower()
        if "publish" in names or "entry-date" in names or element.get("pubdate") is not None:
            return iso(element.get("datetime") or "")
    days = {iso(t.get("datetime") or "")[:10] for t in times}
    return days.pop() if len(days) == 1 else ""


def _linked_data(tree: _Element) -> Iterator[Mapping[str, Any]]:
    """Every object of the page's JSON-LD, at any depth of @graph and lists; what is no JSON is passed over."""
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or ""):
            continue
        try:
            waiting: list[Any] = [json.loads(element.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        seen = 0
        while waiting and seen < 500:
            seen += 1
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting.extend(value[:200])
            elif isinstance(value, dict):
                yield value
                waiting.extend(value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value)


def _types(value: Mapping[str, Any]) -> set[str]:
    kind = value.get("@type")
    return {str(k).lower() for k in (kind if isinstance(kind, list) else [kind])}


def _text(value: Any) -> str:
    """The text of a JSON-LD value: of a person or organisation, its name."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value[:10])))
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("@value") or "")
    return " ".join(value.split()) if isinstance(value, str) else ""


def _canonical(tree: _Element) -> str:
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() == "canonical":
            return (element.get("href") or "").strip()
    return ""


def _kind(tree: _Element, meta: Mapping[str, str], article: Mapping[str, Any]) -> str:
    """The page's category, if it is a kind of release: "Communiqués de presse"."""
    said = [meta.get("article:section", ""), _text(article.get("articleSection"))]
    for element in tree.iter("a"):
        if "category" in (element.get("rel") or "") and len(said) < 12:
            said.append(" ".join("".join(element.itertext()).split()))
    return next((words for words in said if _KIND.search(words) and len(words) < 60), "")


def without_site(title: str, site: str) -> str:
    """The title of a page without its site: ("Un pont - Ville de Tours", "Ville de Tours") -> "Un pont"."""
    pieces = _SUFFIX.split(title)
    if len(pieces) > 1 and site:
        cut = len(title)
        while len(pieces) > 1 and pieces[-1].strip().lower() == site.strip().lower():
            cut = title.rindex(pieces.pop(), 0, cut)
        return re.sub(r"\s+[-–—|·•:»]\s*$", "", title[:cut]).strip()
    return title
