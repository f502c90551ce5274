"""Pages of Django's test client in a real browser, and a keyboard to use them with."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.db import connections

DESK, TELEPHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 667}
# Longer than any page's way from its top to its last control.
LONGEST_WAY = 200
# A page opens so, unless a field has the focus from the start.
NOWHERE = "document.activeElement === document.body"
FOCUSED = """() => {
    const control = document.activeElement, style = getComputedStyle(control);
    const sight = control.type === "radio" || control.type === "checkbox"
        ? getComputedStyle(control.nextElementSibling, "::before") : style;
    return {
        tag: control.tagName, type: control.type, name: control.name, value: control.value,
        text: control.textContent.trim(), checked: control.checked,
        seen: sight.outlineStyle !== "none" || sight.boxShadow !== "none",
    };
}"""


def show(page, client, first, url) -> None:
    """Show the answer at its address, with the style sheets and scripts that it names.

    What the browser then asks for, it asks the client, in the test's own transaction; a redirect is followed.
    """
    assert "Location" not in first, "the browser would follow it past the client"
    answers = iter([first])
    own = connections["default"]

    def answer(route) -> None:
        connections["default"] = own  # the browser's event loop would make another
        asked = route.request
        parts = urlsplit(asked.url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if asked.method == "POST":
            response = client.post(path, asked.post_data_buffer, asked.headers["content-type"], follow=True)
        else:
            response = next(answers, None) if asked.is_navigation_request() else None
            response = response or client.get(path, follow=True)
        headers = {name: value for name, value in response.headers.items() if name != "Set-Cookie"}
        route.fulfill(status=response.status_code, headers=headers, body=response.getvalue())

    page.set_viewport_size(DESK)
    page.route("**/*", answer)
    page.goto(f"http://localhost{url}")


class Keyboard:
    """Answers forms with Tab, the arrows, Space, Enter and what is typed, from the top of each page."""

    def __init__(self, page):
        self.page = page
        # From the start: what is asked for only when the key is pressed may come too late.
        page.on("filechooser", lambda chooser: None)

    def fill_in(self, answers: dict[str, str], button: str) -> None:
        """Answer each field as it comes, and press the button. What Tab reaches must be seen to have the focus."""
        left = dict(answers)
        for control in self.reached():
            if control["name"] in left:
                self.answer(control, left.pop(control["name"]))
            elif control["type"] == "submit" and control["text"] == button:
                assert not left, f"{button} comes before {sorted(left)}"
                return self.enter()
        raise AssertionError(f"Tab reaches no button {button!r}, with {sorted(left)} left to answer")

    def follow(self, words: str) -> None:
        """Go to the link that begins with the words, and open it."""
        for control in self.reached():
            if control["tag"] == "A" and control["text"].startswith(words):
                return self.enter()
        raise AssertionError(f"Tab reaches no link {words!r}")

    def reached(self) -> Iterator[dict]:
        """What Tab reaches, one after the other. Each is seen to have the focus."""
        for _ in range(LONGEST_WAY):
            if self.page.evaluate(NOWHERE):
                self.page.keyboard.press("Tab")
            control = self.page.evaluate(FOCUSED)
            assert control["seen"], f"no focus to be seen on {control}"
            yield control
            self.page.keyboard.press("Tab")

    def enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def answer(self, control: dict, value: str) -> None:
        if control["type"] == "file":
            with self.page.expect_file_chooser() as chooser:
                self.page.keyboard.press("Enter")
            chooser.value.set_files(value)
        elif control["type"] == "checkbox":
            self.page.keyboard.press("Space")
        elif control["type"] in ("radio", "select-one"):
            self.choose(value)
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(value)
            assert self.page.evaluate(FOCUSED)["value"] == value

    def choose(self, value: str) -> None:
        """Go down the radios or the list, to its end and on from its beginning, until the value is chosen."""
        for key in ("Space", *["ArrowDown"] * 40):
            now = self.page.evaluate(FOCUSED)
            if now["value"] == value and now["checked"] is not False:
                return
            if key == "ArrowDown" or (now["type"] == "radio" and now["value"] == value):
                self.page.keyboard.press(key)
        raise AssertionError(f"{value} cannot be chosen")
