/** What is shown before the first question: suggestions, and the documents that answers come from. */

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { language, t } from "./i18n.js";
import { exploreHash, PAGES } from "./router.js";
import { editionLabel, languageName } from "./wording.js";

const SUGGESTIONS = [1, 2, 3, 4, 5, 6];

export function renderWelcome(documents, onSuggestion, onDocument) {
  return el(
    "section",
    { class: "welcome", "aria-labelledby": "welcome-title" },
    el("h2", { id: "welcome-title" }, t("welcome.title")),
    el("p", { class: "welcome-lead" }, t("welcome.lead")),
    el("h3", {}, t("welcome.try")),
    el("ul", { class: "suggestions", role: "list" }, SUGGESTIONS.map((number) => el("li", {}, suggestion(t(`suggestion.${number}`), onSuggestion)))),
    el("h3", {}, t("welcome.explore")),
    el("ul", { class: "explore-links", role: "list" }, PAGES.map((page) => el("li", {}, el("a", { href: exploreHash(page) }, t(`view.${page}`))))),
    el("div", { class: "documents-read" }, documents.length > 0 && documentList(documents, onDocument)),
  );
}

function suggestion(question, onSuggestion) {
  return el("button", { type: "button", class: "suggestion", "data-testid": "suggestion", lang: language(), on: { click: () => onSuggestion(question) } }, question);
}

function documentList(documents, onDocument) {
  const items = documents.map((document) => el("li", {}, documentButton(document, onDocument)));
  return [el("h3", {}, t("welcome.documents")), el("ul", { class: "documents", role: "list" }, items)];
}

function documentButton(document, onDocument) {
  const button = el(
    "button",
    { type: "button", class: "document", "data-testid": "document" },
    icon("document"),
    el("span", {}, el("span", { class: "document-title", lang: document.language }, document.title), el("span", { class: "document-edition" }, `${editionLabel(document.edition)} · ${languageName(document.language)}`)),
  );
  button.addEventListener("click", () => onDocument(document.doc_id, button));
  return button;
}
