// Leaves at once: hides the page, then replaces this history entry. Without script the same link works as a link.
"use strict";

(() => {
  const PRESSED_TWICE_WITHIN = 1000;
  const way = document.querySelector("[data-quick-exit]");
  if (!way) return;
  let pressedAt = -Infinity;

  const leave = () => {
    document.documentElement.hidden = true;
    document.title = "";
    window.location.replace(way.href);
  };

  way.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (event.timeStamp - pressedAt < PRESSED_TWICE_WITHIN) leave();
    pressedAt = event.timeStamp;
  });
})();
