"""The look of a document: styles that a reader can change in one place, paper, language, page numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from docx.enum.section import WD_ORIENTATION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from sovai.report.language import _
from sovai.report.pages.forms.word.fields import add_field

if TYPE_CHECKING:
    from docx.document import Document as Word

FONT = "Arial"
INK, ACCENT, MUTED = RGBColor(0x1F, 0x23, 0x28), RGBColor(0x0B, 0x4A, 0x6F), RGBColor(0x59, 0x63, 0x6E)
TABLE_STYLE = "Report Table"
LOCALES = {"en": "en-GB", "de": "de-DE"}
_NEVER_BOLD = {"Quote", "Subtitle"}
_WIDTH, _HEIGHT = Cm(21.0), Cm(29.7)


@dataclass(frozen=True)
class Measure:
    """How large letters and distances are, and how far the text stays from the edge of the paper."""

    letters: float
    distances: float
    side: Cm
    top: Cm
    least: float = 7.0
    """Points that no letter falls below."""

    def size(self, points: float) -> Pt:
        """Return the size of letters."""
        return Pt(max(round(2 * points * self.letters) / 2, min(points, self.least)))

    def distance(self, points: float) -> Pt:
        """Return a distance between paragraphs."""
        return Pt(round(2 * points * self.distances) / 2)


_ROOMY = Measure(1.0, 1.0, Cm(2.2), Cm(2.0))
_DENSE = Measure(0.86, 0.55, Cm(1.8), Cm(1.3))
"""For a brief, which has to fit one page with its sources."""

_TABLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable">
  <w:name w:val="{TABLE_STYLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>
  <w:pPr><w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/></w:pPr>
  <w:rPr><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="0B4A6F"/>
      <w:bottom w:val="single" w:sz="8" w:space="0" w:color="0B4A6F"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="D1D9E0"/>
    </w:tblBorders>
    <w:tblCellMar><w:left w:w="90" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/><w:bCs/></w:rPr>
    <w:tcPr>
      <w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="0B4A6F"/></w:tcBorders>
      <w:shd w:val="clear" w:color="auto" w:fill="EAF1F5"/>
    </w:tcPr>
  </w:tblStylePr>
</w:style>
"""


def prepare(word: Word, language: str, *, wide: bool, dense: bool) -> Emu:
    """Set paper, language and styles; return the width of the text.

    A `wide` document lies on its side; a `dense` one has smaller letters and margins.
    """
    measure = _DENSE if dense else _ROOMY
    section = word.sections[0]
    section.orientation = WD_ORIENTATION.LANDSCAPE if wide else WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = (_HEIGHT, _WIDTH) if wide else (_WIDTH, _HEIGHT)
    section.left_margin = section.right_margin = measure.side
    section.top_margin = section.bottom_margin = measure.top
    section.header_distance = section.footer_distance = Emu(measure.top // 2)
    _language(word, LOCALES.get(language, language))
    _modern(word)
    _text_styles(word, measure)
    word.styles.element.append(parse_xml(_TABLE))
    return Emu(section.page_width - 2 * measure.side)


def _language(word: Word, locale: str) -> None:
    for languages in word.styles.element.iter(qn("w:lang")):
        languages.set(qn("w:val"), locale)
        languages.set(qn("w:eastAsia"), locale)
    for theme in word.settings.element.iter(qn("w:themeFontLang")):
        theme.set(qn("w:val"), locale)


def _modern(word: Word) -> None:
    """Let Word open the document as one of its own day, not in compatibility mode."""
    for setting in word.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _text_styles(word: Word, measure: Measure) -> None:
    styles = _Styles(word, measure)
    styles.set("Normal", 10, after=6, line=1.12)
    styles.set("Title", 20, bold=True, color=ACCENT, after=2)
    styles.set("Subtitle", 10, color=MUTED, after=10)
    for level, size in ((1, 14), (2, 11.5), (3, 10)):
        styles.set(f"Heading {level}", size, bold=True, color=ACCENT, before=14 - 2 * level, after=4, keep=True)
    styles.set("Quote", 12, after=8, line=1.15)
    styles.set("Caption", 9, bold=True, before=8, after=3, keep=True)
    styles.set("List Bullet", 10, after=3, line=1.12)
    styles.set("List Number", 10, after=3, line=1.12)
    styles.set("Footer", 8, color=MUTED)
    styles.add("Note", 8.5, color=MUTED, before=3, after=8)
    styles.add("Label", 10, bold=True, before=4, after=3, keep=True)
    styles.add("Figure", 10, before=6, keep=True)
    styles.add("Table Text", 8.5)
    styles.add("Below Table", 4, after=6)
    styles.add("Table Text Dense", 7)
    styles.add("Key Figure", 18, bold=True, color=ACCENT)
    styles.add("Bibliography", 8.5, after=3)
    styles.add("Machine Text", 7)
    bibliography = _style(word, "Bibliography").paragraph_format
    bibliography.left_indent, bibliography.first_line_indent = Cm(0.9), Cm(-0.9)
    _style(word, "Machine Text").font.name = "Courier New"
    for name, color in (("Basis", MUTED), ("Hyperlink", ACCENT)):
        marks = cast(CharacterStyle, word.styles.add_style(name, WD_STYLE_TYPE.CHARACTER))
        marks.font.color.rgb = color
        if name == "Basis":
            marks.font.size = Pt(7)


@dataclass(frozen=True)
class _Styles:
    """Sets styles of paragraphs; sizes and distances in points, as they are where there is room."""

    word: Word
    measure: Measure

    def add(self, name: str, size: float, **how: Any) -> None:
        """Add a style, on the list that a reader chooses from."""
        style = cast(ParagraphStyle, self.word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
        style.base_style = self.word.styles["Normal"]
        style.quick_style = True
        self.set(name, size, **how)

    def set(
        self,
        name: str,
        size: float,
        *,
        bold: bool = False,
        color: RGBColor = INK,
        before: float = 0,
        after: float = 0,
        line: float = 1.0,
        keep: bool = False,
    ) -> None:
        """Set a style that there is."""
        style, measure = _style(self.word, name), self.measure
        font, layout = style.font, style.paragraph_format
        font.size, font.bold, font.italic, font.color.rgb = measure.size(size), bold or None, None, color
        font.name = FONT
        if name in _NEVER_BOLD:
            font.bold = font.italic = False  # the template says otherwise
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        fonts.set(qn("w:cs"), FONT)
        layout.space_before, layout.space_after = measure.distance(before), measure.distance(after)
        layout.line_spacing, layout.keep_with_next = 1.0 + (line - 1.0) * measure.distances, keep
        for place in ("w:pPr/w:pBdr", "w:rPr/w:spacing", "w:rPr/w:kern"):  # of titles in the template
            for extra in style.element.xpath(place):
                extra.getparent().remove(extra)


def _style(word: Word, name: str) -> ParagraphStyle:
    return cast(ParagraphStyle, word.styles[name])


def footer(word: Word, title: str, width: Emu) -> None:
    """Put the title and the page number at the foot of each page."""
    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.style = _style(word, "Footer")
    stops = paragraph.paragraph_format.tab_stops
    for stop in list(_style(word, "Footer").paragraph_format.tab_stops):
        stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    before, between = _("Page {page} of {pages}").format(page="\0", pages="\0").split("\0")[:2]
    paragraph.add_run(f"{title}\t{before}")
    add_field(paragraph, "PAGE", "1")
    paragraph.add_run(between)
    add_field(paragraph, "NUMPAGES", "1")
