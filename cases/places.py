"""States and municipalities by their INEGI codes; their names are the same in every language."""

from django.utils.translation import gettext_lazy as _

STATES: dict[str, object] = {
    "01": "Aguascalientes", "02": "Baja California", "03": "Baja California Sur", "04": "Campeche",
    "05": "Coahuila de Zaragoza", "06": "Colima", "07": "Chiapas", "08": "Chihuahua",
    "09": "Ciudad de México", "10": "Durango", "11": "Guanajuato", "12": "Guerrero",
    "13": "Hidalgo", "14": "Jalisco", "15": "México", "16": "Michoacán de Ocampo",
    "17": "Morelos", "18": "Nayarit", "19": "Nuevo León", "20": "Oaxaca", "21": "Puebla",
    "22": "Querétaro", "23": "Quintana Roo", "24": "San Luis Potosí", "25": "Sinaloa",
    "26": "Sonora", "27": "Tabasco", "28": "Tamaulipas", "29": "Tlaxcala",
    "30": "Veracruz de Ignacio de la Llave", "31": "Yucatán", "32": "Zacatecas",
    "97": _("United States"), "98": _("Another country"), "99": _("Place not said"),
}  # fmt: skip

CHIHUAHUA = (
    "Ahumada", "Aldama", "Allende", "Aquiles Serdán", "Ascensión", "Bachíniva", "Balleza",
    "Batopilas de Manuel Gómez Morín", "Bocoyna", "Buenaventura", "Camargo", "Carichí",
    "Casas Grandes", "Coronado", "Coyame del Sotol", "La Cruz", "Cuauhtémoc", "Cusihuiriachi",
    "Chihuahua", "Chínipas", "Delicias", "Dr. Belisario Domínguez", "Galeana", "Santa Isabel",
    "Gómez Farías", "Gran Morelos", "Guachochi", "Guadalupe", "Guadalupe y Calvo", "Guazapares",
    "Guerrero", "Hidalgo del Parral", "Huejotitán", "Ignacio Zaragoza", "Janos", "Jiménez",
    "Juárez", "Julimes", "López", "Madera", "Maguarichi", "Manuel Benavides", "Matachí",
    "Matamoros", "Meoqui", "Morelos", "Moris", "Namiquipa", "Nonoava", "Nuevo Casas Grandes",
    "Ocampo", "Ojinaga", "Praxedis G. Guerrero", "Riva Palacio", "Rosales", "Rosario",
    "San Francisco de Borja", "San Francisco de Conchos", "San Francisco del Oro",
    "Santa Bárbara", "Satevó", "Saucillo", "Temósachic", "El Tule", "Urique", "Uruachi",
    "Valle de Zaragoza",
)  # fmt: skip
# Towns of time zones, where the name of the zone does not write them as their people do.
TOWNS: dict[str, object] = {
    "America/Ciudad_Juarez": "Ciudad Juárez",
    "America/Mexico_City": _("Mexico City"),
}
# The municipalities of the state this house works in; elsewhere the name is written in words.
MUNICIPALITIES = {f"08{number:03}": name for number, name in enumerate(CHIHUAHUA, start=1)}


def states() -> list[tuple[str, object]]:
    """Return the states as choices, the one of this house first."""
    rest = [(code, name) for code, name in STATES.items() if code != "08"]
    return [("08", STATES["08"]), *rest]


def municipalities() -> list[tuple[str, str]]:
    """Return the municipalities by name."""
    return sorted(MUNICIPALITIES.items(), key=lambda pair: pair[1])


def town(zone: str) -> str:
    """Return the town a time zone is named after."""
    return str(TOWNS.get(zone) or zone.rpartition("/")[2].replace("_", " "))


def said(state: str, municipality: str = "") -> str:
    """Say a place as well as it is known."""
    names = [MUNICIPALITIES.get(municipality, ""), str(STATES.get(state, ""))]
    return ", ".join(name for name in names if name)
