"""A web page -> the Parts of the release on it, without the site around it.

Which blocks are the core, trafilatura judges: of all extractors it is right most often (F1 .93 on French pages).
But it gives up titles, press contacts and «À propos» (whole releases: .54), so the blocks themselves are this
package's own (markup.py), and rules for French releases bring back what belongs to them. Figures and reasons:
docs/decisions/701.md.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from communique.document import Kind, Part
from communique.errors import ReadError
from communique.read import encoding, hypertext, markup, metadata, posted
from communique.read.dates import MONTH
from communique.read.limits import DEFAULT, Limits
from communique.read.marks import styled, uncontrolled
from communique.read.markup import Frame, Piece
from communique.read.parts import Reading

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_JUDGED = 20_000  # tags up to which trafilatura is asked: 130 µs each

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{2,40})|<\?xml[^>]{0,100}encoding=["']([\w.-]{2,40})""", re.I
)
_XML = re.compile(r"\s*<\?xml[^>]{0,200}\?>")

# Classes and ids of what stands around a text. «sidebar-page», which holds the text beside the sidebar, is safe:
# only what stands below the text's own root is asked, and nothing that holds a good part of the core.
_CHROME = re.compile(
    r"cookie|consent|cmplz|tarteaucitron|axeptio|didomi|onetrust|gdpr|rgpd|"
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menus?|submenu|breadcrumbs?|bread-crumb|ariane|filariane|footer|sidebar|side-bar|"
    r"widgets?|share|sharing|sharedaddy|shares|partage|partager|socials?|sociaux|"
    r"addtoany|addthis|related|similaires?|jp-relatedposts|recommended|newsletter|subscribe|comments?|commentaires?|forum|"
    r"respond|pagination|pager|postnav|prev-next|toolbar|tags|tagcloud|taglist|cat-links|post[-_]?info|entry-meta|"
    r"post-meta|postmetadata|metadata|byline|author-box|authorbox|popup|modal|overlay|skip-link|print|search|login|"
    r"advert|ads|promo|lang-switcher|languages|back-to-top|toc|cta|plugin)(?:$|[\s_-])",
    re.IGNORECASE,
)
# What the judge's own choice is not kept from: nobody sets a release in these.
_NEVER = re.compile(
    r"cookie|consent|(?:^|[\s_-])(?:comments?|commentaires?|respond|forum|related|similaires?|jp-relatedposts|newsletter|"
    r"share|sharing|sharedaddy|partage|partager|breadcrumbs?|ariane|nav|navbar|navigation|menus?|sidebar|widgets?|footer|pied)(?:$|[\s_-])",
    re.IGNORECASE,
)
# Page builders call every block a widget; of their classes only those of real chrome count.
_BUILDER = re.compile(
    r"\b(?:elementor|wp-block|et_pb|vc|wpb|fusion|fl)[-_](?![\w-]*(?:share|nav|menu|breadcrumb|related|footer|sidebar|search|toc))"
    r"[\w-]*",
    re.IGNORECASE,
)
_CHROME_TAGS = {"nav", "aside", "footer", "menu"}
_CHROME_ROLES = {"navigation", "complementary", "contentinfo", "search", "banner", "dialog", "alertdialog", "menu"}
_CHROME_LINES = (
    r"partage[rz]|partager (?:sur|cet|l['’]).{0,60}|share|tweete?r?|imprimer.{0,30}|envoyer (?:par|à).{0,40}",
    r"j['’]aime|suivez-nous.{0,40}|retour|haut de page|lire la suite.{0,20}",
    r"(?:article|page)? ?(?:précédent|suivant)e?.{0,60}|accueil|vous êtes ici.{0,120}|accueil ?[>»/›|].{0,200}",
    r"laisser un commentaire.{0,40}|\d{1,4} commentaires?|aucun commentaire|un message, un commentaire.{0,5}",
    r"ajoutez votre titre ici|(?:à )?lire aussi.{0,5}|articles? (?:similaires|liés|connexes|récents).{0,20}",
    r"(?:ce site|nous) utilis(?:e|ons) des cookies.{0,600}|en poursuivant votre navigation.{0,600}",
    r"soumis par .{0,80}|(?:écrit |publié |posté |rédigé )?par [\w .’'-]{2,40}",
    r"(?:écrit |publié |posté )?par [\w .’'-]{2,40},? (?:le )?(?:\w{4,10} )?\d{1,2} [\w.]{3,10} \d{4}.{0,20}",
    r"(?:tags?|étiquettes?|mots[- ]clés|catégories?|classé dans|filed under)\s?:.{0,200}",
    r"(?:ce )?(?:communiqué|article|message)? ?(?:lu|vu|consulté)e? \d.{0,20}",
    r"[\d\s.]{1,10} (?:lectures?|vues?|visites?|partages?)",
    r"(?:contacter l['’]auteur|signaler (?:ce|cet|un) \w{4,12}).{0,80}|mes? favoris|publicité",
    r"si (?:ce|cet|vous ne) .{3,60} (?:s['’]affiche|visualis|lire).{0,120}",
    r"(?:voir|lire|consulter) (?:la|cette)? ?version en ligne.{0,40}",
    r"(?:vous recevez ce|ce (?:message|mail|courriel) vous a été).{0,400}",
    r"pour (?:ne plus recevoir|vous désinscrire|vous désabonner).{0,400}",
    r"(?:se |me )?(?:désinscrire|désabonner)\W{0,3}|(?:gérer|modifier) (?:mes|vos) (?:préférences|abonnements).{0,40}",
    r"retour (?:en haut|à la (?:liste|page)|à l['’]accueil|au (?:sommaire|menu|haut)|aux (?:actu|articles)).{0,150}",
    r"(?:écri(?:re|vez) au|contacter le|e-mail du) web.{0,80}|(?:site|page) optimisée? pour.{0,80}|webmestre.{0,80}",
    r"temps de lecture.{0,30}|\d{1,3} min(?:utes)? de lecture|aller au contenu.{0,20}|menu|fermer|rechercher",
)
_CHROME_LINE = re.compile(rf"^(?:{'|'.join(_CHROME_LINES)})$", re.IGNORECASE)
# What the judge tends to leave out and a release ends with.
_ABOUT = re.compile(
    r"^\W{0,3}(?:[àÀa]\s+propos\b|qui sommes[- ]nous|quelques mots sur|en savoir plus sur|pour en savoir plus|"
    r"plus d['’]informations?\b|notes? aux? (?:rédactions?|rédacteurs?|éditeurs?))",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\bcontacts?\b.{0,20}(?:presse|m[ée]dias?)|(?:service|relations?|bureau|attachée?s?|espace|cellule|pôle)\s+(?:de\s+|avec\s+la\s+)?"
    r"(?:presse|m[ée]dias?)|^\W{0,3}contacts?\s*:?$|\bpress contact",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"^(?:(?:nos |les )?autres (?:nouvelles|actualités|actus|communiqués|articles|publications)"
    r"|(?:à )?(?:lire|voir|découvrir) (?:aussi|également)|sur le même (?:sujet|thème)"
    r"|dans la même (?:rubrique|catégorie)"
    r"|(?:nos |les )?derni(?:ers|ères) (?:nouvelles|actualités|actus|communiqués|articles)"
    r"|articles? (?:similaires|liés|connexes|récents)|vous aimerez aussi)",
    re.IGNORECASE,
)
_OWN_BLOCK = re.compile(r"contact|a-?propos|about|presse", re.IGNORECASE)  # class of a block that a release ends with
_REACH = re.compile(
    r"(?:\+\d{2,3}|\b0)[\s.]?(?:\(0\)\s?)?\d(?:[\s.\u00a0-]?\d{2}){4}|[\w.+-]{1,60}(?:@|\s?\[at\]\s?|\(at\))[\w-]{1,60}\.\w{2}"
)
_DATELINE = re.compile(
    r"^(?:[A-ZÀ-Ý][\w’' -]{1,40},?\s+)?(?:publi[ée]e?s?|mis[e]? en ligne|posté|date\s?:?)?\s?(?:le\s+|du\s+)?"
    r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche)?\s?"
    rf"(?:\d{{1,2}}(?:er)?\s+{MONTH}(?:\s+\d{{4}})?|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}})"
    r"(?:\s?[-–,à]\s?\d{1,2}\s?[h:]\s?\d{0,2})?(?:\s?\|\s?[\w ]{3,30})?\W{0,3}$",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"\b(?:\d{{1,2}}(?:er)?\s+{MONTH}\b|{MONTH}\s+\d{{4}}\b|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}})", re.I
)
_KICKER = re.compile(r"\W{0,3}(?:communiqu|info presse|dossier de presse|invitation presse).{0,60}$", re.IGNORECASE)
_NO_LETTER = re.compile(r"[\W_]+")
_END = re.compile(r"^(?:fait à|signataires?|source|crédits? photos?|notes?\b|\[?\(?\d{1,2}[\])]\s|\*)", re.IGNORECASE)


