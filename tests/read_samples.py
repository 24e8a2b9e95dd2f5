"""Web pages for the tests of reading: one invented release, set by twelve kinds of sites, with all that they put round it.

The release is the same on all; what is release and what is site is known, so kept and foreign words can be counted.
"""

from __future__ import annotations

import re
from collections import Counter

TITLE = "Le Grand Port de Saint-Nazaire ouvre sa nouvelle cale aux chantiers du littoral"
DATELINE = "Saint-Nazaire, le 14 mars 2019"
LEAD = (
    "Après trois ans de travaux, la cale de mise à l’eau du bassin de Penhoët accueille ce jeudi ses premiers navires. "
    "Les chantiers du littoral y trouveront un outil commun, ouvert toute l’année."
)
PARAGRAPHS = (
    "Longue de 140 mètres, la cale peut recevoir des coques de 900 tonnes. Elle remplace l’ancien plan incliné, fermé en "
    "2011, et se loue à la journée. Les marins pêcheurs de La Turballe et du Croisic en seront les premiers usagers.",
    "Le budget de l’opération s’élève à 6,4 millions d’euros, dont 2,1 millions apportés par la Région Pays de la Loire et "
    "1,5 million par l’État. M<sup>e</sup> Kerbrat, notaire du port, a signé l’acte le 4 février.",
    "« Cette cale est née d’une demande simple : ne plus remorquer un chalutier jusqu’à Lorient pour repeindre sa coque », "
    "rappelle Solène Guivarc’h, directrice du port.",
)
INTRO = "Trois services y sont proposés :"
ITEMS = ("la mise à sec : une journée, sur rendez-vous", "le carénage : peinture et soudure", "l’escale technique")
NESTED = ("pour les voiliers de moins de 12 mètres", "pour les chalutiers")
HEADING = "Un chantier ouvert aux apprentis"
LAST = (
    "Dès la rentrée, quarante apprentis du lycée Brossaud-Blancho travailleront sur place deux jours par semaine, avec les "
    "équipes de quatre entreprises de Montoir-de-Bretagne."
)
ABOUT = "À propos du Grand Port de Saint-Nazaire"
ABOUT_TEXT = (
    "Établissement public de l’État, le Grand Port accueille chaque année 2 500 escales. Il emploie 640 personnes sur les "
    "deux rives de l’estuaire de la Loire."
)
CONTACT = "Contact presse"
CONTACT_LINES = ("Yann Le Floc’h", "02 40 00 11 22", "presse@port.example")

Page = tuple[str, str]  # HTML, and where in it the contact stands


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def expected() -> str:
    """All words of the release."""
    paragraphs = [re.sub(r"<[^>]+>", "", p) for p in PARAGRAPHS]
    return "\n".join(
        [TITLE, DATELINE, LEAD, *paragraphs, INTRO, *ITEMS, *NESTED, HEADING, LAST, ABOUT, ABOUT_TEXT, CONTACT]
        + [*CONTACT_LINES]
    )


def _list() -> str:
    nested = "".join(f"<li>{n}</li>" for n in NESTED)
    return f"<ul><li>{ITEMS[0]}</li><li>{ITEMS[1]}<ul>{nested}</ul></li><li>{ITEMS[2]}</li></ul>"


def _body(heading: str = "h2") -> str:
    ps = "".join(f"<p>{p}</p>\n" for p in PARAGRAPHS)
    return f"<p><strong>{LEAD}</strong></p>\n{ps}<p>{INTRO}</p>{_list()}<{heading}>{HEADING}</{heading}><p>{LAST}</p>\n"


def _about(heading: str = "h3") -> str:
    return f"<{heading}>{ABOUT}</{heading}><p>{ABOUT_TEXT}</p>"


def _contact() -> str:
    name, phone, mail = CONTACT_LINES
    return f'<p><strong>{CONTACT}</strong><br>{name}<br>{phone}<br><a href="mailto:{mail}">{mail}</a></p>'


