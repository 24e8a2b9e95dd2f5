"""Plain text and Markdown: what was only wrapped is joined, what a page or a template added is left out."""

from __future__ import annotations

from communique.read import parts_of

PROSE = "Le conseil municipal a voté mardi la construction d'un pont neuf sur la Veyle, pour 4,2 millions d'euros."


def seen(text: str) -> list[tuple[str, int, str]]:
    return [(p.kind, p.level, p.text) for p in parts_of(text.encode()).parts]


def texts(text: str) -> list[str]:
    return [p.text for p in parts_of(text.encode()).parts]


def test_wrapped_lines_are_joined_and_the_lines_of_a_contact_are_not() -> None:
    wrapped = PROSE.replace("construction ", "construction\n")
    contact = "Lise Aubrac\nAttachée de presse\n01 99 00 12 34"
    assert texts(f"{wrapped}\n\n{wrapped}\n\n{contact}") == [PROSE, PROSE, contact]


def test_two_columns_of_a_block_are_read_one_after_the_other() -> None:
    table = "Orvalis             Agence Menvel\nLise Aubrac         Jean Le Goff\n01 99 00 12 34      01 99 00 12 35"
    assert texts(f"{PROSE}\n\n{table}") == [
        PROSE, "Orvalis\nLise Aubrac\n01 99 00 12 34", "Agence Menvel\nJean Le Goff\n01 99 00 12 35",
    ]  # fmt: skip


def test_numbers_of_pages_are_no_text() -> None:
    assert texts(f"{PROSE}\n\n   1/2\n\n\f\n{PROSE}\n\nPage 3 sur 3\n") == [PROSE] * 2
    assert seen(f"{PROSE}\n\n– 30 –\n")[1] == ("paragraph", 0, "– 30 –")
    assert texts(f"{PROSE}\n\n2024\n\n12\n") == [PROSE, "2024", "12"]
    assert texts(f"{PROSE}\n\n- la pile\n- le tablier\n\n          1/2\n\n{PROSE}\n") == [
        PROSE,
        "la pile",
        "le tablier",
        PROSE,
    ]


def test_the_head_of_a_file_gives_title_and_date_and_the_body_does_not_say_its_title_twice() -> None:
    reading = parts_of(
        f"---\ntitle: 'Un pont neuf : le choix'\ndate: 2021-05-04\n---\n# Un pont neuf : le choix\n\n{PROSE}\n".encode()
    )
    assert [(p.kind, p.text) for p in reading.parts] == [
        ("title", "Un pont neuf : le choix"), ("paragraph", "2021-05-04"), ("paragraph", PROSE),
    ]  # fmt: skip
    assert reading.hints["published"] == "2021-05-04"


def test_items_keep_their_depth_and_their_wrapped_lines() -> None:
    text = f"{PROSE}\n\n- la pile, dont les fondations descendent\n  à douze mètres ;\n    - au nord\n- le tablier\n"
    assert seen(text)[1:] == [
        ("item", 1, "la pile, dont les fondations descendent à douze mètres ;"),
        ("item", 2, "au nord"), ("item", 1, "le tablier"),
    ]  # fmt: skip


def test_html_in_markdown_is_read_as_html() -> None:
    assert seen(f"{PROSE}\n\n<ul>\n<li>la pile</li>\n<li>le tablier</li>\n</ul>\n")[1:] == [
        ("item", 1, "la pile"), ("item", 1, "le tablier"),
    ]  # fmt: skip
