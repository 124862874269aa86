// SPDX-License-Identifier: Apache-2.0
// Sets light or dark before the page is drawn: the person's choice, else the system's.
(() => {
  const root = document.documentElement;
  const chosen = root.dataset.colorMode;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => root.setAttribute("data-bs-theme", chosen || (dark.matches ? "dark" : "light"));
  apply();
  if (!chosen) dark.addEventListener("change", apply);
})();
