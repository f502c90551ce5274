"""A walk through the pages by the links and forms that they hold, which counts what somebody has to do on the way."""

from typing import NamedTuple
from urllib.parse import urljoin

from django.test import Client
from django.test.html import Element, parse_html


class Counts(NamedTuple):
    """What a task takes: pages that are seen, links and buttons that are clicked, fields that are touched."""

    pages: int
    clicks: int
    fields: int


class Walk:
    """Begins at a page, which is not counted: somebody is there."""

    def __init__(self, client: Client, start: str = "/"):
        self.client = client
        self.pages = self.clicks = self.fields = 0
        self.show(client.get(start, follow=True))

    @property
    def counts(self) -> Counts:
        return Counts(self.pages, self.clicks, self.fields)

    def show(self, response) -> None:
        assert response.status_code == 200, response
        asked = response.request
        self.address = f"{asked['PATH_INFO']}?{asked['QUERY_STRING']}".rstrip("?")
        self.html = response.content.decode()
        self.page = parse_html(self.html)

    def go(self, response) -> None:
        """One click has led to one page."""
        self.show(response)
        self.clicks += 1
        self.pages += 1

    def says(self, words: str) -> None:
        assert words in text(self.page), text(self.page)

    def follow(self, words: str, *, to: str = "") -> None:
        """Click the first link that begins with the words, among those whose address has ``to`` in it."""
        links = [(text(link), attributes(link).get("href", "")) for link in found(self.page, "a")]
        leading = [href for said, href in links if said.startswith(words) and to in href]
        assert leading, f"no link {words!r} to {to!r} among {links}"
        self.go(self.client.get(urljoin(self.address, leading[0]), follow=True))

    def send(self, button: str, **answers: str) -> None:
        """Answer fields of the form that has the button, and press it. Each answer differs from what stood there."""
        form, pressed = next(
            (form, control)
            for form in found(self.page, "form")
            for control in found(form, "button", "input")
            if button in (text(control), attributes(control).get("value"))
        )
        sent = as_it_stands(form)
        for name, answer in answers.items():
            assert answer in offered(form, name), f"{name} cannot be {answer!r}"
            assert sent.get(name) != answer, f"{name} is {answer!r} already"
            sent[name] = answer
        self.fields += len(answers)
        own = attributes(pressed)
        if own.get("name"):
            sent[own["name"]] = own.get("value", "")
        where = urljoin(self.address, attributes(form).get("action", ""))
        self.go(getattr(self.client, attributes(form).get("method", "get"))(where, sent, follow=True))


class Anything:
    """What can be typed into a box."""

    def __contains__(self, answer: str) -> bool:
        return True


def attributes(element: Element) -> dict[str, str]:
    return {name: value or "" for name, value in element.attributes}


def text(element: Element | str) -> str:
    """What a page says there, without its marks."""
    if isinstance(element, str):
        return element
    return " ".join(" ".join(map(text, element.children)).split())


def found(within: Element | str, *names: str) -> list[Element]:
    """The elements of these names, in their order."""
    if isinstance(within, str):
        return []
    inside = [each for child in within.children for each in found(child, *names)]
    return [within, *inside] if within.name in names else inside


def as_it_stands(form: Element) -> dict[str, str]:
    """What a browser would send where nothing is touched, buttons aside."""
    sent = {}
    for control in found(form, "input", "select", "textarea"):
        own = attributes(control)
        kind = own.get("type", control.name)
        if kind in ("submit", "button", "file") or not own.get("name"):
            continue
        if kind in ("radio", "checkbox"):
            if "checked" in own:
                sent[own["name"]] = own.get("value", "on")
        elif kind == "select":
            options = found(control, "option")
            chosen = [option for option in options if "selected" in attributes(option)] or options[:1]
            if chosen:
                sent[own["name"]] = attributes(chosen[0]).get("value", "")
        else:
            sent[own["name"]] = text(control) if kind == "textarea" else own.get("value", "")
    return sent


def offered(form: Element, name: str) -> Anything | list[str]:
    """What the field of the name can be answered with; nothing where there is no such field to be seen."""
    values: list[str] = []
    for control in found(form, "input", "select", "textarea"):
        own = attributes(control)
        if own.get("name") != name or own.get("type") == "hidden":
            continue
        if own.get("type") in ("radio", "checkbox"):
            values.append(own.get("value", "on"))
        elif control.name == "select" and "admin-autocomplete" not in own.get("class", ""):
            values += [attributes(option).get("value", "") for option in found(control, "option")]
        else:
            return Anything()
    return values