_MENU = "".join(
    f'<li><a href="/{w}">{w}</a>{"<ul><li><a href=/x>Nos métiers</a></li><li><a href=/y>Dotation du littoral (DDL)</a></li></ul>" if w == "Le port" else ""}</li>'
    for w in ("Accueil", "Le port", "Entreprises", "Escales", "Presse", "Recrutement", "Contact")
)
_COOKIES = (
    '<div id="cookie-law-info-bar"><span>Ce site utilise des cookies pour améliorer votre navigation et mesurer son '
    'audience. Vous pouvez les accepter ou les refuser à tout moment.</span> <a href="#">Accepter</a> <a href="#">Refuser</a></div>'
)
_RELATED = "".join(
    f'<article class="post-card"><h3><a href="/{i}">{t}</a></h3><span class="date">{d}</span><p>{p}</p></article>'
    for i, (t, d, p) in enumerate(
        [
            ("Le trafic du port progresse de 4 %", "12 février 2019", "Porté par les vracs, le trafic atteint 32 millions de tonnes […]"),
            ("Un nouveau président pour le conseil", "3 janvier 2019", "Le conseil de surveillance a élu son président à l’unanimité […]"),
            ("Vœux à la presse le 17 janvier", "20 décembre 2018", "La direction recevra les journalistes au terminal croisière […]"),
        ]
    )
)
_SIDEBAR = (
    '<h4>Newsletter</h4><p>Inscrivez-vous à notre lettre d’information pour ne rien manquer.</p><h4>Contact presse</h4>'
    "<p>Marie Tanguy – responsable éditoriale<br>02 99 99 99 99</p><h4>Archives</h4><ul><li><a href=/a>mars 2019</a></li>"
    "<li><a href=/b>février 2019</a></li></ul>"
)
_FOOTER = (
    "<p>Grand Port – 18 quai Ernest-Renaud, 44186 Nantes – Tél. 02 40 99 99 99</p><p>Suivez-nous sur les réseaux sociaux</p>"
    "<ul><li><a href=/m>Mentions légales</a></li><li><a href=/p>Plan du site</a></li></ul><p>© 2019 Tous droits réservés</p>"
)
_SHARE = '<div class="sharedaddy"><h3>Partager :</h3><ul><li><a href=#>Twitter</a></li><li><a href=#>Facebook</a></li></ul></div>'


def _head(extra: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="fr-FR"><head><meta charset="utf-8"><title>{TITLE} - Grand Port</title>'
        f'<meta property="og:site_name" content="Grand Port">{extra}</head>'
    )


def wordpress() -> str:
    return (
        _head('<meta property="article:published_time" content="2019-03-14T09:00:00+01:00">')
        + f'<body class="single has-sidebar">{_COOKIES}<header class="site-header"><h2 class="site-title">Grand Port</h2><nav class="main-navigation"><ul>{_MENU}</ul></nav>'
        f'<nav class="mobile-menu"><ul>{_MENU}</ul></nav></header><div id="content" class="sidebar-page"><main><article class="post hentry">'
        f'<header class="entry-header"><h1 class="entry-title">{TITLE}</h1><div class="entry-meta">Publié le <time datetime="2019-03-14">14 mars 2019</time> par admin</div></header>'
        f'<div class="entry-content"><p>{DATELINE}</p>{_body()}{_about()}{_contact()}{_SHARE}</div><footer class="entry-footer">Catégories : <a href=#>Actualités</a></footer></article>'
        f'<nav class="post-navigation"><a href=/p>Article précédent : Le trafic du port</a></nav><section class="related-posts"><h2>Articles similaires</h2>{_RELATED}</section></main>'
        f'<aside class="widget-area">{_SIDEBAR}</aside></div><footer class="site-footer">{_FOOTER}</footer></body></html>'
    )


def builder() -> str:
    """Nested <div> of a page builder, no <article>; the title stands in a banner of its own."""
    row = '<div class="et_pb_row"><div class="et_pb_column"><div class="et_pb_module et_pb_text"><div class="et_pb_text_inner">'
    end = "</div></div></div></div>"
    return (
        _head()
        + f'<body><div id="page-container"><div id="top-menu-nav"><ul id="top-menu">{_MENU}</ul></div><div id="mobile_menu"><ul>{_MENU}</ul></div>'
        f'<div class="et_pb_section et_pb_fullwidth_header"><div class="bread-crumb"><a href=/>Accueil</a> &gt; <a href=/n>Actualités</a> &gt; {TITLE}</div><h1>{TITLE}</h1></div>'
        f'<div class="et_pb_section">{row}<p>{DATELINE}</p><p><strong>{LEAD}</strong></p>{end}{row}{_body("h4").split("</p>", 1)[1]}{end}{row}{_about("h5")}{end}{row}{_contact()}{end}</div>'
        f'<div class="et_pb_section related">{_RELATED}</div><footer id="main-footer">{_FOOTER}</footer></div></body></html>'
    )


