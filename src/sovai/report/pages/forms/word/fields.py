"""What python-docx has no words for: fields, bookmarks, links."""

from __future__ import annotations

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """Return an element such as ``w:tblHeader`` with attributes of the same namespace."""
    found: BaseOxmlElement = OxmlElement(tag)
    for name, value in attributes.items():
        found.set(qn(f"w:{name}"), value)
    return found


def add_field(paragraph: Paragraph, code: str, shown: str) -> None:
    """Add a field such as ``PAGE`` with what it shows until Word computes it anew."""
    for part in ("begin", "code", "separate", "shown", "end"):
        run = paragraph.add_run(shown if part == "shown" else "")
        if part == "code":
            text = element("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {code} "
            run._r.append(text)
        elif part != "shown":
            run._r.append(element("w:fldChar", fldCharType=part))


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Name a paragraph, so that links lead to it."""
    first = paragraph._p.find(qn("w:r"))
    start = element("w:bookmarkStart", id=str(number), name=name)
    if first is None:
        paragraph._p.append(start)
    else:
        first.addprevious(start)
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def add_link(paragraph: Paragraph, text: str, *, to: str = "", address: str = "", style: str = "Hyperlink") -> None:
    """Add a link to a bookmark or to an address."""
    link = element("w:hyperlink")
    if to:
        link.set(qn("w:anchor"), to)
    else:
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = Run(element("w:r"), paragraph)
    link.append(run._r)
    paragraph._p.append(link)
    run.text = text
    run.style = style
