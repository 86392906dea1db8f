"""The themes a house begins with (domain 2(f)); it changes, adds and retires its own."""

from groups.enums import GroupKind

WOMEN = (
    "Encuadre y confianza",
    "Ser mujer aquí: mandatos de género",
    "Sistema sexo-género y patriarcado",
    "Tipos de violencia I: psicológica, física, sexual",
    "Tipos de violencia II: patrimonial, económica, vicaria",
    "Modalidades: familiar, laboral, docente, comunidad, institucional, digital, mediática, "
    "política, feminicida",
    "Ciclo y escalada; control coercitivo",
    "Efectos en cuerpo, emociones e hijas e hijos",
    "Derechos y ruta de justicia; órdenes de protección",
    "Culpa, vergüenza, miedo: resignificación",
    "Autonomía económica y redes",
    "Feminismos en América Latina y organización",
    "Plan de seguridad y proyecto de vida",
    "Cierre ritual",
)
ADOLESCENTS = (
    "Encuadre y confianza",
    "Lo que se espera de mí: mandatos de género",
    "Noviazgo: lo que cuida y lo que lastima",
    "Consentimiento",
    "Violencia digital",
    "Masculinidades",
    "Tipos y modalidades de violencia",
    "Mi cuerpo, mis emociones",
    "Mis derechos y a quién acudir",
    "Redes que sostienen",
    "Mi plan de seguridad",
    "Cierre ritual",
)
FIRST: dict[str, tuple[str, ...]] = {
    GroupKind.MUJERES: WOMEN,
    GroupKind.ADOLESCENTES: ADOLESCENTS,
}
