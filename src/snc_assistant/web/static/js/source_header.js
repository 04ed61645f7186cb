/** The head of the source pane: which document, where in it, for which sentence, and the way to the next citation. */

import { citationKey } from "./citations.js";
import { el, hiddenText } from "./dom.js";
import { icon } from "./icons.js";
import { t, typography } from "./i18n.js";
import { editionLabel, headingTrail, languageName } from "./wording.js";

export function paneHeader(pane, meta) {
  const { target, tour, index } = pane;
  const title = meta?.title ?? t("source.title");
  return el(
    "div",
    { class: "pane-head" },
    el("h2", { id: "source-title", tabindex: "-1", lang: meta?.language ?? null }, title),
    el(
      "div",
      { class: "pane-tools" },
      tour && index >= 0 && travelTools(pane, index, tour.citations.length),
      target.start !== null && tool("copy-link", "link", t("source.copy_link"), () => pane.handlers.onCopyLink(target)),
      tool("close-source", "close", t("source.close"), () => pane.handlers.onClose()),
    ),
  );
}

function travelTools(pane, index, total) {
  return [
    tool("previous-citation", "previous", t("source.previous"), () => pane.travel(-1), index === 0),
    el("span", { class: "pane-position" }, hiddenText(t("source.position", { number: index + 1, total })), el("span", { "aria-hidden": "true" }, `${index + 1} / ${total}`)),
    tool("next-citation", "next", t("source.next"), () => pane.travel(1), index === total - 1),
  ];
}

// aria-disabled keeps the focus on a button that has come to the end of the tour.
function tool(id, iconName, label, onClick, disabled = false) {
  return el("button", { type: "button", class: "tool", id, "data-testid": id, title: label, "aria-label": label, "aria-disabled": disabled ? "true" : null, on: { click: onClick } }, icon(iconName));
}

export function paneContext(pane, meta, path) {
  const { target, tour } = pane;
  const documentLanguage = target.language ?? meta?.language;
  const edition = target.edition ?? meta?.edition;
  const foreign = tour && documentLanguage && tour.answerLanguage !== documentLanguage;
  const claim = tour && claimOf(tour, target);
  return el(
    "div",
    { class: "pane-context" },
    edition && el("p", { class: "pane-place" }, el("span", {}, `${editionLabel(edition)} · ${languageName(documentLanguage)}`), foreign && foreignLabel(documentLanguage, tour.answerLanguage)),
    path.length > 0 && el("p", { class: "pane-path" }, hiddenText(`${t("source.heading_path")} `), el("span", { lang: documentLanguage }, headingTrail(path))),
    claim && el("p", { class: "pane-claim" }, t("source.supports"), " ", el("span", { class: "pane-claim-text", lang: tour.answerLanguage }, typography(tour.answerLanguage, claim.text))),
  );
}

function foreignLabel(quote, answer) {
  return el("span", { class: "foreign", "data-testid": "other-language" }, t("source.other_language", { quote: languageName(quote), answer: languageName(answer) }));
}

function claimOf(tour, target) {
  const cites = (claim) => claim.citations.some((citation) => citationKey(citation) === citationKey(target));
  if (tour.claim && cites(tour.claim)) return tour.claim;
  return tour.claims.find(cites);
}
