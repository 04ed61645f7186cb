/** Keys that work on the whole page. Single letters are left to the source pane (WCAG 2.1.4). */

const MARKERS = ".citation, .cited";

/** `focusQuestion` brings the question box back, whatever is shown. */
export function attachShortcuts({ card, source, conversation, focusQuestion, helpButton }) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return onEscape(event, { card, source, conversation });
    if (event.ctrlKey || event.metaKey) onCommand(event, focusQuestion, helpButton);
    else if (event.target.matches?.(MARKERS)) onMarkerKey(event);
  });
}

function onEscape(event, { card, source, conversation }) {
  // A modal dialog closes itself; the page behind it must not react as well.
  if (document.querySelector("dialog:modal")) return;
  if (card.isShown) card.hide();
  else if (source.isOpen) source.close();
  else if (conversation.running) conversation.stop();
  else return;
  event.preventDefault();
}

function onCommand(event, focusQuestion, helpButton) {
  if (document.querySelector("dialog:modal")) return;
  if (event.key.toLowerCase() === "k") focusQuestion();
  else if (event.key === "/") helpButton.click();
  else return;
  event.preventDefault();
}

function onMarkerKey(event) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step) return;
  const markers = [...document.querySelectorAll(MARKERS)].filter((marker) => marker.checkVisibility());
  markers[markers.indexOf(event.target) + step]?.focus();
  event.preventDefault();
}
