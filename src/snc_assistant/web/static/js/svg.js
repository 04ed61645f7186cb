/** Drawing primitives. Colours stand in attributes, so that a saved file looks right; the page's style overrides them. */

const SVG = "http://www.w3.org/2000/svg";
const FONT = "system-ui, sans-serif";
const COLOURS = { text: "#1a2330", muted: "#536072", line: "#dce1e8", edge: "#7f8b9b", surface: "#ffffff", green: "#17633a", amber: "#7d4e00", violet: "#613096", accent: "#1f4e8c" };

export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) node.setAttribute(name, value);
  node.append(...children.flat(Infinity).filter(Boolean));
  return node;
}

/** An image of this size with a title that is read out first. */
export function drawing(width, height, title, ...children) {
  const label = svg("title", {}, title);
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": title, "font-family": FONT, class: "drawing" }, label, svg("rect", { width, height, ...filled("surface") }), children);
}

export const filled = (colour) => ({ fill: COLOURS[colour], class: `fill-${colour}` });
export const stroked = (colour, width = 1) => ({ stroke: COLOURS[colour], "stroke-width": width, fill: "none", class: `stroke-${colour}` });

/** A line of text; `size` in pixels. */
export function line(x, y, text, { size = 13, colour = "text", bold = false, anchor = null, lang = null } = {}) {
  return svg("text", { x, y, "font-size": size, "font-weight": bold ? 650 : null, "text-anchor": anchor, "xml:lang": lang, ...filled(colour) }, text);
}

/** Lines of text below one another; returns {node, height}. */
export function paragraph(x, y, width, text, options = {}) {
  const { size = 13 } = options;
  const step = Math.round(size * 1.4);
  const lines = wrapped(text, width, size, options.bold);
  const node = svg("g", {}, lines.map((words, index) => line(x, y + size + index * step, `${words} `, options)));
  return { node, height: lines.length * step };
}

const ruler = document.createElement("canvas").getContext("2d");

function wrapped(text, width, size, bold) {
  ruler.font = `${bold ? 650 : 400} ${size}px ${FONT}`;
  const lines = [""];
  // A no-break space stays within its word.
  for (const word of text.split(/[ \n]+/)) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    // A little slack: the reader's font may be wider than the one measured.
    if (!lines.at(-1) || ruler.measureText(longer).width <= width * 0.96) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** What leads to a citation when it is clicked; without a label, its own text names it. */
export function linked(href, label, ...children) {
  return svg("a", { href, "aria-label": label }, label && svg("title", {}, label), children);
}

/** The mark of a status around a point: a tick in a disc, a half disc, or a ring for any other. */
export function mark(status, x, y) {
  const tick = svg("path", { d: `M${x - 3.5} ${y + 0.5}l2.500 2.500 4.500-5`, ...stroked("surface", 1.8) });
  if (status === "qualified") return svg("g", {}, svg("circle", { cx: x, cy: y, r: 7, ...filled("green") }), tick);
  const ring = svg("circle", { cx: x, cy: y, r: 6.5, ...stroked("amber", 1.6) });
  const half = svg("path", { d: `M${x} ${y - 6.5}a6.500 6.500 0 0 0 0 13z`, ...filled("amber") });
  return svg("g", {}, ring, status === "in_progress" && half);
}

/** The image as a file of its own: its links lead to this server. */
export function figureFile(image, lang) {
  const copy = image.cloneNode(true);
  copy.setAttribute("xml:lang", lang);
  for (const link of copy.querySelectorAll("a")) link.setAttribute("href", new URL(link.getAttribute("href"), location.href.split("#")[0]).href);
  return new XMLSerializer().serializeToString(copy);
}