def drupal() -> str:
    return (
        _head()
        + f'<body><div class="region region-header"><ul class="menu">{_MENU}</ul></div><div class="breadcrumb">Vous êtes ici : <a href=/>Accueil</a> » Presse</div>'
        f'<div id="main"><div class="region region-content"><h1 class="page-title">{TITLE}</h1><div class="node node--type-communique"><div class="node__submitted">Soumis par webmestre le 14/03/2019 - 10:12</div>'
        f'<div class="field field--name-field-date">{DATELINE}</div><div class="field field--name-body">{_body()}{_about()}</div></div>'
        f'<div class="field field--name-field-contact-presse">{_contact()}</div></div><div class="region region-sidebar-first">{_SIDEBAR}</div></div>'
        f'<div class="region region-footer">{_FOOTER}</div></body></html>'
    )


def spip() -> str:
    return (
        _head()
        + f'<body class="pas_surlignable page_article"><div id="entete"><div class="nav">{"".join(f"<a href=#>{w}</a> | " for w in ("Accueil", "Presse", "Plan"))}</div></div><div id="conteneur"><div id="contenu">'
        f'<div id="hierarchie"><a href=/>Accueil</a> &gt; <a href=#>Presse</a> &gt; <strong>{TITLE}</strong></div><div class="cartouche"><h1 class="titre">{TITLE}</h1><p class="info-publi">{DATELINE}</p></div>'
        f'<div class="chapo"><p>{LEAD}</p></div><div class="texte">{_body().split("</p>", 1)[1]}</div><div class="ps">{_about()}{_contact()}</div>'
        f'<div class="forum"><h2>Un message, un commentaire ?</h2><p>Ce forum est modéré : votre contribution n’apparaîtra qu’après avoir été validée.</p></div></div>'
        f'<div id="navigation"><div class="menu">{_SIDEBAR}</div></div></div><div id="pied">{_FOOTER}</div></body></html>'
    )


def tables() -> str:
    """1998: layout tables, <font>, tags in capitals, nothing closed, <br> for everything, Latin-1 undeclared."""
    ps = "<P>".join(re.sub(r"</?sup>", "", p) for p in PARAGRAPHS)
    items = "<BR>\n".join(f"- {i}" for i in (*ITEMS[:2], ITEMS[2]))
    nested = " ; ".join(NESTED)
    contact = "<BR>".join(CONTACT_LINES)
    return (
        f"<HTML><HEAD><TITLE>{TITLE}</TITLE></HEAD><BODY BGCOLOR=#FFFFFF><TABLE WIDTH=760 BORDER=0><TR><TD WIDTH=150 VALIGN=top>"
        f'<FONT SIZE=2><A HREF="/">Accueil</A><BR><A HREF="/port">Le port</A><BR><A HREF="/presse">Presse</A><BR><A HREF="/plan">Plan</A></FONT></TD>'
        f'<TD><CENTER><FONT SIZE=5><B>{TITLE}</B></FONT></CENTER><P><I>{DATELINE}</I><P><B>{LEAD}</B><P><FONT FACE="Arial">{ps}</FONT>'
        f"<P>{INTRO}<BR>\n{items}<BR>\n({nested})<P><B>{HEADING}</B><P>{LAST}<P><B>{ABOUT}</B><P>{ABOUT_TEXT}<P><B>{CONTACT}</B><BR>{contact}"
        f'</TD></TR><TR><TD COLSPAN=2><FONT SIZE=1><A HREF="/">Retour</A> | Webmestre | Page optimisée pour Netscape</FONT></TD></TR></TABLE></BODY></HTML>'
    )


def after_article() -> str:
    """The contact and «À propos» in blocks of their own, after the article that holds the rest."""
    return (
        _head()
        + f'<body><header role="banner"><div class="nav"><ul>{_MENU}</ul></div></header><main id="main"><article><h1>{TITLE}</h1><p class="date">{DATELINE}</p>{_body()}</article>'
        f'<section class="a-propos">{_about("h2")}</section><section class="contact-presse">{_contact()}</section></main><footer role="contentinfo">{_FOOTER}</footer></body></html>'
    )


def in_footer() -> str:
    """The release's own contact in the <footer> of its <article>, «À propos» in an <aside> of it."""
    return (
        _head()
        + f'<body><nav><ul>{_MENU}</ul></nav><article itemscope><header><p class="surtitre">Communiqué de presse</p><h1>{TITLE}</h1><p>{DATELINE}</p></header><div itemprop="articleBody">{_body()}</div>'
        f'<aside class="encadre">{_about()}</aside><footer>{_contact()}</footer></article><aside class="sidebar">{_SIDEBAR}</aside><footer>{_FOOTER}</footer></body></html>'
    )


