"""Names of the invented people: first names, surnames and streets common in Wales and the South West of England."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST_NAMES_OF_MEN = _words("""
    Aaron Adam Aled Alun Andrew Anthony Arwel Ashley Barry Ben Berwyn Bradley Brett Bryn Callum Carl Carwyn Chris
    Connor Craig Curtis Dafydd Dale Damien Daniel Darren Dean Deiniol Dewi Dylan Eifion Elfed Emrys Emyr Evan Gareth
    Gavin Geraint Gethin Glyn Gruffydd Gwilym Gwyn Harri Huw Hywel Iestyn Ieuan Ifan Illtyd Ioan Iolo Iorwerth Iwan
    Jake Jamie Jason Jermaine Joel Jordan Josh Keiran Kevin Kyle Lee Lewis Liam Llew Llion Lloyd Luke Macsen Marc
    Mark Martyn Mathew Meirion Mohammed Morgan Nathan Neil Osian Owain Paul Piran Rhodri Rhys Ricky Robert Ross Ryan
    Scott Sean Shane Shaun Simon Steffan Steven Stuart Tariq Tomos Trystan Wayne Wyn Yusuf
""")
FIRST_NAMES_OF_WOMEN = _words("""
    Abigail Alys Amanda Amy Angharad Anwen Beca Bethan Bronwen Carly Carys Catrin Ceri Chantelle Charlotte Cerys
    Delyth Donna Eirlys Eleri Elin Ellie Emma Ffion Gemma Glenys Gwen Gwenllian Haf Heledd Jade Jessica Karen Katie
    Kayleigh Kelly Kerensa Laura Leanne Lisa Lowri Mali Mared Megan Meinir Morwenna Nerys Nia Non Olwen Rachel Rhian
    Rhiannon Rosie Sara Seren Sharon Sioned Siân Stacey Tegan Tracey Wendy Zoe
""")
LAST_NAMES = _words("""
    Adams Allen Andrews Angove Bailey Baker Beynon Bevan Bishop Bolitho Bowen Brooks Brown Burgess Butler Carter
    Chapman Clarke Coles Collins Cook Cooper Cox Daniels Davies Dyer Edwards Ellis Evans Fisher Foster Francis Gale
    George Gibbs Gill Griffiths Gwynne Hancock Harding Harris Harvey Hawkins Hicks Hill Hooper Hopkins Howells
    Hughes Humphreys James Jenkins John Jones Kelly Khan King Knight Lane Lewis Llewellyn Lloyd Marsh Martin Mason
    Matthews Meredith Miles Mitchell Morgan Morris Nicholas Nicholls O'Brien Owen Palmer Parfitt Parry Parsons
    Pascoe Pearce Penhaligon Penrose Perkins Perry Phillips Pike Pope Powell Price Prosser Prowse Pritchard Pugh
    Rees Reynolds Richards Roberts Rogers Rowe Rowlands Samuel Shaw Skinner Smith Stone Taylor Thomas Trelawny
    Tremayne Trevithick Tucker Turner Vaughan Wakeham Walters Ward Watkins Webb White Williams Yeo
""")
STREETS = (
    "Albert Road",
    "Alexandra Terrace",
    "Bridge Street",
    "Castle Street",
    "Chapel Lane",
    "Church Road",
    "Clarence Place",
    "Commercial Street",
    "Fore Street",
    "George Street",
    "Gladstone Terrace",
    "Green Lane",
    "High Street",
    "Hill View",
    "Kings Road",
    "Manor Way",
    "Market Street",
    "Mill Lane",
    "North Street",
    "Oakfield Road",
    "Orchard Close",
    "Park Avenue",
    "Queen Street",
    "Station Road",
    "The Crescent",
    "Victoria Road",
    "West Street",
    "Windsor Road",
)
WELSH_STREETS = (
    "Bryn Awelon",
    "Cae Mawr",
    "Ffordd y Parc",
    "Ffordd yr Orsaf",
    "Heol Las",
    "Heol y Bryn",
    "Heol yr Eglwys",
    "Lôn Cefn",
    "Maes y Coed",
    "Maes yr Haf",
    "Rhodfa'r Môr",
    "Stryd Fawr",
    "Stryd y Bont",
    "Tan y Graig",
    "Tŷ Newydd Terrace",
)
