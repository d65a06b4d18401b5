"""A paper as a QTI 1.2 package, in the dialect that Canvas writes and reads: a manifest, a quiz, its settings, images.

Of the versions of QTI that Canvas reads it is the one whose feedback, accepted answers and gaps arrive. Canvas has no
question that asks for an order: the letters of the steps are typed, or, where each step in its place has points, the
steps are matched with their numbers. Yes or no is a choice of two, since its own question of that kind says `True` and
`False` in every language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from quiz.exam import in_part, key, wording
from quiz.exam.archive import packed
from quiz.exam.formats import Options, file_name
from quiz.exam.paper import Paper
from quiz.exam.pictures import Pictures
from quiz.exam.qti_item import Item

MANIFEST = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
SETTINGS_TYPE = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
FOLDER = "images/"


def files(paper: Paper, options: Options) -> dict[str, bytes]:
    """One zip archive with the questions of the paper, in the order of its first variant."""
    ident = f"quiz-{paper.id}"
    pictures = Pictures(options)
    quiz, settings = f"{ident}/{ident}.xml", f"{ident}/assessment_meta.xml"
    content = {quiz: _xml(_quiz(paper, ident, pictures)), settings: _xml(_settings(paper, ident))}
    images = {FOLDER + name: image for name, image in pictures.files.items()}
    manifest = _xml(_manifest(ident, quiz, settings, images))
    return {file_name(paper, end="qti.zip"): packed({"imsmanifest.xml": manifest, **content, **images})}


def remarks(paper: Paper, options: Options) -> Iterator[str]:
    return in_part.remarks(paper, options, "qti", "Canvas")


def _quiz(paper: Paper, ident: str, pictures: Pictures) -> Element:
    root = Element("questestinterop", xmlns=QTI)
    assessment = SubElement(root, "assessment", ident=ident, title=wording.typed(paper.title) or ident)
    section = SubElement(assessment, "section", ident="root_section")
    for number, asked in enumerate(paper.variants[0].asked, 1):
        Item(section, number, asked, ident, pictures, FOLDER).write(places=pictures.options.page.rules.places)
    return root


def _settings(paper: Paper, ident: str) -> Element:
    """What Canvas knows of a quiz beside its questions. Options are mixed unless some keep their order."""
    mixed = not any(wording.keeps_order(asked) for asked in paper.variants[0].asked)
    root = Element("quiz", identifier=ident, xmlns=CANVAS)
    for name, value in (
        ("title", wording.typed(paper.title) or ident),
        ("description", ""),
        ("shuffle_answers", str(mixed).lower()),
        ("scoring_policy", "keep_highest"),
        ("quiz_type", "assignment"),
        ("points_possible", key.written(paper.points)),
        ("allowed_attempts", "1"),
    ):
        SubElement(root, name).text = value
    return root


def _manifest(ident: str, quiz: str, settings: str, images: Iterable[str]) -> Element:
    root = Element("manifest", identifier=f"{ident}-manifest", xmlns=MANIFEST)
    metadata = SubElement(root, "metadata")
    SubElement(metadata, "schema").text = "IMS Content"
    SubElement(metadata, "schemaversion").text = "1.1.3"
    SubElement(root, "organizations")
    resources = SubElement(root, "resources")
    resource = SubElement(resources, "resource", identifier=ident, type="imsqti_xmlv1p2")
    SubElement(resource, "file", href=quiz)
    SubElement(resource, "dependency", identifierref=f"{ident}-settings")
    resource = SubElement(resources, "resource", identifier=f"{ident}-settings", type=SETTINGS_TYPE, href=settings)
    SubElement(resource, "file", href=settings)
    for number, image in enumerate(images, 1):
        resource = SubElement(resources, "resource", identifier=f"{ident}-{number}", type="webcontent", href=image)
        SubElement(resource, "file", href=image)
    return root


def _xml(root: Element) -> bytes:
    indent(root)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"
