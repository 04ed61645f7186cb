/** The card shown while a marker is hovered or focused: where the quote stands and how it begins. */

import { shortened } from "./code_points.js";
import { el } from "./dom.js";
import { renderQuote } from "./source_text.js";
import { editionLabel, headingTrail, languageName } from "./wording.js";

const EXCERPT = 220;
const MARGIN = 8;
// Time to move the pointer from the marker onto the card (WCAG 1.4.13).
const LEAVE_DELAY_MS = 180;

// Markers of an answer, and facts that open a citation.
const MARKERS = ".citation, .cited";

export class CitationCard {
  constructor(card) {
    this.card = card;
    this.marker = null;
    card.addEventListener("pointerenter", () => clearTimeout(this.leaving));
    card.addEventListener("pointerleave", () => this.leaveSoon());
  }

  /** Follow the markers inside `root`, present and future. */
  attach(root) {
    const markerOf = (event) => event.target.closest?.(MARKERS);
    root.addEventListener("pointerover", (event) => event.pointerType === "mouse" && markerOf(event) && this.show(markerOf(event)));
    root.addEventListener("pointerout", (event) => markerOf(event) && this.leaveSoon());
    root.addEventListener("focusin", (event) => event.target.matches(MARKERS) && event.target.matches(":focus-visible") && this.show(event.target));
    root.addEventListener("focusout", (event) => markerOf(event) && this.hide());
    root.addEventListener("scroll", () => this.follow());
    root.addEventListener("click", () => this.hide());
  }

  get isShown() {
    return !this.card.hidden;
  }

  show(marker) {
    clearTimeout(this.leaving);
    if (this.marker === marker) return;
    this.hide();
    this.marker = marker;
    this.card.replaceChildren(...cardContent(marker.citation));
    this.card.hidden = false;
    marker.setAttribute("aria-describedby", this.card.id);
    placeBeside(this.card, marker);
  }

  /** A marker that the keyboard reached may scroll into view after its card is shown: the card goes with it. */
  follow() {
    if (this.marker?.matches(":focus-visible")) placeBeside(this.card, this.marker);
    else this.hide();
  }

  /** What is drawn anew takes its own markers away; the card of a marker that stays, stays. */
  followRedrawing() {
    if (!this.marker?.isConnected) this.hide();
  }

  leaveSoon() {
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => this.hide(), LEAVE_DELAY_MS);
  }

  hide() {
    this.marker?.removeAttribute("aria-describedby");
    this.marker = null;
    this.card.hidden = true;
  }
}

function cardContent(citation) {
  return [
    el("span", { class: "card-place" }, `${editionLabel(citation.edition)} · ${languageName(citation.language)}`),
    citation.heading_path?.length ? el("span", { class: "card-heading", lang: citation.language }, headingTrail(citation.heading_path)) : "",
    el("q", { class: "card-quote", lang: citation.language }, renderQuote(shortened(citation.quote, EXCERPT))),
  ];
}

function placeBeside(card, marker) {
  const anchor = marker.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const left = Math.min(Math.max(MARGIN, anchor.left - 24), window.innerWidth - width - MARGIN);
  const above = anchor.top - height - MARGIN;
  card.style.left = `${left}px`;
  card.style.top = `${above > MARGIN ? above : anchor.bottom + MARGIN}px`;
}
