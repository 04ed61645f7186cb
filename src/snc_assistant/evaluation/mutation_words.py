"""The words that a mutation puts in place of others, in both languages. No rule stands here."""

from collections.abc import Mapping

from snc_assistant.types import Language

Replacements = Mapping[Language, tuple[tuple[str, str], ...]]

MONTHS: Mapping[Language, tuple[str, ...]] = {
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "septembre", "octobre"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "September", "October"),
}
WORDS: Mapping[Language, Mapping[int, str]] = {
    "fr": {1: "un", 2: "deux", 3: "trois", 4: "quatre", 5: "cinq", 14: "quatorze", 15: "quinze", 23: "vingt-trois",
           24: "vingt-quatre", 25: "vingt-cinq", 38: "trente-huit", 39: "trente-neuf", 40: "quarante"},
    "en": {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 14: "fourteen", 15: "fifteen", 23: "twenty-three",
           24: "twenty-four", 25: "twenty-five", 38: "thirty-eight", 39: "thirty-nine", 40: "forty"},
}  # fmt: skip
STATUSES: Mapping[Language, Mapping[str, tuple[str, ...]]] = {
    "fr": {
        "qualified": ("est qualifié pour", "a obtenu la qualification pour", "est déjà qualifié pour"),
        "in_progress": (
            "est candidat à la qualification pour", "est en cours de qualification pour",
            "est en cours d'évaluation pour", "n'est pas encore qualifié pour",
        ),
    },
    "en": {
        "qualified": ("is qualified for", "has obtained the qualification for", "is already qualified for"),
        "in_progress": (
            "is an applicant for", "is in progress for", "is being evaluated for", "is not yet qualified for",
        ),
    },
}  # fmt: skip
NOTED: Mapping[str, str] = {
    "qualifiée": "en cours de qualification", "en cours de qualification": "qualifiée",
    "qualified": "in progress", "in progress": "qualified",
}  # fmt: skip
BOTH_QUALIFIED: Mapping[Language, tuple[tuple[str, str], ...]] = {
    "fr": (("tous deux qualifiés SecNumCloud", "tous deux candidats à SecNumCloud"),),
    "en": (("both SecNumCloud-qualified", "both SecNumCloud applicants"),),
}
VERBS: Mapping[Language, tuple[tuple[str, str], ...]] = {
    "fr": (
        ("doit", "ne doit pas"), ("doivent", "ne doivent pas"), ("peut", "ne peut pas"), ("est", "n'est pas"),
        ("sont", "ne sont pas"), ("a", "n'a pas"), ("exige", "n'exige pas"), ("gère", "ne gère pas"),
        ("contrôle", "ne contrôle pas"), ("prévoient", "ne prévoient pas"), ("comprend", "ne comprend jamais"),
        ("définit", "ne définit plus"), ("vérifie", "ne vérifie pas"), ("valide", "ne valide pas"),
        ("étudie", "n'étudie pas"), ("survient", "ne survient pas"), ("réduit", "ne réduit pas"),
        ("accélère", "n'accélère pas"), ("vise", "ne vise pas"), ("devient", "ne devient pas"),
    ),
    "en": (
        ("must", "must not"), ("may", "may not"), ("can", "cannot"), ("is", "is not"), ("are", "are not"),
        ("has", "has not"), ("requires", "does not require"), ("manages", "does not manage"),
        ("controls", "never controls"), ("provide", "do not provide"), ("includes", "does not include"),
        ("defines", "no longer defines"), ("verifies", "does not verify"), ("validates", "does not validate"),
        ("reviews", "does not review"), ("occurs", "does not occur"), ("reduces", "does not reduce"),
        ("owns", "does not own"), ("aims", "does not aim"), ("becomes", "does not become"),
    ),
}  # fmt: skip
NO: Mapping[Language, tuple[tuple[str, str], ...]] = {
    "fr": (
        (r"^Une? (?=\w)", "Aucun "), (r"^Les (?=\w)", "Aucun des "), (r"\bavec (?=\w)", "sans "),
    ),
    "en": ((r"^An? (?=\w)", "No "), (r"^The (?=\w)", "None of the "), (r"\bwith (?=\w)", "without ")),
}  # fmt: skip
REMOVALS: Mapping[Language, tuple[tuple[str, str], ...]] = {
    "fr": (
        (r"\bn(?:e |')((?:se |s')?\w+)((?: [a-zé]+)?) (?:pas|plus|jamais) (?!seulement)", r"\1\2 "),
        (r"\bsans (?=(?:avoir|perdre|interférer))", "avec le risque de "),
        (r"\bn'est ni\b(.*?)\bni\b", r"est à la fois\1et"), (r"\bet non par\b", "et par"),
        (r"\bn(?:e |')(\w+) pas seulement\b", r"\1 seulement"),
    ),
    "en": (
        (r"\b(is|are|does|do|must|has|can|will) not (?!only)", r"\1 "), (r"\bcannot\b", "can"), (r"\bno longer ", ""),
        (r"\bwithout\b", "with"), (r"\bneither\b(.*?)\bnor\b", r"both\1and"), (r", not (?=by )", ", "),
        (r"\bnot only\b", "only"), (r"\bnot (?=serving)", ""),
    ),
}  # fmt: skip
DENIALS: Mapping[Language, tuple[str, ...]] = {
    "fr": ("Il n'est pas vrai que {}", "Il est faux de dire que {}", "{}, ce qui n'est pas le cas."),
    "en": ("It is not true that {}", "It is false that {}", "{}, which is not the case."),
}
QUANTIFIERS: Mapping[Language, tuple[tuple[str, str], ...]] = {
    "fr": (
        ("tout le matériel", "une partie du matériel"), ("toute la partie", "une partie de la"),
        ("l'ensemble d", "une partie d"), ("chaque année", "certaines années"), ("entièrement", "partiellement"),
        ("pas seulement", "seulement"), ("tous deux", "au plus l'un des deux"), ("souvent plus", "souvent moins"),
        ("plus courts", "moins courts"), ("plus rapides", "moins rapides"), ("plus exigeante", "moins exigeante"),
        ("Certains", "Tous les"), ("certains ", "tous les "), ("certaines données", "toutes les données"),
    ),
    "en": (
        ("all the physical", "some of the physical"), ("the entire", "a part of the"), ("all the", "some of the"),
        ("annually", "only in some years"), ("fully", "partly"), ("not only", "only"), ("are both", "are neither of them"),
        ("often more", "often less"), ("shorter", "longer"), ("faster", "slower"), ("more demanding", "less demanding"),
        ("certain data", "all data"), ("each ", "some "), ("every ", "some "),
    ),
}  # fmt: skip
BOUNDS: Mapping[Language, tuple[str, ...]] = {
    "fr": ("au moins ", "plus de ", "un minimum de "),
    "en": ("at least ", "more than ", "a minimum of "),
}
LIMITED: Mapping[Language, tuple[tuple[str, str], ...]] = {
    "fr": (
        ("est limitée à", "doit atteindre au moins"), ("est limitée à", "n'est pas limitée à"),
        ("est limitée à", "peut dépasser"),
    ),
    "en": (("is limited to", "must be at least"), ("is limited to", "is not limited to"), ("is limited to", "may exceed")),
}  # fmt: skip
ACTORS: Mapping[Language, tuple[tuple[str, ...], ...]] = {
    "fr": (
        ("l'ANSSI",), ("le prestataire", "le fournisseur"), ("le client (commanditaire)", "le client", "le commanditaire"),
        ("l'organisme d'évaluation", "l'organisme agréé"), ("l'utilisateur", "les utilisateurs"),
    ),
    "en": (
        ("ANSSI",), ("the provider", "the cloud provider"), ("the client",),
        ("the evaluation body", "the accredited organization"), ("the user", "users"),
    ),
}  # fmt: skip
OPPOSITES: Mapping[Language, tuple[tuple[str, str], ...]] = {
    "fr": (
        ("hors UE", "de l'UE"), ("au sein de l'UE", "hors de l'UE"), ("au sein d'un État membre de l'UE", "hors de l'UE"),
        ("depuis l'Union européenne", "depuis l'extérieur de l'Union européenne"),
        ("obligatoire", "facultatif"), ("exigée", "facultative"), ("exigé", "facultatif"), ("recommandée", "interdite"),
        ("publiques", "privées"), ("empêcher", "permettre"), ("individuellement", "collectivement"),
        ("quotidienne", "hebdomadaire"), ("ouverts", "propriétaires"), ("propriétaires", "ouverts"), ("réduit", "augmente"),
        ("accélère", "ralentit"), ("sur site", "à distance"), ("strict", "souple"), ("initial", "continu"),
        ("acceptée", "refusée"), ("acceptés", "refusés"), ("doit ", "peut "), ("doivent ", "peuvent "), ("critiques", "non critiques"),
    ),
    "en": (
        ("non-EU", "EU"), ("within the EU", "outside the EU"), ("within an EU", "outside any EU"),
        ("from within the European Union", "from outside the European Union"),
        ("is required", "is optional"), ("requires", "forbids"), ("recommended", "forbidden"),
        ("public and private", "private only"), ("prevent", "allow"), ("individually", "collectively"), ("daily", "weekly"),
        ("Open models", "Proprietary models"), ("open models", "proprietary models"), ("Proprietary", "Open"),
        ("reduces", "increases"), ("speeds up", "slows down"), ("on-site", "remote"), ("strict", "loose"),
        ("initial", "continuous"), ("accepted", "rejected"), ("must ", "may "), ("critical organizations", "non-critical organizations"),
    ),
}  # fmt: skip
