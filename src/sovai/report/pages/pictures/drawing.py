"""Charts as SVG and PNG, by vl-convert: no network, no browser."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from sovai.report.pages.blocks import Picture
from sovai.report.pages.pictures import style

_SVG = "http://www.w3.org/2000/svg"
_EM = 0.92
"""Height of a letter in a picture, in those of the page: all pictures speak equally loud."""
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def svg(picture: Picture, name: str) -> str:
    """Return a picture as an SVG element to stand in a page: named by its finding, with ids of its own.

    Parameters
    ----------
    picture : Picture
    name : str
        Unique within the page; every id begins with it.
    """
    import vl_convert

    root = ElementTree.fromstring(vl_convert.vegalite_to_svg(picture.draw().to_dict()))
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{_SVG}}}")
        for key, value in list(element.attrib.items()):
            if key in ("role", "class") or key.startswith("aria-"):
                del element.attrib[key]
            elif key == "id":
                element.set(key, f"{name}-{value}")
            else:
                element.set(key, _REFERENCE.sub(rf"url(#{name}-\1)", value))
    root.set("style", f"width: {float(root.get('width', '0')) / style.SIZE * _EM:.1f}em")
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title")
    title = ElementTree.Element("title", id=f"{name}-title")
    title.text = picture.alt
    root.insert(0, title)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)


def png(picture: Picture, *, scale: float = 3.0) -> bytes:
    """Return a picture as PNG on white."""
    import vl_convert

    spec = picture.draw().to_dict()
    spec["background"] = "white"  # a second configure() would drop the style of the chart
    drawn: bytes = vl_convert.vegalite_to_png(spec, scale=scale)
    return drawn
