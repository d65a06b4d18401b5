"""Notes that cover parts of a picture become a card for each part, with a picture that has its masks on."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import person
from phones import Phone, needs_engine
from PIL import Image
from support import write
from test_anki_edits import written
from test_anki_foreign import NOW, move_over
from test_foreign import DECKS, card, note

from quiz import masks, picture_file, pictures
from quiz.anki.foreign import Chunk, Lost, card_id, foreign_notes
from quiz.anki.occlusion import bare
from quiz.anki.occlusion import occlusion as occlusion_of
from quiz.anki.reading import open_package
from quiz.anki.rows import NoteType, Template
from quiz.entry import Entry
from quiz.exam.page.content import Content
from quiz.exchange.drawings import Drawings
from quiz.exchange.outgoing import export
from quiz.masks import Mask, Masked
from quiz.notes import parse
from quiz.picture_size import size
from quiz.text import key

DRAWN = "masks over a picture are drawn into pictures of their own"
TOLD = "what covers the parts of a picture is told in words"

FRONT = """\
{{#Header}}<div>{{Header}}</div>{{/Header}}
<div style="display: none">{{cloze:Occlusion}}</div>
<div id="err"></div>
<div id="image-occlusion-container">
    {{Image}}
    <canvas id="image-occlusion-canvas"></canvas>
</div>
<script>
try { anki.imageOcclusion.setup(); } catch (exc) { document.getElementById("err").innerHTML = `Error<br>${exc}`; }
</script>
"""
BACK = f"""{FRONT}
<div><button id="toggle">Toggle Masks</button></div>
{{{{#Back Extra}}}}<div>{{{{Back Extra}}}}</div>{{{{/Back Extra}}}}
"""
OWN = NoteType(
    7,
    "Image Occlusion",
    True,
    ("Occlusion", "Image", "Header", "Back Extra", "Comments"),
    (Template("Image Occlusion", FRONT, BACK),),
)
OVER = """\
{{{{#Image}}}}
<div id="io-header">{{{{Header}}}}</div>
<div id="io-wrapper">
  <div id="io-overlay">{{{{{mask}}}}}</div>
  <div id="io-original">{{{{Image}}}}</div>
</div>
{footer}
<script>var toggle = function() {{}};</script>
{{{{/Image}}}}
"""
REMARKS = '<button id="io-revl-btn" onclick="toggle();">Toggle Masks</button>\n<div>{{Remarks}}</div>'
ADDON = NoteType(
    8,
    "Image Occlusion Enhanced",
    False,
    ("ID (hidden)", "Header", "Image", "Question Mask", "Footer", "Remarks", "Answer Mask", "Original Mask"),
    (
        Template(
            "IO Card",
            OVER.format(mask="Question Mask", footer='<div id="io-footer">{{Footer}}</div>'),
            OVER.format(
                mask="Answer Mask",
                footer='{{#Footer}}<div id="io-footer">{{Footer}}</div>{{/Footer}}' + REMARKS,
            ),
        ),
    ),
)
HEART = '<svg width="400" height="200"></svg>'
RECT, ELLIPSE = "rect:left=.1:top=.2:width=.3:height=.4", "ellipse:left=.5:top=.5:rx=.1:ry=.1"


def occlusion(*shapes: str) -> str:
    return "<br>".join(f"{{{{c{number}::image-occlusion:{shape}}}}}" for number, shape in enumerate(shapes, 1))


def read(*rows: Any, media: Mapping[str, str]) -> tuple[list[Any], list[Lost], Drawings]:
    """Cards, losses and drawings of notes in a collection with these files."""
    source: Any = SimpleNamespace(media=set(media), read_media=lambda name: media[name].encode())
    drawings = Drawings(source)

    def placed(name: str) -> str | None:
        return f"media/{name}" if name in media or name in drawings.files else None

    pieces = list(foreign_notes({7: OWN, 8: ADDON}, DECKS, rows, placed, drawings))
    texts = "".join(piece.text for piece in pieces if isinstance(piece, Chunk))
    return list(parse(texts.encode(), "x.md").deck.cards), [each for each in pieces if isinstance(each, Lost)], drawings


def test_each_part_is_asked_with_a_picture_of_its_own():
    """Header, picture with its masks; on the back the whole picture and what Anki shows there, but no button."""
    fields = (occlusion(f"{RECT}:oi=1", f"{ELLIPSE}:oi=1"), '<img src="heart.svg">', "Name it", "Because", "")
    made, lost, drawings = read((note(*fields, kind=OWN), [card(0), card(1)]), media={"heart.svg": HEART})
    names = list(drawings.files)
    assert [each.question for each in made] == [
        f"Name it\n\n![1/2](media/{names[0]})",
        f"Name it\n\n![2/2](media/{names[1]})",
    ]
    assert {each.answer for each in made} == {"![](media/heart.svg)\\\nBecause"}
    assert [each.id for each in made] == [card_id("g", 0), card_id("g", 1)]
    assert {each.reason for each in lost} == {DRAWN}
    first, second = (masks.read(text) for text in drawings.files.values())
    assert first
    assert second
    assert (first.picture, first.width, first.height) == ("heart.svg", 400, 200)
    assert first.masks[0] == Mask(((40, 40), (160, 40), (160, 120), (40, 120)), asked=True)
    assert [[mask.asked for mask in each.masks] for each in (first, second)] == [[True, False], [False, True]]


def test_what_a_card_does_not_cover_is_seen():
    """Without "hide all" only the part that is asked has a mask; what belongs to no card has one on all."""
    shapes = f"{occlusion(RECT, ELLIPSE)}<br>{{{{c0::image-occlusion:text:left=.1:top=.1:text=a\\:b:scale=1:fs=.1}}}}"
    fields = (shapes, '<img src="heart.svg">', "", "", "")
    _made, _lost, drawings = read((note(*fields, kind=OWN), [card(0), card(1)]), media={"heart.svg": HEART})
    found = [each.masks for text in drawings.files.values() if (each := masks.read(text))]
    assert [[(mask.asked, mask.text) for mask in each] for each in found] == [[(True, ""), (False, "a:b")]] * 2


@pytest.mark.parametrize("picture", ['<img src="gone.png">', '<img src="odd.avif">', "", "no picture"])
def test_where_nothing_can_be_drawn_words_say_which_part(picture: str):
    """The picture is missing, or of a kind nobody can measure: the questions differ all the same."""
    fields = (occlusion(RECT, ELLIPSE), picture, "Name it", "Because", "")
    made, lost, _ = read((note(*fields, kind=OWN), [card(0), card(1)]), media={"odd.avif": "?"})
    assert "part 1 of 2 of the picture, 25 percent from the left and 40 percent from the top" in made[0].question
    assert "part 2 of 2 of the picture, 60 percent from the left and 60 percent from the top" in made[1].question
    assert all("Because" in each.answer and "Toggle" not in each.answer for each in made)
    assert TOLD in {each.reason for each in lost}


SHAPES = st.lists(
    st.sampled_from(
        [
            *(RECT, ELLIPSE, f"{RECT}:oi=1", f"{RECT}:angle=1250", "rect", "", "text:text=x", "polygon:points="),
            *("polygon:points=.1,.2 .3,.4 .5,.1:left=.1:top=.1", "rect:left=nan:top=inf:width=1e99", "ellipse:rx=x"),
            *("rect:left=10:top=20:width=30:height=40", "polygon:points=1 2,3 ,", "blob:left=.1", RECT),
        ]
    ),
    min_size=1,
    max_size=5,
)


@given(SHAPES, st.sampled_from(["heart.svg", "gone.png"]))
def test_no_two_parts_ask_the_same(shapes: list[str], picture: str):
    """Whatever the shapes are, equal ones too: each card has a question of its own, and its id."""
    fields = (occlusion(*shapes), f'<img src="{picture}">', "Name it", "", "")
    numbers = range(len(shapes))
    made, _, _ = read((note(*fields, kind=OWN), [card(ord) for ord in numbers]), media={"heart.svg": HEART})
    assert [each.id for each in made] == [card_id("g", ord) for ord in numbers]
    assert len({key(each.question) for each in made}) == len(shapes)


MASKS = """<svg width="400" height="200" xmlns="http://www.w3.org/2000/svg">
 <!-- Created with Image Occlusion Enhanced -->
 <g><title>Labels</title></g>
 <g>
  <title>Masks</title>
  <rect fill="#FFEBA2" x="30" y="70" width="60" height="30"/>
  {}
 </g>
</svg>"""


@pytest.mark.parametrize(
    ("shape", "simple"),
    [
        ('<ellipse class="qshape" cx="180" cy="85" rx="30" ry="20"/>', True),
        ('<g class="qshape"><rect x="1" y="2" width="3" height="4"/><circle cx="9" cy="9" r="5"/></g>', True),
        ('<polygon class="qshape" points="1,2 3,4 5,9"/>', True),
        ('<path class="qshape" d="m1,2c3,4 5,6 7,8z"/>', False),
        ('<rect class="qshape" x="1" y="2" width="3" height="4" transform="rotate(9)"/>', False),
    ],
)
def test_masks_of_the_add_on_are_drawn_or_laid_over_the_picture(shape: str, simple: bool):
    """Its note for each card becomes one of ours; shapes that are not simple stay in the file that has them."""
    media = {"heart.svg": HEART, "q.svg": MASKS.format(shape), "a.svg": MASKS.format("")}
    fields = ("x-ao-2", "Name it", '<img src="heart.svg">', '<img src="q.svg">', "", "Because")
    rows = note(*fields, '<img src="a.svg">', '<img src="o.svg">', kind=ADDON), [card()]
    (made,), lost, drawings = read(rows, media=media)
    (name,) = drawings.files
    assert made.question == f"Name it\\\n![2/2](media/{name})"
    assert made.answer == "![](media/heart.svg)\\\nBecause"
    assert [each.reason for each in lost] == [DRAWN]
    found = masks.read(drawings.files[name])
    assert found
    assert (found.overlay, list(drawings.needed)) == (
        ("", ["heart.svg"]) if simple else ("q.svg", ["heart.svg", "q.svg"])
    )
    assert any(mask.asked for mask in found.masks) == simple


def test_an_add_on_note_without_its_masks_keeps_its_files():
    """Nothing can be laid over anything: both are shown, one after the other, and the report says so."""
    fields = ("x-ao-2", "Name it", '<img src="heart.svg">', '<img src="q.svg">', "", "Because", "", "")
    (made,), lost, _ = read((note(*fields, kind=ADDON), [card()]), media={"heart.svg": HEART})
    assert "q.svg" in made.question
    assert TOLD in {each.reason for each in lost}


@pytest.mark.parametrize(
    "unit", ["<script>", "<button id=toggle", "<canvas", "id=io-overlay", "id=io-original>{{", "<img "]
)
def test_hostile_templates_are_read_in_a_moment(unit: str):
    """Whatever is opened and never closed, a hundred thousand times."""
    template = Template("x", unit * 100_000 + '<div id="io-overlay">{{a}}<div id="io-original">{{b}}', unit * 100_000)
    kind = NoteType(9, "x", False, ("a", "b"), (template,))
    fields = {"a": '<img src="q.svg">', "b": '<img src="p.png">' + unit * 1000}
    assert occlusion_of(kind, fields, 0)
    assert len(bare(kind).templates) == 1


# — files of masks —

NUMBERS = st.floats(-9_999, 9_999).map(lambda number: round(number, 1))
POINTS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=5).map(tuple)


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda name: "/" not in name),
    st.lists(
        st.tuples(POINTS, st.booleans()).map(lambda made: Mask(*made))
        | st.just(Mask(((1.0, 2.0),), text="a<b&", size=9.0))
    ),
)
def test_a_file_of_masks_says_what_it_was_told(name: str, found: list[Mask]):
    """Any name, any number of shapes; and the picture inside it stands there once, as it is."""
    masked = Masked(name, 40, 30, tuple(found))
    text = masks.svg(masked)
    assert masks.read(text) == masked
    inside = masks.contained(text.encode(), {name: b"\x89PNG\r\n\x1a\n..."}.get)
    assert inside.count(b64encode(b"\x89PNG\r\n\x1a\n...")) == 1
    assert masks.contained(text.encode(), lambda _: None) == text.encode()


@pytest.mark.parametrize(
    "text", ["", "<svg></svg>", "<svg>\n<!-- quiz: masks -->\n", "<svg onload=x><!-- quiz: masks -->"]
)
def test_other_drawings_are_left_alone(text: str):
    """What quiz did not write is no file of masks."""
    assert masks.read(text) is None
    assert masks.contained(text.encode(), lambda _: b"GIF89a") == text.encode()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_the_size_of_a_picture_is_in_its_file(form: str):
    """As Pillow reads it; and of a photograph taken sideways as a browser shows it."""
    stream = io.BytesIO()
    Image.new("RGB", (48, 32)).save(stream, form)
    assert size(stream.getvalue()) == (48, 32)
    if form in ("JPEG", "WEBP"):
        exif = Image.Exif()
        exif[0x0112] = 6
        stream = io.BytesIO()
        Image.new("RGB", (48, 32)).save(stream, form, exif=exif, lossless=True)
        assert size(stream.getvalue()) == ((32, 48) if form == "JPEG" else (48, 32))


@given(
    st.binary(max_size=60), st.sampled_from([b"", b"\xff\xd8\xff\xe1", b"RIFF....WEBPVP8X", b"BM", b"GIF89a", b"<svg "])
)
def test_what_is_no_picture_has_no_size(data: bytes, start: bytes):
    """Bytes of any kind: a size or none."""
    found = size(start + data)
    assert found is None or all(side > 0 for side in found)


@pytest.fixture
def masked(tmp_path: Path) -> Path:
    """A white picture of which a half is covered."""
    Image.new("RGB", (40, 20), "white").save(tmp_path / "white one.png")
    half = Mask(((0, 0), (20, 0), (20, 20), (0, 20)), asked=True)
    text = masks.svg(Masked("white one.png", 40, 20, (half, Mask(((25.0, 15.0),), text="x", size=9))))
    return write(tmp_path / "white-mask-1-0123abcd.svg", text)


def test_a_terminal_draws_the_masks(masked: Path):
    """Over the picture beside the file; one that is laid over by another file cannot be drawn."""
    image = pictures.read(masked)
    assert (image.getpixel((10, 10)), image.getpixel((38, 2))) == ((255, 142, 142, 255), (255, 255, 255, 255))
    for other in (Masked("white one.png", 40, 20, (), "q.svg"), Masked("../white one.png", 40, 20)):
        masked.write_text(masks.svg(other))
        with pytest.raises(pictures.QuizError):
            pictures.read(masked)


def test_packages_and_pages_take_the_picture_along(masked: Path, tmp_path: Path):
    """What is handed out shows the picture without a file beside it."""
    content = picture_file.content(masked)
    assert b64encode((masked.parent / "white one.png").read_bytes()) in content
    html = Content(lambda _uid, _target: content).block("![](x.svg)", "u")
    assert f"data:image/svg+xml;base64,{b64encode(content).decode()}" in html
    assert "data:" not in Content(lambda _uid, _target: b"<svg></svg>").block("![](x.svg)", "u")
    with person(tmp_path / "mine", 1, NOW) as owner:
        write(tmp_path / "mine" / masked.name, masked.read_text())
        write(tmp_path / "mine" / "white one.png", (masked.parent / "white one.png").read_bytes())
        write(tmp_path / "mine" / "notes.md", f"# D\n- Which?\n  ![1/1]({masked.name})\n  <!-- answer -->\n  white\n")
        owner.study.refresh()
        export(owner.study, tmp_path / "out.apkg")
        with open_package(tmp_path / "out.apkg", tmp_path / "scratch") as package:
            assert [package.read_media(name) for name in package.media] == [content]


def test_parts_move_over_with_their_histories_and_can_be_edited(tmp_path: Path) -> None:
    """Anki's own note type: each card keeps its answers, and a mask moved on the phone is written with its picture."""
    needs_engine(clock=True)
    phone = Phone(tmp_path / "phone", "UTC", NOW.utc_ms / 1000 - 9 * 86_400)
    fields = [occlusion(RECT, ELLIPSE), '<img src="heart.svg">', "Name it", "Because", ""]
    _, guid = phone.do(("keep", "heart.svg", HEART), ("add", "Image Occlusion", "Med", fields, []))[0:2]
    back = tmp_path / "back.colpkg"
    guid = guid if isinstance(guid, str) else guid[0]
    phone.do(("answer", guid, 3), ("give", back, "colpkg", False))
    with person(tmp_path / "mine", 1, NOW) as owner:
        settled, taken = move_over(owner, back, tmp_path / "anki")
        assert (settled.cards, taken.reviews, settled.media) == (2, 1, 3)
        cards: list[Entry] = owner.study.entries("deck:Med")
        assert [entry.progress.reviews for entry in cards] == [1, 0]
        phone.do(
            ("write", guid, "Occlusion", occlusion("rect:left=.6:top=.2:width=.3:height=.4", ELLIPSE)),
            ("give", back, "colpkg", False),
        )
        outcomes = written(owner, back)
        assert {outcome.why for outcome in outcomes} == {""}
        after = owner.study.entries("deck:Med")
        assert [entry.progress.reviews for entry in after] == [1, 0]
        assert [one.question != other.question for one, other in zip(cards, after, strict=True)] == [True, False]
        shown = after[0].question.partition("(media/")[2].rstrip(")")
        assert masks.read((tmp_path / "anki" / "media" / shown).read_text())
        assert all(one.question != other.question for one, other in pairwise(after))
