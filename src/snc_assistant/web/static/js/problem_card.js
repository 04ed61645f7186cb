/** What went wrong, on a card that says what to do and counts down where the server names a time. */

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { explain, secondsLeft } from "./problem.js";

export function problemCard(problem, ...more) {
  const { title, help, detail } = explain(problem);
  const words = el("div", {}, el("p", { class: "problem-title" }, title), detail && el("p", {}, detail), el("p", {}, help), ...more);
  const card = el("div", { class: "problem", role: "alert", "data-testid": "problem" }, icon("warning"), words);
  if (secondsLeft(problem) > 0) countDown(words, problem);
  return card;
}

// The alert is read out once, with the whole time; the ticking is only seen.
function countDown(words, problem) {
  const clock = el("p", { class: "problem-clock", "data-testid": "countdown", "aria-hidden": "true" });
  const show = () => {
    const left = secondsLeft(problem);
    clock.textContent = left > 0 ? t("time.seconds", { seconds: left }) : t("error.busy_help_now");
    if (left > 0) return;
    clock.removeAttribute("aria-hidden");
    clearInterval(timer);
  };
  const timer = setInterval(() => (clock.isConnected ? show() : clearInterval(timer)), 1000);
  show();
  words.append(clock);
}