def read(data: bytes, limits: Limits = DEFAULT) -> Reading:
    """The parts of a page, what its metadata says, and what was doubtful.

    Raises:
        ReadError: the page passes a limit, or holds no text.
    """
    if len(data) > hypertext.MAX_BYTES:
        raise ReadError(f"a page of {len(data):,} bytes; the limit is {hypertext.MAX_BYTES:,}")
    found = _DECLARED.search(data[:4096])
    declared = (found[1] or found[2]).decode("ascii", "replace") if found else ""
    decoded = encoding.decode(data, declared, markup=True)
    page = hypertext.parsed(_XML.sub("", uncontrolled(decoded.text), count=1), limits.chars)
    notes = [decoded.note] if decoded.note else []
    judged = ""
    if page.deep:
        notes.append("tags nested more than 250 deep")
    elif page.tags <= MAX_JUDGED:
        judged = _judge(page.tree)
    hints = metadata.hints(page.tree)
    parts, posted_on = release(markup.listed(page.pieces), judged, hints)
    if posted_on:
        hints["posted"] = posted_on
    return Reading(parts, hints, "text/html", tuple(notes))


def _judge(tree: HtmlElement) -> str:
    """What trafilatura takes for the main text of a page, one block a line; "" if it finds none. It works on a copy."""
    from trafilatura import extract

    return extract(tree, include_comments=False, include_tables=True) or ""


