/** Line icons, drawn here so that nothing is loaded. Always decorative: the text beside them speaks. */

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  plus: "M12 5v14M5 12h14",
  list: "M4 6h16M4 12h16M4 18h10",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  help: "M9.2 9a2.9 2.9 0 1 1 4.3 2.6c-.9.5-1.5 1-1.5 2.1M12 17.2v.1M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z",
  send: "M12 19V5M5.5 11.5 12 5l6.5 6.5",
  stop: "M7 7h10v10H7z",
  close: "M6 6l12 12M18 6 6 18",
  previous: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  retry: "M4 12a8 8 0 1 0 2.500-5.800M4 4v4.500h4.500",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  download: "M12 4v11M7 10.500l5 5 5-5M5 20h14",
  upload: "M12 16V5M7 9.500l5-5 5 5M5 20h14",
  document: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  answered: "M5 12.500l4.500 4.500L19 7.500",
  partial: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
  conflict: "M4 8h13M13.500 4.500 17 8l-3.500 3.500M20 16H7M10.500 12.500 7 16l3.500 3.500",
  not_in_sources: "M16 16l4.500 4.500M18 11a7 7 0 1 1-14 0 7 7 0 0 1 14 0zM8.500 11h5",
  out_of_scope: "M5.600 5.600l12.800 12.800M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z",
  warning: "M12 4 2.800 20h18.400zM12 10v4.500M12 17.200v.1",
  explore: "M4 5h16v14H4zM4 10h16M10 10v9",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
  stopped: "M7 7h10v10H7z",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** Fill the places that the static page keeps for icons. */
export function drawStaticIcons(root) {
  for (const place of root.querySelectorAll("[data-icon]")) place.replaceChildren(icon(place.dataset.icon));
}
