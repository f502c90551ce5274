"""What a PDF of letters is beside its text: tagged, titled, and in which languages."""

import io
from itertools import chain

import pypdf


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(each.extract_text() for each in read(pdf).pages).split())


def elements(pdf: bytes) -> list:
    """The elements of the tag tree, in the order in which they are read."""

    def below(element) -> list:
        kids = element.get_object().get("/K", [])
        found = [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]
        return list(chain.from_iterable([kid, *below(kid)] for kid in found if isinstance(kid, dict) and "/S" in kid))

    return below(read(pdf).root_object["/StructTreeRoot"])


def assert_one_tagged(pdf: bytes, *, title: str, language: str, others: set[str] = frozenset()) -> None:
    """It is PDF/UA with this title and language; some of its elements are in ``others``, and each page has its tags."""
    document = read(pdf)
    root = document.root_object
    assert document.metadata.title == title
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == (language, True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1<" in document.xmp_metadata.stream.get_data()
    found = elements(pdf)
    assert {str(each["/Lang"]) for each in found if "/Lang" in each} - {language} == set(others)
    # Each page is found in the tree from its content, by a number of its own.
    numbers = [page["/StructParents"] for page in document.pages]
    assert len(set(numbers)) == len(numbers)
    assert {str(each["/S"]) for each in found} >= {"/Document", "/Title", "/H1", "/P", "/L"}
