# SPDX-License-Identifier: MIT
"""A bookshop that speaks XML only: a catalogue at / and an Atom feed of news at /feed. Standard library only."""

from typing import NamedTuple
from xml.etree import ElementTree

ATOM = "http://www.w3.org/2005/Atom"
ElementTree.register_namespace("", ATOM)


class Book(NamedTuple):
    """One book of the catalogue."""

    title: str
    author: str
    year: int
    pages: int
    price: str
    hue: int
    subjects: str
    text: str


class News(NamedTuple):
    """One entry of the feed."""

    slug: str
    title: str
    author: str
    updated: str
    subject: str
    text: str


BOOKS = [
    Book("Sailing Alone Around the World", "Joshua Slocum", 1900, 294, "14.50", 206, "voyages sailing memoir",
         "The first man to do it, in an oyster sloop that he had rebuilt himself, and with a tin clock for a chronometer."),
    Book("Moby-Dick; or, The Whale", "Herman Melville", 1851, 635, "19.00", 228, "novels whaling",
         "A captain, a whale, and everything that was ever known, believed or sung about either of them."),
    Book("Twenty Thousand Leagues Under the Seas", "Jules Verne", 1870, 428, "16.80", 174, "novels machines",
         "Nobody is as much at home in the deep as Captain Nemo, and nobody has better reasons to stay there."),
    Book("South", "Ernest Shackleton", 1919, 376, "18.20", 192, "voyages polar memoir",
         "The ship is lost in the first half. The second half is how twenty-eight men got home without it."),
    Book("The Voyage of the Beagle", "Charles Darwin", 1839, 512, "21.00", 142, "voyages science memoir",
         "Five years around the world with open eyes; the theory came later, the finches are already here."),
    Book("Treasure Island", "Robert Louis Stevenson", 1883, 292, "9.90", 34, "novels pirates",
         "A map, a mutiny and a one-legged cook: whatever you know about pirates, you know from here."),
    Book("Typhoon", "Joseph Conrad", 1902, 118, "8.40", 258, "novels steam",
         "Captain MacWhirr has read about dirty weather, and sees no reason to go around it."),
    Book("Two Years Before the Mast", "Richard Henry Dana", 1840, 460, "15.60", 12, "memoir sailing",
         "A student goes to sea as a common sailor, and writes down what the officers never did."),
    Book("Farthest North", "Fridtjof Nansen", 1897, 544, "22.40", 216, "voyages polar science",
         "He let his ship freeze in on purpose, to drift across the pole with the ice. It nearly worked."),
]

NEWS = [
    News("lamp", "Open until the lamp is lit", "Ines", "2026-11-21T17:05:00+01:00", "the shop",
         "From today the shop stays open on Saturdays until the lighthouse begins to turn, which in November is early enough for everybody."),
    News("nansen", "Nansen is back on the shelf", "Matthias", "2026-11-18T09:30:00+01:00", "new on the shelves",
         "Both volumes of Farthest North, bound in one, with the fold-out map that is missing from most of them."),
    News("reading", "Slocum, read aloud", "Ines", "2026-11-12T19:00:00+01:00", "evenings",
         "On Thursday we read the chapter with the carpet tacks. There is tea; bring your own hardtack."),
    News("moby", "Whale watching, page by page", "Jonas", "2026-10-30T12:00:00+01:00", "evenings",
         "The Moby-Dick circle has reached the chapter on the whiteness of the whale. New readers may board at any time."),
]


def catalogue() -> ElementTree.Element:
    """The catalogue, in a vocabulary of its own."""
    root = ElementTree.Element("catalogue", name="Books of the sea", currency="EUR")
    for book in BOOKS:
        entry = ElementTree.SubElement(root, "book", year=str(book.year), pages=str(book.pages), price=book.price, hue=str(book.hue), subjects=book.subjects)
        for name in ("title", "author", "text"):
            ElementTree.SubElement(entry, name).text = getattr(book, name)
    return root


def feed() -> ElementTree.Element:
    """The news, as Atom (RFC 4287)."""
    root = ElementTree.Element(f"{{{ATOM}}}feed")
    _add(root, "title", "News from the harbour")
    _add(root, "subtitle", "What comes in, what goes out, and who reads when")
    _add(root, "id", "tag:harbour-books.example,2026:news")
    _add(root, "updated", NEWS[0].updated)
    for news in NEWS:
        entry = _add(root, "entry")
        _add(entry, "title", news.title)
        _add(entry, "id", f"tag:harbour-books.example,2026:{news.slug}")
        _add(entry, "updated", news.updated)
        _add(_add(entry, "author"), "name", news.author)
        _add(entry, "category", term=news.subject)
        _add(entry, "summary", news.text)
    return root


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = text
    return element


def app(environ, start_response):
    """The WSGI application."""
    if environ["PATH_INFO"].rstrip("/") == "":
        document, media_type = catalogue(), "application/xml"
    elif environ["PATH_INFO"] == "/feed":
        document, media_type = feed(), "application/atom+xml"
    else:
        start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "26")])
        return [b"There is no such page here"]
    body = ElementTree.tostring(document, encoding="utf-8", xml_declaration=True)
    start_response("200 OK", [("Content-Type", media_type), ("Content-Length", str(len(body)))])
    return [body]
