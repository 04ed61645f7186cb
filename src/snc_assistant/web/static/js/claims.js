/** Claims with their citation markers. Knows nothing about how the source is shown. */

import { citationKey, citationNumbers } from "./citations.js";
import { el, hiddenText } from "./dom.js";
import { icon } from "./icons.js";
import { t, typography } from "./i18n.js";
import { editionLabel, languageName } from "./wording.js";

/** A place for claims: one list, or lists beside one another by edition where the editions disagree. */
export function renderClaims(answer, openCitation) {
  const isConflict = answer.outcome === "conflict";
  const place = isConflict ? el("div", { class: "claims-conflict" }) : claimList();
  for (const claim of answer.claims) addClaim(place, claim, answer, openCitation);
  return place;
}

/** Add one claim where it belongs, leaving those already shown untouched. */
export function addClaim(place, claim, answer, openCitation) {
  const item = renderClaim(claim, answer, citationNumbers(answer.claims), openCitation);
  const list = place.matches(".claims-conflict") ? columnOf(place, claim) : place;
  list.append(item);
}

const claimList = () => el("ul", { class: "claims", role: "list" });

function renderClaim(claim, answer, numbers, openCitation) {
  const markers = claim.citations.map((citation) => marker(citation, answer, numbers.get(citationKey(citation)), openCitation, claim));
  return el(
    "li",
    { class: "claim", "data-testid": "claim" },
    el("span", { lang: answer.language }, typography(answer.language, claim.text)),
    " ",
    el("span", { class: "markers" }, markers),
    claim.uncertain && uncertainMark(),
  );
}

function marker(citation, answer, number, openCitation, claim) {
  const foreign = citation.language !== answer.language;
  const code = citation.language.toUpperCase();
  const words = { number: foreign ? `${number} ${code}` : number, edition: editionLabel(citation.edition), language: languageName(citation.language) };
  const label = t("citation.label", words);
  const button = el(
    "button",
    { type: "button", class: "citation", "data-testid": "citation", "data-number": number, "aria-label": label },
    foreign ? `${number} ` : String(number),
    foreign && el("span", { class: "citation-language" }, code),
  );
  button.citation = citation;
  button.addEventListener("click", () => openCitation(citation, claim, button));
  return button;
}

function uncertainMark() {
  return el("span", { class: "uncertain", title: t("answer.uncertain_why") }, icon("warning"), t("answer.uncertain"), hiddenText(` – ${t("answer.uncertain_why")}`));
}

/** The list for a claim's edition, made when the edition is first met; the empty name stands for several editions. */
function columnOf(place, claim) {
  const editions = new Set(claim.citations.map((citation) => citation.edition));
  const name = editions.size === 1 ? claim.citations[0].edition : "";
  const known = [...place.children].find((column) => column.dataset.edition === name);
  const column = known ?? editionColumn(name, claim);
  if (!known) place.append(column);
  return column.querySelector(".claims");
}

function editionColumn(name, claim) {
  const title = name ? editionLabel(name) : t("answer.conflict_both");
  const sourceLanguage = name && el("span", { class: "column-language" }, languageName(claim.citations[0].language));
  return el(
    "section",
    { class: name ? "edition-column" : "edition-column edition-both", "data-edition": name },
    el("h3", {}, el("span", { class: "column-title" }, title), sourceLanguage),
    claimList(),
  );
}