def form() -> str:
    """ASP.NET: all in one <form>; a table of contacts; hidden messages."""
    name, phone, mail = CONTACT_LINES
    return (
        _head()
        + f'<body><form method="post" id="aspnetForm"><input type="hidden" value="x"><div id="ctl00_Menu"><ul class="level1">{_MENU}</ul></div><div style="display:none">Votre session a expiré, veuillez vous reconnecter.</div>'
        f'<div id="ctl00_Content"><h1>{TITLE}</h1><div>{DATELINE}</div>{_body()}{_about()}<h3>{CONTACT}</h3><table><tr><th>{name}</th><td>{phone}</td></tr><tr><td></td><td><a href="mailto:{mail}">{mail}</a></td></tr></table></div>'
        f'<div id="ctl00_Footer" class="footer">{_FOOTER}</div></form></body></html>'
    )


def joomla() -> str:
    return (
        _head()
        + f'<body><div class="navbar"><ul class="nav menu">{_MENU}</ul></div><div class="breadcrumbs"><span>Vous êtes ici : Accueil / Presse</span></div><div class="item-page" itemscope><div class="page-header"><h2 itemprop="headline">{TITLE}</h2></div>'
        f'<dl class="article-info"><dt>Détails</dt><dd>Écrit par : service web</dd><dd>Catégorie : <a href=#>Presse</a></dd><dd>Affichages : 1234</dd></dl><div itemprop="articleBody"><p>{DATELINE}</p>{_body()}{_about()}{_contact()}</div>'
        f'<ul class="pager pagenav"><li><a href=#>Précédent</a></li><li><a href=#>Suivant</a></li></ul></div><div class="sidebar">{_SIDEBAR}</div><footer class="footer">{_FOOTER}</footer></body></html>'
    )


def several_articles() -> str:
    return (
        _head('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2019-03-14","headline":"x"}</script>')
        + f'<body><div class="header"><ul>{_MENU}</ul></div><article class="full"><h1>{TITLE}</h1><div class="meta">{DATELINE}</div>{_body()}{_about()}{_contact()}</article>'
        f'<section><h2>À lire aussi</h2>{_RELATED}</section><div class="newsletter"><h2>Restez informés</h2><p>Recevez chaque semaine nos actualités par courriel, il suffit de vous inscrire.</p></div><div id="footer">{_FOOTER}</div></body></html>'
    )


def bullets_by_break() -> str:
    """Items as lines of one paragraph, as editors paste them from Word."""
    lines = "<br />".join([INTRO, f"•&nbsp;{ITEMS[0]}", f"•&nbsp;{ITEMS[1]}", *(f"o&nbsp;{n}" for n in NESTED), f"•&nbsp;{ITEMS[2]}"])
    ps = "".join(f'<p class="MsoNormal"><span style="font-size:11pt">{p}</span></p>' for p in PARAGRAPHS)
    contact = "".join(f"<p>{line}</p>" for line in CONTACT_LINES)
    return (
        _head()
        + f'<body><div class="menu"><ul>{_MENU}</ul></div><div class="content"><h1>{TITLE}</h1><p>{DATELINE}</p><p><b>{LEAD}</b></p>{ps}<p>{lines}</p><p><b>{HEADING}</b></p><p>{LAST}</p><p><b>{ABOUT}</b></p><p>{ABOUT_TEXT}</p>'
        f'<p><b>{CONTACT}</b></p>{contact}<p><a href="/cp.pdf">Télécharger le communiqué (PDF, 200 Ko)</a></p></div><div class="footer">{_FOOTER}</div></body></html>'
    )


def single_line() -> str:
    """Deep wrappers, no semantic tag at all, one line; chrome without telling names."""
    wrap = "<div class=x1><div class=x2><div class=x3>"
    return (
        _head()
        + f'<body>{wrap}<div>{"".join(f"<span><a href=#>{w}</a></span>" for w in ("Accueil", "Presse", "Métiers"))}</div><div class=t9><h1>{TITLE}</h1></div><div class=k7><p>{DATELINE}</p>{_body("h3")}{_about("h4")}{_contact()}</div>'
        f'<div class=z2><p><a href=#>Toutes les actualités</a></p></div></div></div></div><div class=p0><p>© Grand Port 2019 – <a href=#>Mentions légales</a></p></div></body></html>'
    )


PAGES = {
    f.__name__: f
    for f in (
        wordpress, builder, drupal, spip, tables, after_article, in_footer, form, joomla, several_articles, bullets_by_break,
        single_line,
    )
}  # fmt: skip
