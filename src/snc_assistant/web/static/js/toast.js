/** A short message that goes away by itself and is read out politely. */

import { el } from "./dom.js";

const SHOWN_MS = 4000;
const place = el("div", { class: "toast", id: "toast", role: "status" });
let timer;

export function toast(message) {
  // Whatever lies outside a modal dialog is hidden behind it and silent.
  const home = document.querySelector("dialog:modal") ?? document.body;
  if (place.parentNode !== home) home.append(place);
  place.textContent = message;
  place.dataset.shown = "true";
  clearTimeout(timer);
  timer = setTimeout(clear, SHOWN_MS);
}

function clear() {
  place.textContent = "";
  delete place.dataset.shown;
}

// A live region must be on the page before its first message, or that message is not read.
document.body.append(place);
