/** Which view the address names: the conversation or the facts, with the source beside either. */

import { parseRoute } from "./router.js";

export class Views {
  constructor({ workspace, conversationParts, exploreLink, explore }) {
    Object.assign(this, { workspace, conversationParts, exploreLink, explore, source: null });
  }

  /** Follow the address from now on. */
  attach(source) {
    this.source = source;
    window.addEventListener("hashchange", () => this.follow());
    window.addEventListener("popstate", () => this.follow());
    this.follow();
  }

  follow() {
    const route = parseRoute(location.hash);
    if (route.view !== "source") this.place(route);
    this.source.follow(route);
  }

  /** Come back to the conversation, wherever the reader is. */
  showConversation() {
    if (!this.explore.isShown) return;
    history.pushState(null, "", location.pathname + location.search);
    this.follow();
  }

  place(route) {
    const isExplore = route.view === "explore";
    for (const part of this.conversationParts) part.hidden = isExplore;
    if (isExplore) this.explore.show(route);
    else if (this.explore.isShown) this.explore.hide();
    if (isExplore) this.exploreLink.setAttribute("aria-current", "page");
    else this.exploreLink.removeAttribute("aria-current");
  }
}
