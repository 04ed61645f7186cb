/** Offsets of the API count Unicode code points; JavaScript strings count UTF-16 units. */

/** The UTF-16 offset at which the given number of code points has passed, capped at the end. */
export function unitOffset(text, codePoints) {
  let units = 0;
  for (let passed = 0; passed < codePoints && units < text.length; passed += 1) {
    units += text.codePointAt(units) > 0xffff ? 2 : 1;
  }
  return units;
}

/** The first `limit` code points, with an ellipsis where something was left out. */
export function shortened(text, limit) {
  const end = unitOffset(text, limit);
  return end < text.length ? `${text.slice(0, end).trimEnd()}…` : text;
}
