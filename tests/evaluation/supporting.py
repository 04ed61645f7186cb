"""Two editions with headings and a table of offers, made by hand, and the judge of citations on them."""

from snc_assistant.evaluation.answers import CitedClaim, CitedQuote
from snc_assistant.evaluation.support import SupportJudge
from snc_assistant.facts.names import Names, OfferName, Provider
from snc_assistant.ingest.passages import Structure
from snc_assistant.retrieval.translations import read_translations
from snc_assistant.types import Document, Language, Section

TABLE = "Services Under Review for Qualification", "IaaS"
TABLE_FR = "Les services soumis à la qualification", "IaaS"
EN_PARTS = [
    (("Legal Criteria",), "Limits on the holding of capital by non-EU entities: 24% individually."),
    (("Legal Criteria",), "Storage and processing of data within the EU."),
    (("Legal Criteria",), "The State is not the sole customer."),
    (("Backups",), "Daily data backup policy."),
    (("Procedure", "J1"), "Validation of the audit plan by ANSSI"),
    (("Procedure",), "Validation of the audit plan by ANSSI, unlabelled"),
    (("Criteria",), "Technical"),
    (("Criteria",), "Operational"),
    ((*TABLE, "IN PROGRESS", "Applicants"), "Nimbus Cloud"),
    ((*TABLE, "IN PROGRESS", "Offering"), "Nimbus Vault"),
    (("Services", "PaaS", "IN PROGRESS", "Applicants"), "Nimbus Cloud"),
    (("Services", "PaaS", "IN PROGRESS", "Offering"), "Nimbus Vault"),
    ((*TABLE, "QUALIFIED", "Provider"), "Granite Hosting"),
    ((*TABLE, "QUALIFIED", "Offering"), "Granite Shield"),
    (("Names",), "Granite Hosting Granite Hosting Granite Hosting"),
    (("Appendix",), "lorem ipsum " * 80),
]
FR_PARTS = [
    (
        ("Critères juridiques",),
        "Limites sur la détention du capital par des entités hors UE : 24 % individuellement.",
    ),
    (("Critères juridiques",), "Stockage et traitement des données au sein de l'UE."),
    (("Critères juridiques",), "L'État n'est pas le seul client."),
    (("Sauvegardes",), "Politique de sauvegarde quotidienne des données."),
    (("Procédure", "J1"), "Validation du plan d'audit par l'ANSSI"),
    (("Critères",), "Techniques"),
    (("Critères",), "Opérationnels"),
    ((*TABLE_FR, "EN COURS", "Candidat"), "Nimbus Cloud"),
    ((*TABLE_FR, "EN COURS", "Offre"), "Nimbus Vault"),
    ((*TABLE_FR, "QUALIFIÉS", "Entreprises"), "Granite Hosting"),
    ((*TABLE_FR, "QUALIFIÉS", "Offre"), "Granite Shield"),
    (("Annexe",), "lorem ipsum " * 80),
]
NAMES = Names(
    providers=(Provider("nimbus", "Nimbus Cloud"), Provider("granite", "Granite Hosting")),
    offers=(OfferName("Nimbus Vault", "nimbus"), OfferName("Granite Shield", "granite")),
)


def edition(
    doc_id: str, month: str, language: Language, parts: list[tuple[tuple[str, ...], str]]
) -> Structure:
    """A document of one line a part, each line a section under its own headings."""
    sections, start = [], 0
    for path, line in parts:
        sections.append(Section(doc_id, path, start, start + len(line)))
        start += len(line) + 1
    text = "\n".join(line for _, line in parts)
    document = Document(doc_id, "Observatory", month, language, "P", "f.txt", "0", "", text)
    return Structure(document, tuple(sections), ())


STRUCTURES = {
    "en": edition("en", "2026-02", "en", EN_PARTS),
    "fr": edition("fr", "2026-04", "fr", FR_PARTS),
}
JUDGE = SupportJudge(STRUCTURES.values(), NAMES, read_translations())


def quote(doc_id: str, words: str, *, last: bool = False) -> CitedQuote:
    """The first place of some words in an edition, or the last."""
    text = STRUCTURES[doc_id].document.text
    start = text.rindex(words) if last else text.index(words)
    return CitedQuote(doc_id, start, start + len(words), words)


def whole(doc_id: str) -> CitedQuote:
    """A citation of an edition from end to end: more than 150 words."""
    text = STRUCTURES[doc_id].document.text
    return CitedQuote(doc_id, 0, len(text), text)


def claim(text: str, *citations: CitedQuote) -> CitedClaim:
    """A claim with its citations."""
    return CitedClaim(text, citations)
