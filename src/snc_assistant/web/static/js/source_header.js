/** The head of the source pane: which document, where in it, for which sentence, and the way to the next citation. */

import { citationKey } from "./citations.js";
import { shortened } from "./code_points.js";
import { el, hiddenText } from "./dom.js";
import { icon } from "./icons.js";
import { language, t, typography } from "./i18n.js";
import { renderQuote } from "./source_text.js";
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

export function paneContext(pane, meta, path, twins) {
  const { target, tour } = pane;
  const documentLanguage = target.language ?? meta?.language;
  const edition = target.edition ?? meta?.edition;
  const reader = tour?.answerLanguage ?? language();
  const foreign = documentLanguage && target.start !== null && reader !== documentLanguage;
  const claim = tour && claimOf(tour, target);
  return el(
    "div",
    { class: "pane-context" },
    edition && el("p", { class: "pane-place" }, el("span", {}, `${editionLabel(edition)} · ${languageName(documentLanguage)}`), foreign && foreignLabel(documentLanguage, tour?.answerLanguage)),
    path.length > 0 && el("p", { class: "pane-path" }, hiddenText(`${t("source.heading_path")} `), el("span", { lang: documentLanguage }, headingTrail(path))),
    claim && el("p", { class: "pane-claim" }, t("source.supports"), " ", el("span", { class: "pane-claim-text", lang: reader }, typography(reader, claim.text))),
    twins,
  );
}

function foreignLabel(quote, answer) {
  const words = answer ? t("source.other_language", { quote: languageName(quote), answer: languageName(answer) }) : t("source.quote_language", { quote: languageName(quote) });
  return el("span", { class: "foreign", "data-testid": "other-language" }, words);
}

function claimOf(tour, target) {
  const cites = (claim) => claim.citations.some((citation) => citationKey(citation) === citationKey(target));
  if (tour.claim && cites(tour.claim)) return tour.claim;
  return tour.claims.find(cites);
}

const EXCERPT = 260;

/** A quote beside what says the same in the other language. */
export function twinPair(quote, meta, twin, onTwin) {
  const side = (place, lang, text, ...more) => el("div", { class: "twin-side" }, el("p", { class: "twin-place" }, place), el("q", { lang, class: "twin-quote" }, renderQuote(shortened(text, EXCERPT))), ...more);
  const open = el("button", { type: "button", class: "link-button", "data-testid": "open-twin", on: { click: () => onTwin(twin) } }, t("source.open_twin"));
  return el(
    "section",
    { class: "twins", "data-testid": "twins", "aria-label": t("source.twins") },
    side(`${editionLabel(meta.edition)} · ${languageName(meta.language)}`, meta.language, quote),
    side(`${editionLabel(twin.edition)} · ${languageName(twin.language)}`, twin.language, twin.quote, open),
  );
}