def is_chrome(text: str) -> bool:
    """Whether a line speaks of the page or the mailing that a release is in: «Partager sur Facebook»."""
    return _CHROME_LINE.match(text) is not None


# ------------------------------------------------------------------------------------------------- what is release


def release(pieces: Sequence[Piece], judged: str, hints: dict[str, str]) -> tuple[list[Part], str]:
    """The parts of the release among the pieces of a page, its title of kind "title"; and the line that dates it."""
    pieces = [p for p in pieces if any(c.isalnum() for c in p.marked)]
    page = _Page(pieces, judged, hints)
    keep = page.release()
    parts = []
    for i in sorted(keep):
        kind: Kind = "title" if i == page.title else pieces[i].kind
        level = 0 if i == page.title else pieces[i].level
        parts.append(Part(kind, page.styled[i].text, level, pieces[i].frame.path, page.styled[i].bold))
    return parts, posted.line(pieces, page.texts, keep, page.title)


class _Page:
    """The pieces of a page, and what has been made out about them; indices are places in `pieces`."""

    def __init__(self, pieces: Sequence[Piece], judged: str, hints: dict[str, str]) -> None:
        self.pieces = pieces
        self.hints = hints
        self.styled = [styled(p.marked) for p in pieces]
        self.texts = [" ".join(s.text.split()) for s in self.styled]
        self.keys = [_key(t) for t in self.texts]
        self.names: dict[int, str] = {}  # class and id of an element, without what page builders call every block
        self.title: int | None = None
        self.own: dict[int, bool] = {}  # what `_belongs` said of an element
        self.weight: Counter[int] = Counter()
        self.total = 0
        core = self._judged(judged) if judged else set()
        known = sum(len(self.keys[i]) for i in core)
        self.core = core if core and known >= 0.5 * len(_key(judged)) else self._prose()
        self._weigh(self.core)
        self.core = {i for i in self.core if not self._is_never(i)} or self.core
        self._weigh(self.core)
        self.direct: Counter[int] = Counter()  # the core by the element that holds it, lists and tables passed over
        for i in self.core:
            self.direct[id(_holder(pieces[i].frame))] += len(self.keys[i])

    def release(self) -> set[int]:
        """Which pieces are the release."""
        if not self.core:
            return {i for i in range(len(self.pieces)) if not self._is_chrome(i, None)}
        root = self._root()
        inside = [i for i, p in enumerate(self.pieces) if root.holds(p.frame)]
        plain = [i for i in inside if i in self.core or not self._is_chrome(i, root)]
        core = sorted(self.core.intersection(inside))
        first, last = core[0], core[-1]
        # Where little but the core stands in the root, all of it is release; else only what rules bring back.
        keep = set(core)
        beside = sum(len(self.keys[i]) for i in plain if i not in self.core and self.styled[i].linked < 0.5)
        whole = beside <= 0.35 * self.total
        for i in plain:
            if first < i < last and i not in keep and self._is_text(i):
                if not (whole or self._beside(i) or self._between(i, keep)):
                    continue
                keep.add(i)
        keep |= self._headed(keep)
        keep |= self._head(first, root, whole)
        keep |= self._tail(last, root)
        keep -= self._elsewhere(keep)
        return self._trimmed({i for i in keep if not _CHROME_LINE.match(self.texts[i]) or i == self.title})

    # -------------------------------------------------------------------------------------------------- the core

    def _judged(self, judged: str) -> set[int]:
        """The pieces whose text stands in what the judge kept, without those that lie far from the rest."""
        lines = {_key(line.lstrip("-|# ")) for line in judged.split("\n")}
        whole = _key(judged)
        long_lines = [line for line in lines if len(line) >= 25]
        core = set()
        for i, key in enumerate(self.keys):
            if (
                key in lines
                or (len(key) >= 25 and key in whole)
                or (len(key) >= 60 and sum(len(line) for line in long_lines if line in key) >= 0.6 * len(key))
            ):
                core.add(i)
        clusters: list[list[int]] = []
        for i in sorted(core):
            if clusters and i - clusters[-1][-1] <= 12:
                clusters[-1].append(i)
            else:
                clusters.append([i])
        sizes = [sum(len(self.keys[i]) for i in cluster) for cluster in clusters]
        return {i for cluster, size in zip(clusters, sizes, strict=True) if size >= 0.12 * sum(sizes) for i in cluster}

    def _prose(self) -> set[int]:
        """The pieces that read like a text, where there is no judge: long, few links, not in chrome."""
        prose = {
            i
            for i, piece in enumerate(self.pieces)
            if len(self.texts[i]) >= 60 and self.styled[i].linked < 0.3 and piece.kind != "caption"
        }
        self._weigh(prose)  # what holds a good part of all prose is no chrome, whatever it is called
        prose = {i for i in prose if not self._is_chrome(i, None)} or prose
        self._weigh(prose)
        for i in sorted(prose):  # the site says itself where its text is
            for frame in self.pieces[i].frame.ancestors():
                if frame.tag in {"article", "main"} and self.weight[id(frame)] >= 0.5 * self.total:
                    return {j for j in prose if frame.holds(self.pieces[j].frame)}
        return prose

    def _weigh(self, core: set[int]) -> None:
        """How much of the core each element holds, in letters and digits."""
        weight: dict[int, int] = {}
        for i in core:
            size = len(self.keys[i])
            frame: Frame | None = self.pieces[i].frame
            while frame is not None:
                weight[id(frame)] = weight.get(id(frame), 0) + size
                frame = frame.up
        self.weight = Counter(weight)
        self.total = sum(len(self.keys[i]) for i in core)

    def _root(self) -> Frame:
        """The innermost element that holds nearly all of the core."""
        best = self.pieces[min(self.core)].frame
        for frame in self.pieces[min(self.core)].frame.ancestors():
            best = frame
            if self.weight[id(frame)] >= 0.9 * self.total:
                break
        for i in self.core:  # the first piece of the core may itself stand apart
            for frame in self.pieces[i].frame.ancestors():
                if self.weight[id(frame)] >= 0.9 * self.total:
                    if _depth(frame) > _depth(best):
                        best = frame
                    break
        return best

    # ------------------------------------------------------------------------------------------------ the chrome

    def _is_chrome(self, i: int, root: Frame | None) -> bool:
        """Whether a piece stands in something that surrounds texts: a menu, a sidebar, a share bar."""
        for frame in self.pieces[i].frame.ancestors():
            if frame is root:
                return False
            if self.weight[id(frame)] > 0.3 * self.total:
                continue
            chrome = (
                (frame.tag in _CHROME_TAGS and not _signs(frame))
                or frame.attrs.get("role") in _CHROME_ROLES
                or (
                    frame.tag not in {"body", "html", "article", "main"}
                    and _CHROME.search(self._names(frame))
                    and not _signs(frame)
                )
            )
            if chrome and not (root is not None and self._belongs(frame, i)):
                return True
        return False

    def _names(self, frame: Frame) -> str:
        if id(frame) not in self.names:
            self.names[id(frame)] = _BUILDER.sub("", frame.names)
        return self.names[id(frame)]

    def _is_never(self, i: int) -> bool:
        """Whether a piece stands in what no release is set in, whatever the judge says."""
        for frame in self.pieces[i].frame.ancestors():
            if self.weight[id(frame)] > 0.3 * self.total:
                return False
            if _signs(frame):
                continue
            if frame.tag in _CHROME_TAGS or _NEVER.search(self._names(frame)):
                return not self._belongs(frame, i)
        return False

    def _belongs(self, frame: Frame, i: int) -> bool:
        """Whether a footer or an aside within the text, which holds piece i, holds its own contact or «À propos»."""
        if id(frame) not in self.own:
            self.own[id(frame)] = False
            if not re.search(r"sidebar|widget|nav|menu|cookie|share|comment", self._names(frame), re.IGNORECASE):
                held = [i]  # an element's pieces follow one another: so few are looked at, however many the page has
                for way in (range(i - 1, -1, -1), range(i + 1, len(self.pieces))):
                    inside = itertools.takewhile(lambda j: frame.holds(self.pieces[j].frame), way)
                    held += itertools.islice(inside, 30 - len(held))
                few = len(held) < 30
                self.own[id(frame)] = few and any(
                    _CONTACT.search(self.texts[j]) or _ABOUT.search(self.texts[j]) for j in held
                )
        return self.own[id(frame)]

    def _is_text(self, i: int) -> bool:
        """Whether a piece is more than links; a contact's address may be all link."""
        return self.styled[i].linked < 0.7 or bool(_REACH.search(self.texts[i])) or self._listed(i)

    def _listed(self, i: int) -> bool:
        """An item of a list some of which is kept: the names of signatories may all be links."""
        piece = self.pieces[i]
        return piece.kind == "item" and any(
            j in self.core and self.pieces[j].kind == "item" and self.pieces[j].frame.up is piece.frame.up
            for j in range(max(0, i - 40), min(len(self.pieces), i + 40))
        )

    # ----------------------------------------------------------------------------------------------- what is kept

    def _beside(self, i: int) -> bool:
        """Whether a piece is a child of the element that holds a good part of the core directly."""
        return self.direct[id(_holder(self.pieces[i].frame))] >= 0.2 * self.total

    def _elsewhere(self, keep: set[int]) -> set[int]:
        """What stands under «Autres nouvelles», «À lire aussi», to the end of their element."""
        gone: set[int] = set()
        for i in sorted(keep):
            if i in gone or i == self.title or not _ELSEWHERE.match(self.texts[i]) or len(self.texts[i]) > 60:
                continue
            holder = _holder(self.pieces[i].frame)
            for j in sorted(keep):
                if j < i:
                    continue
                if j > i and (not holder.holds(self.pieces[j].frame) or _CONTACT.search(self.texts[j])):
                    break
                gone.add(j)
        return gone

    def _between(self, i: int, keep: set[int]) -> bool:
        """Whether a piece in a gap of the core belongs to it, where its root holds other things too."""
        kind = self.pieces[i].kind
        if kind == "item":
            return self._listed(i) or i - 1 in keep
        if kind == "heading":
            return i + 1 in keep or i + 2 in keep
        return i - 1 in keep and (i + 1 in keep or i + 2 in keep)

    def _headed(self, keep: set[int]) -> set[int]:
        """Headings right above what is kept, and inside the same element."""
        return {
            i
            for i, p in enumerate(self.pieces)
            if p.kind == "heading" and i not in keep and i + 1 in keep and p.frame.up is self.pieces[i + 1].frame.up
        }

    def _head(self, first: int, root: Frame, whole: bool) -> set[int]:
        """The title, and what stands between it and the core: kicker, subtitle, date, lead."""
        self.title = self._title(first, root)
        start = self.title if self.title is not None and self.title < first else None
        if start is None:
            start = max(0, first - 4)
        keep = {self.title} if self.title is not None else set()
        near = self._common(start, first)
        for i in range(start, first):
            text = self.texts[i]
            dated = bool(_DATELINE.match(text))
            near_title = self.title is not None and abs(i - self.title) <= 6
            if (self.styled[i].linked > 0.3 or self._is_chrome(i, near)) and not (dated and near_title):
                continue
            in_root = root.holds(self.pieces[i].frame)
            below_title = self.title is not None and i > self.title
            said = below_title and (self.pieces[i].kind == "heading" or len(text) >= 60)
            if dated or said or (in_root and (whole or first - i <= 2)):
                keep.add(i)
        if self.title is not None:  # a kicker or a date right above the title
            box = self._box(self.title)
            for i in range(max(0, self.title - 3), self.title):
                above = self.pieces[i].frame
                title = self.pieces[self.title].frame
                beside = above.up is title.up or title.holds(self.pieces[i].frame)
                if self.keys[i] == self.keys[self.title]:
                    continue  # the end of a breadcrumb
                if self.styled[i].linked >= 0.3 and not _DATELINE.match(self.texts[i]):
                    continue
                plain = not self._is_chrome(i, near)
                kicker = _KICKER.match(self.texts[i]) and (beside or plain)
                # «Exposition | 3 mars – 2 septembre 2018», «Mairie de Saint-Girons» in the box of the title
                boxed = beside or (box is not None and box.holds(self.pieces[i].frame))
                dated = _DATED.search(self.texts[i]) is not None
                said = dated or len(self.texts[i].split()) > 1
                dated = boxed and plain and said and len(self.texts[i]) <= 100
                judged = (
                    i in self.core and not self._is_never(i) and (plain or _DATED.search(self.texts[i]) is not None)
                )
                # what stands with the title in the element of the core is lost if it is not kept here
                within = plain and said and root.holds(title) and root.holds(self.pieces[i].frame)
                if kicker or dated or judged or within or _DATELINE.match(self.texts[i]):
                    keep.add(i)
        return keep

    def _box(self, title: int) -> Frame | None:
        """The element around the title that holds little else: none of the core, and no more than six pieces."""
        best: Frame | None = None
        near = self.pieces[max(0, title - 6) : title + 7]
        for frame in self.pieces[title].frame.ancestors():
            inside = sum(frame.holds(p.frame) for p in near)
            if self.weight[id(frame)] > 0.3 * self.total or inside > 6:
                break
            best = frame
        return best

    def _title(self, first: int, root: Frame) -> int | None:
        """The heading that is the page's title: an <h1> in the text or above it, best one that <title> names."""
        named = _key(self.hints.get("title", ""))
        site = _key(self.hints.get("publisher", ""))
        candidates: list[tuple[float, int]] = []
        for i, piece in enumerate(self.pieces):
            key = self.keys[i]
            if not key or key == site or (piece.kind != "heading" and key != named):
                continue
            above = i <= first + 1
            in_root = root.holds(self.pieces[i].frame)
            score = 2.0 * (piece.level == 1) + (1 if above else -2) + in_root
            if named and len(key) > 8 and (key in named or named in key):
                # part of it may be the site's name, which stands at the head of every page
                score += 3 if in_root or min(len(key), len(named)) > 0.6 * max(len(key), len(named)) else 0
            elif piece.level > 1 and not (above and in_root and self._highest(i)):
                continue  # any other heading may be a menu's
            if piece.kind != "heading" and self._is_chrome(i, None):
                continue  # the end of a breadcrumb
            if not above and piece.level > 1:
                continue
            score -= min(1.0, abs(first - i) / 50)
            if self._is_chrome(i, root) and not in_root:
                score -= 1
            candidates.append((score, -i))
        return -max(candidates)[1] if candidates and max(candidates)[0] > 0 else None

    def _highest(self, i: int) -> bool:
        """Whether a heading has no other of its rank or a higher one on the page."""
        level = self.pieces[i].level
        return not any(p.kind == "heading" and p.level <= level for k, p in enumerate(self.pieces) if k != i)

    def _common(self, i: int, j: int) -> Frame | None:
        """The innermost element that holds both pieces."""
        return next((f for f in self.pieces[j].frame.ancestors() if f.holds(self.pieces[i].frame)), None)

    def _tail(self, last: int, root: Frame) -> set[int]:
        """What a release ends with and the judge gives up: «À propos», contacts, signature, credits.

        Inside the text's root, and in its siblings; never in a sidebar or in the page's footer, where the same
        press contact stands on every page of a site.
        """
        keep: set[int] = set()
        article = next((f for f in root.ancestors() if f.tag in {"article", "main"}), root)
        holder = article.up or article
        around = [f for f in holder.ancestors() if f.tag not in {"", "html", "body"}][1:3]
        on = 0  # how many more short lines may follow the last hit
        about = False
        for i in range(last + 1, min(len(self.pieces), last + 80)):
            text, piece = self.texts[i], self.pieces[i]
            chain = [*piece.frame.ancestors()]
            within = root.holds(self.pieces[i].frame)
            if not within and (not holder.holds(self.pieces[i].frame) or self._is_chrome(i, holder)):
                named = any(_OWN_BLOCK.search(f.names) for f in chain[:4]) and any(f in chain for f in around)
                if not named or self._is_chrome(i, around[-1]):
                    on = 0
                    continue
            if within and self._is_chrome(i, root):
                continue
            if (_CONTACT.search(text) or _ABOUT.search(text)) and self.styled[i].linked < 0.8 and len(text) < 1500:
                about = bool(_ABOUT.search(text))
                on = 12
                keep.add(i)
            elif not on and self._follows(i, {last, *keep}):
                keep.add(i)
            elif on and _REACH.search(text) and len(text) < 400:
                on = 6
                keep.add(i)
            elif on and piece.kind == "heading":
                on = 0
            elif on and about and self.styled[i].linked < 0.5 and len(text) >= 60:
                keep.add(i)
            elif on and len(text) < 160 and self.styled[i].linked < 0.9:
                on -= 3
                keep.add(i)
            elif within and not on and i - max({last, *keep}) <= 2 and (_END.match(text) or _DATELINE.match(text)):
                keep.add(i)
        return keep

    def _follows(self, i: int, keep: set[int]) -> bool:
        """A list or a paragraph right after what is kept, in the element that holds the core directly."""
        if i - 1 not in keep or self.styled[i].linked >= 0.3 or not self._beside(i):
            return False
        if _cell(self.pieces[i].frame) is not _cell(self.pieces[i - 1].frame):
            return False  # a page of 1998, all of it in one table
        return self.pieces[i].kind in {"item", "quote", "row"} or len(self.texts[i]) >= 60

    def _trimmed(self, keep: set[int]) -> set[int]:
        """Without what only leads elsewhere, at the end: headings over nothing, and links to click."""
        ordered = sorted(keep)
        while ordered and ordered[-1] != self.title:
            i = ordered[-1]
            share = 0.5 if self.pieces[i].kind == "item" else 0.8
            link = self.styled[i].linked > share and not _REACH.search(self.texts[i]) and not self._announced(i)
            if not link and self.pieces[i].kind != "heading":
                break
            if link and self._contact_above(ordered):
                break  # the web and social addresses of a contact
            ordered.pop()
        return set(ordered)

    def _announced(self, i: int) -> bool:
        """An item of a list that a sentence with a colon announces: the names of signatories may all be links."""
        while i and self.pieces[i].kind == "item":
            i -= 1
        return self.texts[i].endswith(":") and self.pieces[i].kind == "paragraph"

    def _contact_above(self, ordered: Sequence[int]) -> bool:
        """Whether the last of these pieces stands under the word «contact», with no other heading between."""
        for i in reversed(ordered[-6:-1]):
            if _CONTACT.search(self.texts[i]) or self.pieces[i].kind == "heading":
                return bool(_CONTACT.search(self.texts[i]))
        return False


def _holder(frame: Frame) -> Frame:
    """The element in which a piece's own block stands: for an item, the one that holds its list."""
    above = frame.up or frame
    while above.up and above.tag in {"ul", "ol", "li", "dl", "table", "tbody", "thead", "tr", "td", "th", "blockquote"}:
        above = above.up
    return above


def _cell(frame: Frame) -> Frame | None:
    """The innermost cell of a table that holds an element."""
    return next((f for f in frame.ancestors() if f.tag in {"td", "th"}), None)


def _signs(frame: Frame) -> bool:
    """Whether an element is the <footer> of a <blockquote>: who said it."""
    return frame.tag == "footer" and any(f.tag == "blockquote" for f in frame.ancestors())


def _depth(frame: Frame) -> int:
    return sum(1 for _ in frame.ancestors())


def _key(text: str) -> str:
    return _NO_LETTER.sub("", text).lower()
