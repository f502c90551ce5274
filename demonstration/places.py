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


def place(number: int) -> Place:
    """The LDU with this number, counted from 0. Past the end of the list they come again, numbered: "Gwent 2"."""
    repeat, index = divmod(number, len(PLACES))
    if not repeat:
        return PLACES[index]
    division, ldu, towns = PLACES[index]
    suffix = f" {repeat + 1}"
    return Place(division + suffix, ldu + suffix, tuple(town + suffix for town in towns))
