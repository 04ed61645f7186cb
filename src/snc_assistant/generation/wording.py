"""The assistant's own sentences, in French and in English. No fact stands here."""

from snc_assistant.facts.lookup import Phrase
from snc_assistant.types import Language

_ALL_MONTHS: dict[Language, str] = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}

_TEXTS: dict[Language, dict[str, str]] = {
    "fr": {
        "provider.list": "{provider}, d'après l'édition {of_edition} :",
        "provider.none": "Non : l'édition {of_edition} ne liste aucune offre {service_model} pour {provider}. Elle liste :",
        "status.yes.qualified": "Oui, d'après l'édition {of_edition}.",
        "status.no.qualified": "Non, pas à la date de l'édition {of_edition} : la qualification est en cours.",
        "status.mixed.qualified": "Cela dépend de l'offre, d'après l'édition {of_edition} :",
        "status.yes.in_progress": "Oui, en cours de qualification d'après l'édition {of_edition}.",
        "status.no.in_progress": "Non : déjà qualifié, d'après l'édition {of_edition}.",
        "status.mixed.in_progress": "Cela dépend de l'offre, d'après l'édition {of_edition} :",
        "offers.both": "{providers} prestataires ont à la fois une offre qualifiée et une offre en cours, d'après l'édition {of_edition} :",
        "changes.none": "Non : aucune offre n'est apparue, n'a disparu ni n'a changé de statut entre les deux éditions ({count} lignes dans chacune).",
        "changes.some": "Entre les deux éditions, les tableaux changent ainsi :",
        "limit.within.alone": "Oui : {share} % reste dans la limite de {limit} % pour une entité seule.",
        "limit.above.alone": "Non : {share} % dépasse la limite de {limit} % pour une entité seule.",
        "limit.within.together": "Oui : {share} % reste dans la limite collective de {limit} %.",
        "limit.above.together": "Non : {share} % dépasse la limite collective de {limit} %.",
        "unlisted": "« {name} » ne figure dans les tableaux d'aucune des deux éditions, ni parmi les qualifiés ni parmi les candidats.",
        "stages.conflict": "Les deux éditions ne donnent pas les mêmes libellés :",
        "not_in_sources": "Les documents ne répondent pas à cette question. Passages les plus proches :",
        "out_of_scope": "Cette question ne porte pas sur SecNumCloud : je réponds seulement à partir des documents de l'Observatoire.",
        "missing": "Les documents ne disent rien de : « {part} ».",
        "extract": "Extrait ({language}, édition {of_edition}) : « {quote} »",
        "uncertain": "appariement incertain",
        "counted": "Les documents en donnent {count}. ",
    },
    "en": {
        "provider.list": "{provider}, according to the {of_edition} edition:",
        "provider.none": "No: the {of_edition} edition lists no {service_model} offer of {provider}. It lists:",
        "status.yes.qualified": "Yes, according to the {of_edition} edition.",
        "status.no.qualified": "No, not at the date of the {of_edition} edition: qualification is in progress.",
        "status.mixed.qualified": "It depends on the offer, according to the {of_edition} edition:",
        "status.yes.in_progress": "Yes, in progress according to the {of_edition} edition.",
        "status.no.in_progress": "No: already qualified, according to the {of_edition} edition.",
        "status.mixed.in_progress": "It depends on the offer, according to the {of_edition} edition:",
        "offers.both": "{providers} providers have both a qualified offer and one in progress, according to the {of_edition} edition:",
        "changes.none": "No: no offer appeared, disappeared or changed status between the two editions ({count} rows in each).",
        "changes.some": "Between the two editions the tables change as follows:",
        "limit.within.alone": "Yes: {share}% is within the limit of {limit}% for one entity.",
        "limit.above.alone": "No: {share}% is above the limit of {limit}% for one entity.",
        "limit.within.together": "Yes: {share}% is within the collective limit of {limit}%.",
        "limit.above.together": "No: {share}% is above the collective limit of {limit}%.",
        "unlisted": "“{name}” is not listed in the tables of either edition, neither as qualified nor as an applicant.",
        "stages.conflict": "The two editions do not give the same labels:",
        "not_in_sources": "The documents do not answer this question. Nearest passages:",
        "out_of_scope": "This is not a question about SecNumCloud: I answer only from the Observatory's documents.",
        "missing": "The documents say nothing of: “{part}”.",
        "extract": "Extract ({language}, {of_edition} edition): “{quote}”",
        "uncertain": "uncertain pairing",
        "counted": "The documents give {count}. ",
    },
}  # fmt: skip
_STATUS: dict[Language, dict[str, str]] = {
    "fr": {"qualified": "qualifiée", "in_progress": "en cours de qualification"},
    "en": {"qualified": "qualified", "in_progress": "in progress"},
}
_FAMILY: dict[Language, dict[str, str]] = {
    "fr": {"technical": "techniques", "operational": "opérationnels", "legal": "juridiques"},
    "en": {"technical": "technical", "operational": "operational", "legal": "legal"},
}
_LANGUAGE_NAMES: dict[Language, dict[Language, str]] = {
    "fr": {"fr": "en français", "en": "en anglais"},
    "en": {"fr": "in French", "en": "in English"},
}


