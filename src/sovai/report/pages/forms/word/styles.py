"""The look of a document: styles that a reader can change in one place, paper, language, page numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

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
_MARGIN, _WIDTH, _HEIGHT = Cm(2.2), Cm(21.0), Cm(29.7)

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


def prepare(word: Word, language: str, *, wide: bool) -> Emu:
    """Set paper, language and styles; return the width of the text. A `wide` document lies on its side."""
    section = word.sections[0]
    section.orientation = WD_ORIENTATION.LANDSCAPE if wide else WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = (_HEIGHT, _WIDTH) if wide else (_WIDTH, _HEIGHT)
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin, section.bottom_margin = Cm(2.0), Cm(2.0)
    _language(word, LOCALES.get(language, language))
    _modern(word)
    _text_styles(word)
    word.styles.element.append(parse_xml(_TABLE))
    return Emu(section.page_width - 2 * _MARGIN)


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


def _text_styles(word: Word) -> None:
    _paragraphs(word, "Normal", 10, after=6, line=1.12)
    _paragraphs(word, "Title", 20, bold=True, color=ACCENT, after=2)
    _paragraphs(word, "Subtitle", 10, color=MUTED, after=10)
    for level, size in ((1, 14), (2, 11.5), (3, 10)):
        _paragraphs(word, f"Heading {level}", size, bold=True, color=ACCENT, before=14 - 2 * level, after=4, keep=True)
    _paragraphs(word, "Quote", 12, after=8, line=1.15)
    _paragraphs(word, "Caption", 9, bold=True, before=8, after=3, color=INK, keep=True)
    _paragraphs(word, "List Bullet", 10, after=3, line=1.12)
    _added(word, "Note", 8.5, color=MUTED, before=3, after=8)
    _added(word, "Figure", 10, before=6, after=0, keep=True)
    _added(word, "Table Text", 8.5)
    _added(word, "Table Text Dense", 7)
    _added(word, "Key Figure", 18, bold=True, color=ACCENT)
    _added(word, "Bibliography", 8.5, after=3)
    _added(word, "Machine Text", 7, after=0)
    bibliography = _style(word, "Bibliography").paragraph_format
    bibliography.left_indent, bibliography.first_line_indent = Cm(0.9), Cm(-0.9)
    _style(word, "Machine Text").font.name = "Courier New"
    for name, color in (("Basis", MUTED), ("Hyperlink", ACCENT)):
        marks = cast(CharacterStyle, word.styles.add_style(name, WD_STYLE_TYPE.CHARACTER))
        marks.font.color.rgb = color
        if name == "Basis":
            marks.font.size = Pt(7)


def _added(word: Word, name: str, size: float, **how: object) -> None:
    style = cast(ParagraphStyle, word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = word.styles["Normal"]
    style.quick_style = True
    _paragraphs(word, name, size, **how)  # type: ignore[arg-type]


def _paragraphs(
    word: Word,
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
    """Set one style of paragraphs; sizes and distances in points."""
    style = _style(word, name)
    style.font.size, style.font.bold, style.font.italic, style.font.color.rgb = Pt(size), bold or None, None, color
    style.font.name = FONT
    if name in _NEVER_BOLD:
        style.font.bold = style.font.italic = False  # the template says otherwise
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    fonts.set(qn("w:cs"), FONT)
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), line
    layout.keep_with_next = keep
    for place in ("w:pPr/w:pBdr", "w:rPr/w:spacing", "w:rPr/w:kern"):  # of titles in the template
        for extra in style.element.xpath(place):
            extra.getparent().remove(extra)


def _style(word: Word, name: str) -> ParagraphStyle:
    return cast(ParagraphStyle, word.styles[name])


def footer(word: Word, title: str, width: Emu) -> None:
    """Put the title and the page number at the foot of each page."""
    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.style = _style(word, "Footer")
    _paragraphs(word, "Footer", 8, color=MUTED)
    stops = paragraph.paragraph_format.tab_stops
    for stop in list(_style(word, "Footer").paragraph_format.tab_stops):
        stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    before, between = _("Page {page} of {pages}").format(page="\0", pages="\0").split("\0")[:2]
    paragraph.add_run(f"{title}\t{before}")
    add_field(paragraph, "PAGE", "1")
    paragraph.add_run(between)
    add_field(paragraph, "NUMPAGES", "1")
