"""Bytes of an XML file -> its tree, within limits and without a look outside: no entity is opened, no DTD loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.errors import ReadError
from communique.read.limits import Limits

if TYPE_CHECKING:
    from lxml.etree import _Element

_ENTITY = re.compile(rb"<!ENTITY|<\0!\0E\0N\0T\0I\0T\0Y\0|\0<\0!\0E\0N\0T\0I\0T\0Y")


def parse(data: bytes, limits: Limits, recover: bool = False) -> _Element:
    """The root element.

    Args:
        recover: mend what is not well formed, as feeds often are not.

    Raises:
        ReadError: it is not well formed, too large, or defines entities.
    """
    from lxml import etree

    if _ENTITY.search(data):
        raise ReadError("an XML file that defines entities; they are not opened: save the document again without them")
    if data.count(b"<") > 2 * limits.elements + 2:
        raise ReadError(f"an XML file of more than {limits.elements:,} elements; that is no release")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, recover=recover
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"a broken XML file ({error}); open it in its own program and save it again") from error
    if root is None:
        raise ReadError("an XML file without an element; it is damaged")
    return root


def local(element: _Element) -> str:
    """The name of an element without its namespace: "p"."""
    return str(element.tag).rpartition("}")[2]


def value(element: _Element | None, name: str) -> str:
    """The value of the attribute of that local name, whatever its namespace; "" if there is none."""
    if element is None:
        return ""
    for key, said in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(said)
    return ""


def children(element: _Element | None, name: str = "") -> Iterator[_Element]:
    """The elements right below one, of that local name if one is given; none below none."""
    for each in element if element is not None else ():
        if isinstance(each.tag, str) and (not name or local(each) == name):
            yield each


def child(element: _Element | None, *names: str) -> _Element | None:
    """The element that a path of local names leads to, from child to child."""
    for name in names:
        if element is None:
            return None
        element = next((e for e in element if isinstance(e.tag, str) and local(e) == name), None)
    return element
