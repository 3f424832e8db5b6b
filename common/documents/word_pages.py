"""What runs along every page of a Word file: styles, page numbers, the small line at the foot, the watermark."""

import io
from functools import cache

from docx import Document as open_docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Pt, RGBColor

from common.documents.word_text import add_runs

FONT = "Times New Roman"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
# What Word itself writes for a watermark of text: words on a path behind the page.
_WATERMARK = f"""
<w:r {_NAMESPACES}><w:rPr><w:noProof/></w:rPr><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
 path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>
<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>
<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>
<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>
<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"
 o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/></v:shapetype>
<v:shape id="Watermark" type="#_x0000_t136" o:allowincell="f" fillcolor="#d9d9d9" stroked="f"
 style="position:absolute;margin-left:0;margin-top:0;width:430pt;height:108pt;rotation:310;z-index:-251658752;
mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;
mso-position-vertical-relative:margin"><v:fill opacity=".6"/>
<v:textpath style="font-family:&quot;{FONT}&quot;;font-size:1pt;font-weight:bold" string=""/></v:shape>
</w:pict></w:r>"""


# What papers are written in; all else of python-docx's template is used by none.
_USED_STYLES = {
    *("Normal", "Heading1", "Heading2", "Heading3", "Header", "Footer"),
    *("Heading1Char", "Heading2Char", "Heading3Char", "HeaderChar", "FooterChar"),
    *("DefaultParagraphFont", "TableNormal", "TableGrid", "NoList"),
}
# Its picture of an empty page, a second copy of all styles, and lists that only the styles left out have.
_UNUSED_PARTS = ("/thumbnail", "/stylesWithEffects", "/numbering")


def blank_file() -> Document:
    """An empty file with the styles of papers."""
    return open_docx(io.BytesIO(_blank()))


@cache
def _blank() -> bytes:
    """Made once: python-docx's template has 164 styles, nine tenths of a paper, which would be read, looked through and written
    again with each."""
    file = open_docx()
    for style in file.styles.element.findall(qn("w:style")):
        if style.styleId not in _USED_STYLES:
            file.styles.element.remove(style)
    for relations in (file.part.package.rels, file.part.rels):
        for name, relation in list(relations.items()):
            if relation.reltype.endswith(_UNUSED_PARTS):
                del relations[name]
    _prepare_styles(file)
    made = io.BytesIO()
    file.save(made)
    return made.getvalue()


def _prepare_styles(file: Document) -> None:
    """Times New Roman 14, lines of at least 18 points; headings of the same letter, black."""
    normal = file.styles["Normal"]
    _set_font(normal, 14)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    normal.paragraph_format.line_spacing = Pt(18)
    for level in (1, 2, 3):
        style = file.styles[f"Heading {level}"]
        _set_font(style, 14)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.font.bold, style.font.italic = True, level == 3
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(6), Pt(6)
        style.paragraph_format.keep_with_next = True
    _set_language(file)
    _set_compatibility(file)


def _set_font(style, size: float) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.rPr.rFonts
    for key in list(fonts.attrib):
        del fonts.attrib[key]  # a theme's font would win over a named one
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), FONT)


def _set_language(file: Document) -> None:
    for language in file.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")


def _set_compatibility(file: Document) -> None:
    """Without this Word opens the file in its mode for older files."""
    for setting in file.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def set_running_heads(
    section: Section, watermark: str, footer: list[dict], *, begins: bool, is_new: bool
) -> None:
    """Page number top centre from page 2. `begins`: a document's first section; `is_new`: unlike the section before."""
    section.different_first_page_header_footer = begins
    _restart_numbers(section, begins=begins)
    if not is_new:
        return
    for header, has_number in ((section.first_page_header, False), (section.header, True)):
        header.is_linked_to_previous = False
        paragraph = header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if has_number:
            _add_page_number(paragraph)
        if watermark:
            _add_watermark(paragraph, watermark)
    for foot in (section.first_page_footer, section.footer):
        foot.is_linked_to_previous = False
        add_runs(foot.paragraphs[0], footer, size=8)


def _restart_numbers(section: Section, *, begins: bool) -> None:
    numbering = section._sectPr.find(qn("w:pgNumType"))
    if numbering is not None:
        section._sectPr.remove(numbering)
    if not begins:
        return
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    # the schema has an order: margins, borders and line numbers, page numbers, columns
    section._sectPr.find(qn("w:pgMar")).addnext(numbering)


def _add_page_number(paragraph) -> None:
    for kind, text in (("begin", None), (None, " PAGE "), ("separate", None), ("end", None)):
        run = paragraph.add_run()
        if kind:
            sign = OxmlElement("w:fldChar")
            sign.set(qn("w:fldCharType"), kind)
        else:
            sign = OxmlElement("w:instrText")
            sign.text = text
            sign.set(qn("xml:space"), "preserve")
        run._r.append(sign)


def _add_watermark(paragraph, words: str) -> None:
    run = parse_xml(_WATERMARK)
    for path in run.iter("{urn:schemas-microsoft-com:vml}textpath"):
        if path.get("string") is not None:
            path.set("string", words)
    paragraph._p.append(run)
