"""French or English? And the text normalisations that both languages share.

Knows nothing about documents; sees only strings.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from snc_assistant.types import Language

_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "«": '"', "»": '"', "“": '"', "”": '"',
     "–": "-", "—": "-", "‑": "-", "\u00ad": ""}
)  # fmt: skip
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_DECISIVE = 3.0  # marks of one language over the other that settle the matter

_FRENCH = frozenset(
    """
        le la les un une des du de au aux et ou est sont sera etre ont a-t avoir qui que quoi quel
        quelle quels quelles quelqu combien comment pourquoi quand dans sur sous pour par avec sans
        chez ce cet cette ces se ne pas plus moins il elle ils elles on nous vous je tu me mon ma
        mes son sa ses leur leurs notre votre en si oui non c'est est-ce qu'est faut peut peuvent
        doit doivent peux dois fait faire donc car mais entre deux trois toutes tous tout toute meme
        aussi encore deja depuis jusqu ca cela ceci ai as es suis sommes etes avez avons quid koi
        kesako kezako keskecest stp svp
        kel keske qui fournisseur fournisseurs prestataire prestataires hebergeur qualifie qualifies
        qualifiee candidat candidats offre offres etape etapes critere criteres liste cours
        chiffrement donnees donne dis-moi salut bonjour merci mise jour francais francaise edition
        fevrier avril entreprise entreprises mots resume parle explique signifie veut dire existe
        lequel laquelle lesquels alors puis ainsi toujours jamais ni vers quelle juridique
        juridiques technique techniques operationnel operationnels sauvegarde nuage
        """.split()
)
_ENGLISH = frozenset(
    """
        the a an of to in is are was were be been do does did who what which where when why how many
        much and or not no yes with without for from by at on about between into than then there
        their they them it its this that these those i you we he she my our your his her can could
        may might must shall should will would have has had if any all some each both only also
        still already ever never provider providers offer offers offering offerings qualified
        applicant applicants stage stages step steps criteria criterion legal technical operational
        list me tell show give explain mean means meaning currently latest february april edition
        backup encryption data company companies hello hi thanks please summary summarize does
        cloud-native need needs allowed required get got let us own per as vs whose whom whats
        what's who's isn't doesn't
        """.split()
)
NUMBER_WORDS = dict(
    zip(
        "deux trois quatre cinq six sept huit neuf dix onze douze two three four five six seven eight nine ten eleven twelve".split(),
        [*range(2, 13), *range(2, 13)],
        strict=True,
    )
)


def normalise(text: str) -> str:
    """The text with compatible characters, quotes, dashes and white space made uniform."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text).translate(_QUOTES)).strip()


def fold(text: str) -> str:
    """The normalised text in lower case and without accents."""
    normal = normalise(text)
    if normal.isascii():
        return normal.lower()
    decomposed = unicodedata.normalize("NFKD", normal)
    for mark in filter(unicodedata.combining, set(decomposed)):
        decomposed = decomposed.replace(mark, "")
    return decomposed.lower()


def words(text: str) -> list[str]:
    """The folded words of a text, elisions split (`l'offre` gives `l`, `offre`)."""
    return _WORD.findall(fold(text))


class LanguageDetector:
    """Tells French from English in short texts, having seen texts of both.

    Function words and French letters decide most questions. For the others, naive Bayes over
    words and character trigrams (Cavnar & Trenkle 1994 use the same evidence), with add-half
    smoothing; names stand in both languages and weigh nothing.
    """

    def __init__(self, odds: Mapping[str, float] | None = None) -> None:
        """:param odds: of words and trigrams, as `language_odds` gives them."""
        self._odds = odds or {}

    def detect(self, text: str, default: Language = "fr") -> Language:
        """The language of a short text; `default` (the interface's) breaks ties."""
        text = _unquoted(text)
        marks = _marks(text)
        if abs(marks) >= _DECISIVE:
            return "fr" if marks > 0 else "en"
        learnt = sum(self._odds.get(f, 0.0) for f in _features([text]).elements())
        score = marks + learnt / 4 + (0.3 if default == "fr" else -0.3)
        return "fr" if score > 0 else "en"


def language_odds(french: Iterable[str], english: Iterable[str]) -> dict[str, float]:
    """The log odds that each word and trigram of texts in both languages is French."""
    counts = {"fr": _features(french), "en": _features(english)}
    totals = {lang: sum(c.values()) + 1 for lang, c in counts.items()}

    def share(feature: str, lang: str) -> float:
        return (counts[lang][feature] + 0.5) / totals[lang]

    features = sorted(counts["fr"].keys() | counts["en"].keys())
    return {f: math.log(share(f, "fr") / share(f, "en")) for f in features}


def detect_language(text: str, default: Language = "fr") -> Language:
    """The language of a text by its function words and letters alone."""
    return LanguageDetector().detect(text, default)


def _unquoted(text: str) -> str:
    """The asker's own words: a quoted label may be in the other language."""
    own = re.sub(r'\s*"[^"]*"', "", normalise(text))
    return own if words(own) else text


def _features(texts: Iterable[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        for word in words(text):
            counts[word] += 1
            padded = f" {word} "
            counts.update(f"#{padded[i : i + 3]}" for i in range(len(padded) - 2))
    return counts


def _marks(text: str) -> float:
    """Positive for French, negative for English: function words, letters and elisions."""
    tokens = words(text)
    french = float(sum(t in _FRENCH and t not in _ENGLISH for t in tokens))
    english = float(sum(t in _ENGLISH and t not in _FRENCH for t in tokens))
    lowered = normalise(text).lower()
    french += 0.75 * len(re.findall(r"[éèêëàâçùûîïôœ]", lowered))
    french += 1.0 * len(re.findall(r"\b(?:l|d|qu|n|s|j|c|m|t)'(?=[a-zéèêà])", lowered))
    french += 0.5 * bool(re.search(r"[\w»\")%]\s[?!:;]", text))
    english += 1.0 * len(re.findall(r"\w'(?:s|re|ve|ll|t)\b", lowered))
    return french - english
