"""The postcode at the end of an office's address, and what it says of where the office lies."""

import re

# At the end of an address, after its other parts; in capitals, as the post office prints it.
AT_THE_END = re.compile(r"(?:^|[\s,])([A-Z]{1,2}[0-9][A-Z0-9]?) ([0-9][A-Z]{2})$")
# Areas whose towns are all in Wales, and the Welsh towns' districts of the areas that the border runs through.
WELSH_AREAS = {"CF", "LD", "LL", "NP", "SA"}
WELSH_DISTRICTS = {
    *(f"SY{number}" for number in range(15, 26)),
    *(f"CH{number}" for number in range(5, 9)),
    "HR3",
}


def postcode_of(address: str) -> str:
    """The postcode that the address ends with; empty where it ends with none."""
    found = AT_THE_END.search(address.rstrip())
    return " ".join(found.groups()) if found else ""


def is_in_wales(postcode: str) -> bool:
    """Whether the town of the postcode is in Wales. Offices are in towns: a farm beyond the border does not matter."""
    district = postcode.partition(" ")[0]
    return district.rstrip("0123456789") in WELSH_AREAS or district in WELSH_DISTRICTS
