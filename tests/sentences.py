"""Finds the words of a source that a user reads and that no catalogue could translate."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.template.base import Lexer, TokenType

GETTEXT = {
    "_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy",
    "npgettext", "npgettext_lazy",
}  # fmt: skip
# What these are given is read by whoever develops or runs the product, or is kept as it is in whatever language.
FOR_DEVELOPERS = {
    "ValueError", "TypeError", "KeyError", "LookupError", "ImproperlyConfigured", "CommandError", "NotImplementedError",
    "RawSQL", "RunSQL", "Warning", "debug", "info", "exception", "changes_contacts", "writes", "record", "word",
    "word_lazy",
}  # fmt: skip
# Statements and parts of them; names of columns and of classes.
NO_PROSE = re.compile(r"\b(SELECT|FROM|UPDATE|LOCK|ANALYZE|UNION|JOIN|WHERE|AND|OR|NOT|NULL|AS|CASE|THEN)\b|\w_\w|--")
SEVERAL_WORDS = re.compile(r"[^\W\d_]{2,}[,.:;?]? [^\W\d_]")
A_WORD_ALONE = re.compile(r"[A-Z][a-z]{2,}[.:?]?")
A_WORD_OF_A_LARGER_TEXT = re.compile(r"\W* [^\W\d_]{2,}\W*|\W*[^\W\d_]{2,} \W*")
READ_ATTRIBUTES = {"alt", "aria-label", "title", "placeholder", "summary"}
QUOTED = re.compile(r"""(?P<marked>_\()?(?P<quote>["'])(?P<text>.*?)(?P=quote)(?P<word>\|word)?""")


def bare(text: str) -> str:
    """The text without markup and placeholders."""
    return re.sub(r"<[^>]*>|%\(\w+\)[sd]|\{[^}]*\}", "", text)


def is_words(text: str) -> bool:
    """Whether a literal is a sentence, a label or a part of one."""
    text = bare(text)
    found = (
        SEVERAL_WORDS.search(text) or A_WORD_ALONE.fullmatch(text.strip()) or A_WORD_OF_A_LARGER_TEXT.fullmatch(text)
    )
    return bool(found) and not NO_PROSE.search(text)


def in_python(source: str) -> Iterator[str]:
    """Literals that are words, in no call of gettext; and what is given to gettext but is no literal."""
    yield from _in_node(ast.parse(source))


def _in_node(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and is_words(node.value):
            yield node.value
    elif isinstance(node, ast.JoinedStr):
        text = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        if any(is_words(part) for part in text.split("{}")) and not NO_PROSE.search(text):
            yield ast.unparse(node)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from _in_node(part.value)
    elif isinstance(node, ast.Call) and _name(node.func) in GETTEXT:
        yield from (f"gettext({ast.unparse(each)})" for each in node.args[:1] if not isinstance(each, ast.Constant))
    elif isinstance(node, ast.Call) and _name(node.func) in FOR_DEVELOPERS:
        return
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    elif isinstance(node, ast.AnnAssign):
        yield from _in_node(node.value) if node.value else ()
    elif isinstance(node, ast.FunctionDef):
        for each in (*node.body, *node.decorator_list, node.args):
            yield from _in_node(each)
    elif isinstance(node, ast.arg):
        return
    elif isinstance(node, ast.keyword) and node.arg == "help_text":
        return  # of most models it tells developers; tests/test_every_label.py asks those that a page shows
    elif isinstance(node, ast.Subscript):
        yield from _in_node(node.value)
    else:
        for each in ast.iter_child_nodes(node):
            yield from _in_node(each)


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", None) or getattr(function, "id", "")


def messages(source: str) -> Iterator[str]:
    """What is given to gettext."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node.func) in GETTEXT:
            yield from (
                each.value for each in node.args if isinstance(each, ast.Constant) and str(each.value) == each.value
            )


def in_template(source: str) -> Iterator[str]:
    """Text, attributes that are read, and texts given to tags and filters, outside ``translate`` and its like."""
    html, skipping = [], ""
    for token in Lexer(source).tokenize():
        tag = token.contents.split()[0] if token.token_type == TokenType.BLOCK and token.contents.split() else ""
        if skipping:
            skipping = "" if tag == skipping else skipping
        elif tag in ("blocktranslate", "blocktrans", "comment"):
            skipping = f"end{tag}"
        elif token.token_type == TokenType.TEXT:
            html.append(token.contents)
        elif tag not in ("translate", "trans") and token.token_type != TokenType.COMMENT:
            for quoted in QUOTED.finditer(token.contents):
                text = quoted["text"]
                if (
                    not quoted["marked"]
                    and not quoted["word"]
                    and (SEVERAL_WORDS.search(text) or re.match(r"[A-Z][^\W\d_]", text))
                ):
                    yield text
    page = _Page()
    page.feed("".join(html))
    page.close()
    yield from page.found


class _Page(HTMLParser):
    """Collects what a page says; the tags of the template are left out of it already."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        if re.search(r"[^\W\d_]{2,}", data):
            self.found.append(data.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if (name in READ_ATTRIBUTES or name.startswith("data-i18n")) and re.search(r"[^\W\d_]{2,}", value or ""):
                self.found.append(str(value))
