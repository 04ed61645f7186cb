"""The assistant's own sentences, in French and in English. No fact stands here."""

from collections.abc import Callable

from snc_assistant.facts.finding import Phrase
from snc_assistant.types import Language

_ALL_MONTHS: dict[Language, str] = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}

_TEXTS: dict[Language, dict[str, str]] = {
    "fr": {
        "provider.list": "{provider}, d'après l'édition {of_edition} :",
        "provider.none": "l'édition {of_edition} ne liste aucune offre {service_model} pour {provider}. Elle liste :",
        "provider.no_other": "l'édition {of_edition} ne liste aucune autre offre pour {provider}. Elle liste :",
        "offer.none": "l'édition {of_edition} ne liste pas « {provider} » en {service_model}. Elle liste :",
        "models.some": "{provider}, d'après l'édition {of_edition} : {offers} en {having}, aucune en {lacking} :",
        "among.every": "Tous ont des {offers}, d'après l'édition {of_edition} :",
        "among.some": "Avec des {offers}, d'après l'édition {of_edition} : {names}. Sans {offer} : {others}.",
        "among.none": "Aucun n'a d'{offers}, d'après l'édition {of_edition} :",
        "among.numbers": "nombre d'{offers}, d'après l'édition {of_edition} : {numbers}.",
        "among.offers.every": "Toutes sont {state}, d'après l'édition {of_edition} :",
        "among.offers.some": "{State}, d'après l'édition {of_edition} : {names}. Non {state} : {others}.",
        "among.offers.none": "Aucune n'est {state_one}, d'après l'édition {of_edition} :",
        "status.yes.qualified": "Oui, d'après l'édition {of_edition}.",
        "status.no.qualified": "Non, pas à la date de l'édition {of_edition} : la qualification est en cours.",
        "status.mixed.qualified": "Cela dépend de l'offre, d'après l'édition {of_edition} :",
        "status.yes.in_progress": "Oui, en cours de qualification d'après l'édition {of_edition}.",
        "status.no.in_progress": "Non : déjà qualifié, d'après l'édition {of_edition}.",
        "status.mixed.in_progress": "Cela dépend de l'offre, d'après l'édition {of_edition} :",
        "offers.none_else": "Aucune autre {offer} (hors {without}), d'après l'édition {of_edition}. Ce qu'elle liste :",
        "offers.share": "{provider} : {count} des {total} {offers}, d'après l'édition {of_edition} :",
        "offers.none_apart": "aucun prestataire n'a d'{offers}{apart}, d'après l'édition {of_edition}. Ce qu'elle liste :",
        "offers.both": "{providers} prestataires ont à la fois une offre{in_models} qualifiée et une offre{in_models} en cours, d'après l'édition {of_edition} :",
        "group.named_models": "Avec des {offers} en {models} à la fois, d'après l'édition {of_edition} : {names}.",
        "group.named_models.none": "Aucun prestataire n'a d'{offers} en {models} à la fois, d'après l'édition {of_edition} :",
        "group.subset_models": "tous les prestataires d'{offers} en ont aussi en {other}, d'après l'édition {of_edition} : {names}.",
        "group.subset_models.none": "des prestataires d'{offers} n'en ont pas en {other}, d'après l'édition {of_edition} : {names}.",
        "group.three_models": "Avec des {offers} dans au moins trois modèles de service, d'après l'édition {of_edition} : {names}.",
        "group.three_models.none": "Aucun prestataire n'a d'{offers} dans trois modèles de service, d'après l'édition {of_edition} :",
        "group.several_models": "Avec des {offers} dans plusieurs modèles de service, d'après l'édition {of_edition} : {names}.",
        "group.several_models.none": "Aucun prestataire n'a d'{offers} dans plusieurs modèles de service, d'après l'édition {of_edition} :",
        "group.every_model": "Avec des {offers} dans les quatre modèles de service, d'après l'édition {of_edition} : {names}.",
        "group.every_model.none": "Aucun prestataire n'a d'{offers} dans les quatre modèles de service, d'après l'édition {of_edition}. Le plus large, avec {most} : {names}.",
        "group.several_offers": "Avec plusieurs {offers}, d'après l'édition {of_edition} : {names}.",
        "group.several_offers.none": "Aucun prestataire n'a plusieurs {offers}, d'après l'édition {of_edition} :",
        "group.one_offer": "Avec une seule {offer}, d'après l'édition {of_edition} : {names}.",
        "group.one_offer.none": "Aucun prestataire n'a une seule {offer}, d'après l'édition {of_edition} :",
        "group.most_offers": "Le plus grand nombre d'{offers}, d'après l'édition {of_edition} : {names} ({most}).",
        "group.most_models": "Des {offers} dans le plus de modèles de service, d'après l'édition {of_edition} : {names} ({most}).",
        "changes.none": "aucune offre n'est apparue, n'a disparu ni n'a changé de statut entre les deux éditions ({count} lignes dans chacune).",
        "changes.some": "Entre les deux éditions, les tableaux changent ainsi :",
        "verdict.yes": "Oui :",
        "verdict.no": "Non :",
        "limit.within.alone": "{share} % reste dans la limite de {limit} % pour une entité seule.",
        "limit.above.alone": "{share} % dépasse la limite de {limit} % pour une entité seule.",
        "limit.within.together": "{share} % reste dans la limite collective de {limit} %.",
        "limit.above.together": "{share} % dépasse la limite collective de {limit} %.",
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
        "provider.none": "the {of_edition} edition lists no {service_model} offer of {provider}. It lists:",
        "provider.no_other": "the {of_edition} edition lists no other offer of {provider}. It lists:",
        "offer.none": "the {of_edition} edition does not list “{provider}” for {service_model}. It lists:",
        "models.some": "{provider}, according to the {of_edition} edition: {offers} for {having}, none for {lacking}:",
        "among.every": "All have {offers}, according to the {of_edition} edition:",
        "among.some": "With {offers}, according to the {of_edition} edition: {names}. Without any {offer}: {others}.",
        "among.none": "None has any {offers}, according to the {of_edition} edition:",
        "among.numbers": "number of {offers}, according to the {of_edition} edition: {numbers}.",
        "among.offers.every": "All are {state}, according to the {of_edition} edition:",
        "among.offers.some": "{State}, according to the {of_edition} edition: {names}. Not {state}: {others}.",
        "among.offers.none": "None is {state_one}, according to the {of_edition} edition:",
        "status.yes.qualified": "Yes, according to the {of_edition} edition.",
        "status.no.qualified": "No, not at the date of the {of_edition} edition: qualification is in progress.",
        "status.mixed.qualified": "It depends on the offer, according to the {of_edition} edition:",
        "status.yes.in_progress": "Yes, in progress according to the {of_edition} edition.",
        "status.no.in_progress": "No: already qualified, according to the {of_edition} edition.",
        "status.mixed.in_progress": "It depends on the offer, according to the {of_edition} edition:",
        "offers.none_else": "No other {offer} (leaving out {without}), according to the {of_edition} edition. It lists:",
        "offers.share": "{provider}: {count} of the {total} {offers}, according to the {of_edition} edition:",
        "offers.none_apart": "no provider has {offers}{apart}, according to the {of_edition} edition. It lists:",
        "offers.both": "{providers} providers have both qualified{in_models} offers and{in_models} offers in progress, according to the {of_edition} edition:",
        "group.named_models": "With {offers} for {models} at once, according to the {of_edition} edition: {names}.",
        "group.named_models.none": "No provider has {offers} for {models} at once, according to the {of_edition} edition:",
        "group.subset_models": "all providers of {offers} also have {other} ones, according to the {of_edition} edition: {names}.",
        "group.subset_models.none": "some providers of {offers} have no {other} ones, according to the {of_edition} edition: {names}.",
        "group.three_models": "With {offers} in at least three service models, according to the {of_edition} edition: {names}.",
        "group.three_models.none": "No provider has {offers} in three service models, according to the {of_edition} edition:",
        "group.several_models": "With {offers} in several service models, according to the {of_edition} edition: {names}.",
        "group.several_models.none": "No provider has {offers} in several service models, according to the {of_edition} edition:",
        "group.every_model": "With {offers} in all four service models, according to the {of_edition} edition: {names}.",
        "group.every_model.none": "No provider has {offers} in all four service models, according to the {of_edition} edition. The widest, with {most}: {names}.",
        "group.several_offers": "With several {offers}, according to the {of_edition} edition: {names}.",
        "group.several_offers.none": "No provider has several {offers}, according to the {of_edition} edition:",
        "group.one_offer": "With a single {offer}, according to the {of_edition} edition: {names}.",
        "group.one_offer.none": "No provider has a single {offer}, according to the {of_edition} edition:",
        "group.most_offers": "The largest number of {offers}, according to the {of_edition} edition: {names} ({most}).",
        "group.most_models": "{offers} in the most service models, according to the {of_edition} edition: {names} ({most}).",
        "changes.none": "no offer appeared, disappeared or changed status between the two editions ({count} rows in each).",
        "changes.some": "Between the two editions the tables change as follows:",
        "verdict.yes": "Yes:",
        "verdict.no": "No:",
        "limit.within.alone": "{share}% is within the limit of {limit}% for one entity.",
        "limit.above.alone": "{share}% is above the limit of {limit}% for one entity.",
        "limit.within.together": "{share}% is within the collective limit of {limit}%.",
        "limit.above.together": "{share}% is above the collective limit of {limit}%.",
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
_STATE: dict[Language, dict[str, tuple[str, str]]] = {
    "fr": {
        "qualified": ("qualifiée", "qualifiées"),
        "in_progress": ("en cours de qualification", "en cours de qualification"),
    },
    "en": {"qualified": ("qualified", "qualified"), "in_progress": ("in progress", "in progress")},
}
_VERDICT: dict[Language, dict[str, str]] = {
    "fr": {"yes": "Oui : ", "no": "Non : "},
    "en": {"yes": "Yes: ", "no": "No: "},
}
_UNIT: dict[Language, tuple[str, str]] = {"fr": ("offre", "ligne"), "en": ("offer", "row")}
_APART: dict[Language, dict[str, str]] = {
    "fr": {
        "without": "hors {}",
        "absent": "sans offre {}",
        "absent_status": "sans offre {}",
        "only": "présents en {} seulement",
        "models": "{}",
    },
    "en": {
        "without": "leaving out {}",
        "absent": "with no {} offer",
        "absent_status": "with no offer {}",
        "only": "listed in {} only",
        "models": "{}",
    },
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
    if phrase.key in _COMPOSED:
        text = _COMPOSED[phrase.key](values, language)
    else:
        values |= _kinds(values, language)
        values["apart"] = _apart(values, language)
        values["in_models"] = f" {values['models']}" if values.get("models") else ""
        text = _TEXTS[language][phrase.key].format(**values)
    if values.get("verdict"):
        text = _VERDICT[language][values["verdict"]] + text
    if phrase.key != "uncertain":
        text = text[:1].upper() + text[1:]
    if values.get("unlisted") and phrase.key != "unlisted":
        return f"{_unlisted(values, language)} {text}"
    return text


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
    what = f"{rows} {_offers(values, language, plural=rows > 1, rows=offers != rows)}"
    apart, s = _apart(values, language), "s" if providers > 1 else ""
    applies = values["status"] == "in_progress"
    if language == "fr":
        distinct = f" ({offers} offres distinctes)" if offers != rows else ""
        who = f"{providers} {'candidat' if applies else 'prestataire'}{s}"
        return f"{what}{distinct}, de {who}{apart}, dans l'édition {values['of_edition']} :"
    distinct = f" ({offers} distinct offers)" if offers != rows else ""
    who = f"{providers} {'applicant' if applies else 'provider'}{s}"
    return f"{what}{distinct}, from {who}{apart}, in the {values['of_edition']} edition:"


def _apart(values: dict[str, str], language: Language) -> str:
    """What a list leaves out, and its parts: " (hors Outscale)", " (8 qualified, 12 in progress)"."""
    told = {**values, "absent_status": status_name(values.get("absent_status", ""), language)}
    shown = [text.format(told[key]) for key, text in _APART[language].items() if told.get(key)]
    shown += [
        _of_status(int(values[status]), int(values[f"{status}_providers"]), status, language)
        for status in _STATUS[language]
        if values.get(status)
    ]
    return f" ({', '.join(shown)})" if shown else ""


def _of_status(rows: int, providers: int, status: str, language: Language) -> str:
    """How many rows have a status, and from how many: "19 qualified from 10 providers"."""
    s = "s" if providers > 1 else ""
    applies = status == "in_progress"
    state = _STATE[language][status][rows > 1]
    if language == "fr":
        return f"{rows} {state} de {providers} {'candidat' if applies else 'prestataire'}{s}"
    return f"{rows} {state} from {providers} {'applicant' if applies else 'provider'}{s}"


def _offers(values: dict[str, str], language: Language, *, plural: bool, rows: bool = False) -> str:
    """The kind of offers, or of their rows, that is counted: "offres IaaS qualifiées", "qualified IaaS offers"."""
    status, model, s = values["status"], values["service_model"], "s" if plural else ""
    unit = _UNIT[language][rows]
    kind = f"{model} " if model else ""
    if language == "fr":
        state = {"qualified": f" qualifiée{s}", "in_progress": " en cours de qualification"}.get(status, "")
        return f"{unit}{s} {kind}".rstrip() + state
    before = "qualified " if status == "qualified" else ""
    return f"{before}{kind}{unit}{s}" + (" in progress" if status == "in_progress" else "")


def _provider_count(values: dict[str, str], language: Language) -> str:
    """How many offers one provider has, in how many rows or service models."""
    rows, offers = int(values["rows"]), int(values["offers"])
    what = _offers(values, language, plural=offers > 1 if language == "fr" else offers != 1)
    models, provider, edition = values.get("models"), values["provider"], values["of_edition"]
    if language == "fr":
        counted = f"{offers} {what}" if offers else f"aucune {what}"
        placed = f" ({models})" if models else f", sur {rows} lignes" if offers != rows else ""
        return f"{provider} : {counted}{placed}, d'après l'édition {edition} :"
    counted = f"{offers or 'no'} {what}"
    placed = f" ({models})" if models else f", in {rows} rows" if offers != rows else ""
    return f"{provider}: {counted}{placed}, according to the {edition} edition:"


def _criteria(values: dict[str, str], language: Language) -> str:
    families = [_FAMILY[language][f] for f in values["family"].split(",") if f]
    if language == "fr":
        return f"Les {values['count']} critères {' et '.join(families)} :"
    return f"The {values['count']} {' and '.join(families)} criteria:"


def _kinds(values: dict[str, str], language: Language) -> dict[str, str]:
    """The kind of offers that a sentence speaks of, and their state, in one and in several."""
    if "status" not in values:
        return {}
    told = {"service_model": "", **values}
    one, several = _STATE[language].get(told["status"], ("", ""))
    model = told["service_model"]
    state, state_one = (f"{several} {model}".strip(), f"{one} {model}".strip())
    return {
        "offers": _offers(told, language, plural=True),
        "offer": _offers(told, language, plural=False),
        "state": state,
        "state_one": state_one,
        "State": state[:1].upper() + state[1:],
    }


def _by_model(values: dict[str, str], language: Language) -> str:
    """How many rows each service model has, of each status."""
    told = [
        f"{_STATE[language][status][1]}{' : ' if language == 'fr' else ': '}{values[f'{status}_models']}"
        for status in _STATUS[language]
        if values[f"{status}_models"]
    ]
    listed = (" ; " if language == "fr" else "; ").join(told)
    if language == "fr":
        return f"Lignes par modèle de service, d'après l'édition {values['of_edition']} : {listed}."
    return f"Rows per service model, according to the {values['of_edition']} edition: {listed}."


def _unlisted(values: dict[str, str], language: Language) -> str:
    """That one name, or several, stand in no table."""
    names = values["unlisted"].split(", ")
    several = len(names) > 1
    if language == "fr":
        verb = "figurent" if several else "figure"
        told = " et ".join(f"« {name} »" for name in names)
        return f"{told} ne {verb} dans les tableaux d'aucune des deux éditions, ni parmi les qualifiés ni parmi les candidats."
    told = " and ".join(f"“{name}”" for name in names)
    verb, state = ("are", "applicants") if several else ("is", "an applicant")
    return f"{told} {verb} not listed in the tables of either edition, neither as qualified nor as {state}."


_COMPOSED: dict[str, Callable[[dict[str, str], Language], str]] = {
    "offers.list": _offers_list,
    "provider.count": _provider_count,
    "criteria": _criteria,
    "group.by_model": _by_model,
    "unlisted": _unlisted,
}
