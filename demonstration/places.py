"""The divisions, LDUs and towns of the demonstration: real places, arranged for the demonstration only."""

from typing import NamedTuple


class Place(NamedTuple):
    """An LDU of a division and the towns where it has offices, the largest first."""

    division: str
    ldu: str
    towns: tuple[str, ...]


WALES = "Wales"
SOUTH_WEST = "Dorset, Devon and Cornwall"
WEST = "Bristol, Gloucestershire, Somerset and Wiltshire"

# In an order that gives even a small caseload more than one division.
PLACES = (
    Place(WALES, "Gwent", ("Newport", "Cwmbran", "Abergavenny")),
    Place(SOUTH_WEST, "Plymouth", ("Plymouth", "Ivybridge", "Tavistock")),
    Place(WEST, "Somerset", ("Taunton", "Yeovil", "Minehead")),
    Place(WALES, "Gwynedd and Ynys Môn", ("Caernarfon", "Llangefni", "Dolgellau")),
    Place(SOUTH_WEST, "Cornwall", ("Truro", "Camborne", "Bodmin")),
    Place(WALES, "Dyfed Powys", ("Carmarthen", "Haverfordwest", "Newtown")),
    Place(WEST, "Bristol", ("Bristol", "Bedminster", "Kingswood")),
    Place(WALES, "Swansea, Neath and Port Talbot", ("Swansea", "Neath", "Port Talbot")),
    Place(SOUTH_WEST, "Exeter, East and Mid Devon", ("Exeter", "Exmouth", "Tiverton")),
    Place(WALES, "Cardiff and Vale", ("Cardiff", "Barry", "Penarth")),
    Place(WEST, "Gloucestershire", ("Gloucester", "Cheltenham", "Stroud")),
    Place(WALES, "Cwm Taf Morgannwg", ("Pontypridd", "Merthyr Tydfil", "Bridgend")),
    Place(SOUTH_WEST, "Dorset", ("Bournemouth", "Weymouth", "Dorchester")),
    Place(WALES, "Wrexham and Flintshire", ("Wrexham", "Mold", "Holywell")),
    Place(WEST, "Wiltshire", ("Swindon", "Salisbury", "Trowbridge")),
    Place(SOUTH_WEST, "Torbay and North Devon", ("Torquay", "Barnstaple", "Bideford")),
    Place(WALES, "Conwy and Denbighshire", ("Rhyl", "Colwyn Bay", "Denbigh")),
)

# Where each town's post goes: the first half of a postcode.
DISTRICTS = {
    "Newport": "NP20", "Cwmbran": "NP44", "Abergavenny": "NP7", "Plymouth": "PL1", "Ivybridge": "PL21",
    "Tavistock": "PL19", "Taunton": "TA1", "Yeovil": "BA20", "Minehead": "TA24", "Caernarfon": "LL55",
    "Llangefni": "LL77", "Dolgellau": "LL40", "Truro": "TR1", "Camborne": "TR14", "Bodmin": "PL31",
    "Carmarthen": "SA31", "Haverfordwest": "SA61", "Newtown": "SY16", "Bristol": "BS1", "Bedminster": "BS3",
    "Kingswood": "BS15", "Swansea": "SA1", "Neath": "SA11", "Port Talbot": "SA12", "Exeter": "EX1",
    "Exmouth": "EX8", "Tiverton": "EX16", "Cardiff": "CF10", "Barry": "CF62", "Penarth": "CF64",
    "Gloucester": "GL1", "Cheltenham": "GL50", "Stroud": "GL5", "Pontypridd": "CF37", "Merthyr Tydfil": "CF47",
    "Bridgend": "CF31", "Bournemouth": "BH1", "Weymouth": "DT4", "Dorchester": "DT1", "Wrexham": "LL11",
    "Mold": "CH7", "Holywell": "CH8", "Swindon": "SN1", "Salisbury": "SP1", "Trowbridge": "BA14",
    "Torquay": "TQ1", "Barnstaple": "EX31", "Bideford": "EX39", "Rhyl": "LL18", "Colwyn Bay": "LL29",
    "Denbigh": "LL16",
}  # fmt: skip


def address(number: int, street: str, town: str) -> str:
    """A house in the town, or in its repetition, with a postcode that nobody has."""
    district = DISTRICTS[town.rstrip(" 0123456789")]
    return f"{number} {street}, {town}, {district} {number % 9 + 1}XX"


def place(number: int) -> Place:
    """The LDU with this number, counted from 0. Past the end of the list they come again, numbered: "Gwent 2"."""
    repeat, index = divmod(number, len(PLACES))
    if not repeat:
        return PLACES[index]
    division, ldu, towns = PLACES[index]
    suffix = f" {repeat + 1}"
    return Place(division + suffix, ldu + suffix, tuple(town + suffix for town in towns))
