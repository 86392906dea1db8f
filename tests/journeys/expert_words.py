"""What is said in the journey of a report: invented, and known again wherever it turns up."""

TOLD = "canary-relato-dejo-de-dormir"  # in the expert file only
LENT = "canary-vino-a-once-sesiones"  # handed over item by item
OBSERVED = "canary-falta-la-fuente"
PREPARED = "canary-preguntaran-por-la-separacion"
HEARD = "canary-se-explico-con-calma"
WEIGHED = "canary-se-le-concede-valor-pleno"
NAME, INITIALS, THIRD = "Noemí Ortega Sierra", "N. O. S.", "Delia Ortega"
QUESTIONS = ("¿Presenta afectaciones psicológicas?", "¿Se vinculan con los hechos?")
REQUEST = {
    "regime": "CNPP",
    "questions": "\n\n".join(f"{n}. {each}" for n, each in enumerate(QUESTIONS, 1)),
    "evaluated_name": NAME,
    "initials": INITIALS,
    "protected_identity": "on",
    "other_party": "R. M. L.",
    "authority": "Juzgado de Control",
    "numbers": "Causa penal 0000/0000",
    "requested_because": "Se ofrecerá como prueba.",
}
LICENCE = {
    "title": "Licenciatura en Psicología",
    "licence": "1234567",
    "training": "Peritaje con perspectiva de género, 120 horas",
    "experience": "Doce años",
}
ACCEPTANCE = {"no_impediment": "on", "prior_relation": "NINGUNA", "oath": "on"}
CONDITIONS = {
    "minutes": 100,
    "modality": "PRESENCIAL_OFICINA",
    "attendance": "ASISTIO",
    "time_zone": "America/Chihuahua",
    "place": "Consultorio 2",
    "present": "Solo ella y la perita",
    "privacy": "Espacio cerrado",
    "restraints": "Ninguna",
    "breaks": "Una pausa",
    "content": "Encuadre y relato libre",
    "effect": "Se fue tranquila",
    "observation": "Llanto al hablar de la noche del aviso; orientada.",
}
SCALE = {
    "name": "PHQ-9",
    "version": "Kroenke, Spitzer y Williams (2001)",
    "measures": "Síntomas depresivos, dos semanas",
    "range": "Nueve reactivos, 0 a 27",
    "max": 27,
    "cut": 10,
    "higher_is_worse": "on",
    "score": 17,
    "interpretation": "Sintomatología moderadamente grave.",
    "limits": "La carga de cuidados afecta cansancio y sueño.",
}
FACT = {
    "title": "Amenazas repetidas",
    "when": "desde 2021",
    "types": ["T_PSICOLOGICA"],
    "modalities": ["M_FAMILIAR"],
    "words": f"Refiere amenazas cada semana.\n\n> «{TOLD}» (S1)",
}
EFFECT = {
    "title": "Insomnio y pesadillas",
    "words": "Duerme tres horas.",
    "levels": ["INDIVIDUAL"],
    "onset": "2021",
    "course": "CONTINUO",
    "intensity": 3,
}
WORK = {"cite": "Herman (1992)", "reference": "Herman, J. (1992). *Trauma and recovery*."}
LINK = {
    "version": 0,
    "time": "DESPUES",
    "time_words": "Antes dormía bien.",
    "specificity": "Sueña la amenaza.",
    "alternatives": "Duelo por la separación: se descarta.",
    "stressors": "El proceso penal, peso medio.",
    "protective": "Su hermana.",
}
PROSE = {
    "relato": f"Lo que refiere {NAME}.\n\n> «{TOLD}» (S1)\n\nSu hermana {THIRD} lo confirma.",
    "limitaciones": "Sin acceso a la otra parte.",
}
SAID = "Texto del apartado, con **énfasis** y una lista:\n\n- uno\n- dos"
