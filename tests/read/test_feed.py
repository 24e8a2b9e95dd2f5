"""A feed is taken apart in a process of its own: what it does to the XML library costs itself."""

from __future__ import annotations

import dataclasses
import subprocess
from typing import Any

import pytest

from communique.errors import ReadError
from communique.read import feed
from communique.read.limits import DEFAULT

FEED = """<rss version="2.0"><channel><title>Ville de Quimper</title>
<item><title>La médiathèque rouvre</title><link>https://quimper.example/1</link>
<pubDate>Tue, 17 Sep 2019 10:00:00 +0200</pubDate>
<description>&lt;p&gt;Elle rouvre samedi.&lt;/p&gt;</description></item>
</channel></rss>""".encode()
ITEM = {
    "publisher": "Ville de Quimper",
    "title": "La médiathèque rouvre",
    "published": "2019-09-17T10:00:00+02:00",
    "url": "https://quimper.example/1",
    "html": "<p>Elle rouvre samedi.</p>",
}


def test_the_items_are_those_that_are_found_in_this_process() -> None:
    assert feed.items(FEED, DEFAULT) == [*feed.taken_apart(FEED, DEFAULT)] == [ITEM]


def test_a_feed_that_cannot_be_read_says_why() -> None:
    with pytest.raises(ReadError, match="defines entities"):
        feed.items(b'<!DOCTYPE rss [<!ENTITY a "b">]>' + FEED, DEFAULT)


@pytest.mark.parametrize(
    ("deed", "told"),
    [("import os; os.abort()", "the XML library fails"), ("import time; time.sleep(60)", "more than 1 seconds")],
)
def test_a_process_that_crashes_or_hangs_costs_the_feed(deed: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = subprocess.run

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        return real([*command[:-1], deed], **options)

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(ReadError, match=told):
        feed.items(FEED, dataclasses.replace(DEFAULT, seconds=1.0))
