/** Opens, moves and closes the source pane, and keeps the address and the focus in step with it. */

import { citationKey } from "./citations.js";
import { copyText } from "./clipboard.js";
import { t } from "./i18n.js";
import { permalink, sameTarget, sourceHash } from "./router.js";
import { SourcePane } from "./source_pane.js";
import { toast } from "./toast.js";

export class SourceNavigation {
  /** `home`: hash() of what the source is shown beside, and focus() for when its opener is gone. */
  constructor(dialog, library, home) {
    this.home = home;
    this.opener = null;
    this.pane = new SourcePane(dialog, library, {
      onClose: () => this.close(),
      onTravel: (citation) => this.travel(citation),
      onCopyLink: (target) => this.copyLink(target),
      onTwin: (twin) => this.travel(twin),
    });
  }

  get isOpen() {
    return this.pane.isOpen;
  }

  open(tour, opener) {
    this.opener = opener;
    const change = this.isOpen ? "replaceState" : "pushState";
    history[change](null, "", sourceHash(tour.current));
    this.show(tour.current, tour);
    this.pane.focusTitle();
  }

  openDocument(docId, opener) {
    this.opener = opener;
    const target = { doc_id: docId, start: null, end: null };
    history.pushState(null, "", sourceHash(target));
    this.show(target, null);
  }

  /** Show or leave what an address names. */
  follow(route) {
    if (route.view !== "source") {
      if (this.isOpen) this.leave();
    } else if (!this.isOpen || !sameTarget(route, this.pane.target)) {
      this.show(route, null);
    }
  }

  travel(citation) {
    history.replaceState(null, "", sourceHash(citation));
    this.show(citation, this.pane.tour);
    if (this.pane.tour?.exchangeId) this.opener = this.markerOf(citation) ?? this.opener;
  }

  show(target, tour) {
    this.pane.show(target, tour);
    this.markCurrent();
  }

  close() {
    history.replaceState(null, "", location.pathname + location.search + this.home.hash());
    this.leave();
  }

  leave() {
    const marker = this.markerOf(this.pane.target);
    this.pane.close();
    this.markCurrent();
    const back = this.opener?.isConnected ? this.opener : marker;
    if (back) back.focus();
    else this.home.focus();
  }

  async copyLink(target) {
    if (target.start === null) return;
    await copyText(permalink(target));
    toast(t("source.link_copied"));
  }

  /** After the conversation was drawn anew: its markers are new elements. */
  redraw() {
    this.pane.redraw();
    this.markCurrent();
  }

  markCurrent() {
    for (const marker of document.querySelectorAll(".citation[aria-current], .cited[aria-current]")) marker.removeAttribute("aria-current");
    if (!this.isOpen) return;
    if (!this.pane.tour?.exchangeId) return void (this.opener?.matches(".cited") && this.opener.setAttribute("aria-current", "true"));
    for (const marker of this.markersOf(this.pane.target)) marker.setAttribute("aria-current", "true");
  }

  markersOf(target) {
    const exchangeId = this.pane.tour?.exchangeId;
    if (!exchangeId || !target) return [];
    const markers = document.querySelectorAll(`[data-exchange="${CSS.escape(exchangeId)}"] .citation`);
    return [...markers].filter((marker) => citationKey(marker.citation) === citationKey(target));
  }

  markerOf(target) {
    return this.markersOf(target)[0] ?? null;
  }
}
