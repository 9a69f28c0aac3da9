// Keys of the workspace. Every one repeats what a link, a box or a button on the page does; nothing needs them.
// Single letters can be switched off in the list of keys (WCAG 2.2, 2.1.4); the choice stays in this browser.
"use strict";

(() => {
  const SWITCH = "proximity-keys";
  const dialog = document.getElementById("keys");
  const toggle = dialog?.querySelector("[data-keys-switch]");
  let current = null;

  const lettersAreOn = () => localStorage.getItem(SWITCH) !== "off";
  const isTyping = (element) =>
    element.isContentEditable || element.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=button])");

  // What j and k walk through: the rows of a list, else the sections of a page.
  const stops = () => {
    const rows = document.querySelectorAll("[data-list] [data-item]");
    return [...(rows.length ? rows : document.querySelectorAll("[data-section]"))];
  };

  const here = () =>
    document.activeElement?.closest("[data-item], [data-section]") ?? (current?.isConnected ? current : null);

  const step = (by) => {
    const all = stops();
    if (!all.length) return;
    const at = all.indexOf(here());
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
    current = all[next];
    const target = current.matches("[data-item]") ? current.querySelector("a[href]") : current;
    if (target === current && !current.hasAttribute("tabindex")) current.tabIndex = -1;
    (target ?? current).focus({ preventScroll: true });
    current.scrollIntoView({ block: "nearest" });
  };

  const letters = {
    j: () => step(1),
    k: () => step(-1),
    e: () => here()?.querySelector("[data-edit]")?.click(),
    x: () => here()?.querySelector("input[type=checkbox]")?.click(),
    "?": () => dialog?.showModal(),
    Enter: () => here()?.querySelector("a[href]")?.click(),
  };

  // Enter belongs to whatever has the focus; only a row that itself has it needs help.
  const appliesTo = (key, element) => key !== "Enter" || element.matches("[data-item]");

  document.addEventListener("keydown", (event) => {
    const element = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && element.form) {
      event.preventDefault();
      element.form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || dialog?.open || isTyping(element)) return;
    const act = Object.hasOwn(letters, event.key) ? letters[event.key] : null;
    if (!act || !appliesTo(event.key, element) || (event.key !== "Enter" && !lettersAreOn())) return;
    event.preventDefault();
    act();
  });

  const opener = document.querySelector("[data-keys-open]");
  if (opener) {
    opener.hidden = false;
    opener.addEventListener("click", () => dialog?.showModal());
  }
  if (toggle) {
    toggle.checked = lettersAreOn();
    toggle.addEventListener("change", () => localStorage.setItem(SWITCH, toggle.checked ? "on" : "off"));
  }
})();