def edition_name(edition: str, language: Language) -> str:
    """An edition such as `2026-04` in words: "avril 2026", "April 2026"."""
    year, _, month = edition.partition("-")
    if not month.isdigit() or not 1 <= int(month) <= 12:
        return edition
    return f"{_ALL_MONTHS[language].split()[int(month) - 1]} {year}"


def language_name(language: Language, reader: Language) -> str:
    """A language's name for a reader: "en anglais", "in English"."""
    return _LANGUAGE_NAMES[reader][language]


def word(phrase: Phrase, language: Language) -> str:
    """A phrase in the reader's language."""
    values = {k: str(v) for k, v in phrase.values.items()}
    if phrase.key.startswith("text"):
        counted = _TEXTS[language]["counted"].format(**values) if phrase.key == "text.counted" else ""
        return counted + values[language]
    values["of_edition"] = _of_edition(values.get("edition", ""), language)
    if phrase.key == "offers.list":
        return _offers_list(values, language)
    if phrase.key == "provider.count":
        return _provider_count(values, language)
    if phrase.key == "criteria":
        return _criteria(values, language)
    return _TEXTS[language][phrase.key].format(**values)


def status_name(status: str, language: Language) -> str:
    """A status in words."""
    return _STATUS[language].get(status, status)


def _of_edition(edition: str, language: Language) -> str:
    name = edition_name(edition, language)
    if language == "en" or not name:
        return name
    return f"d'{name}" if name[0] in "aeiouô" else f"de {name}"


def _offers_list(values: dict[str, str], language: Language) -> str:
    rows, offers, providers = (int(values[k]) for k in ("rows", "offers", "providers"))
    status, model = values["status"], values["service_model"]
    if language == "fr":
        plural = "s" if rows > 1 else ""
        state = {"qualified": f" qualifiée{plural}", "in_progress": " en cours de qualification"}
        what = f"{rows} offre{plural}" + (f" {model}" if model else "") + state.get(status, "")
        distinct = f" ({offers} offres distinctes)" if offers != rows else ""
        who = f"{providers} {'candidat' if status == 'in_progress' else 'prestataire'}{'s' if providers > 1 else ''}"
        unit = what.replace("offre", "ligne", 1) if distinct else what
        return f"{unit}{distinct}, de {who}, dans l'édition {values['of_edition']} :"
    plural = "s" if rows > 1 else ""
    before = "qualified " if status == "qualified" else ""
    after = " in progress" if status == "in_progress" else ""
    unit = "row" if offers != rows else "offer"
    distinct = f" ({offers} distinct offers)" if offers != rows else ""
    who = (
        f"{providers} {'applicant' if status == 'in_progress' else 'provider'}{'s' if providers > 1 else ''}"
    )
    kind = f"{model} " if model else ""
    return f"{rows} {before}{kind}{unit}{plural}{after}{distinct}, from {who}, in the {values['of_edition']} edition:"


def _provider_count(values: dict[str, str], language: Language) -> str:
    rows, offers = int(values["rows"]), int(values["offers"])
    plural = "s" if offers > 1 else ""
    if language == "fr":
        distinct = f", sur {rows} lignes" if offers != rows else ""
        return f"{values['provider']} : {offers} offre{plural}{distinct}, d'après l'édition {values['of_edition']} :"
    distinct = f", in {rows} rows" if offers != rows else ""
    return f"{values['provider']}: {offers} offer{plural}{distinct}, according to the {values['of_edition']} edition:"


def _criteria(values: dict[str, str], language: Language) -> str:
    families = [_FAMILY[language][f] for f in values["family"].split(",") if f]
    if language == "fr":
        return f"Les {values['count']} critères {' et '.join(families)} :"
    return f"The {values['count']} {' and '.join(families)} criteria:"
