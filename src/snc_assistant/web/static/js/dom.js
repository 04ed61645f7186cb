/** Elements from plain values. Text only ever becomes text nodes, so no data is read as markup. */

/** An element; `on` holds listeners, false and null attributes are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") listen(node, value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function listen(node, listeners) {
  for (const [event, listener] of Object.entries(listeners)) node.addEventListener(event, listener);
}

export function hiddenText(text) {
  return el("span", { class: "visually-hidden" }, text);
}

/** A button with an icon and a text. */
export function iconButton(iconNode, text, onClick, attributes = {}) {
  return el("button", { type: "button", class: "action", on: { click: onClick }, ...attributes }, iconNode, el("span", {}, text));
}

let counter = 0;

/** An id that no other element of the page has. */
export function uniqueId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}
