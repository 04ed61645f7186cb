// A classic script in the head: a module would run after the first paint and flash the wrong theme.
(function () {
  try {
    const theme = localStorage.getItem("snc-assistant.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be refused; the system preference then decides.
  }
})();
