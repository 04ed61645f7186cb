/** The access key that a server may ask for: kept for this tab, or in this browser where the reader wants it. */

const NAME = "snc-assistant.key";
let held = null;
const listeners = [];

// Storage may be refused; the key then lasts as long as the page.
function stores() {
  return ["sessionStorage", "localStorage"].flatMap((name) => {
    try {
      return [window[name]];
    } catch {
      return [];
    }
  });
}

export function apiKey() {
  return held ?? stores().map((store) => store.getItem(NAME)).find((key) => key) ?? null;
}

export function keepApiKey(key, isRemembered) {
  eraseApiKey();
  held = key;
  try {
    window[isRemembered ? "localStorage" : "sessionStorage"].setItem(NAME, key);
  } catch {
    // Refused or full: see above.
  }
  for (const listener of listeners) listener();
}

/** Be told when a key was given. */
export function onApiKey(listener) {
  listeners.push(listener);
}

export function eraseApiKey() {
  held = null;
  for (const store of stores()) store.removeItem(NAME);
}
