// Which variants and which parts are shown, and so printed.
(() => {
  const tools = document.getElementById("tools");
  const variant = tools.querySelector("select");
  const parts = [...tools.querySelectorAll("input")];

  function choose() {
    const shown = new Set(parts.filter((box) => box.checked).map((box) => box.value));
    for (const sheet of document.querySelectorAll(".sheet")) {
      sheet.hidden = !shown.has(sheet.dataset.part) || (variant.value !== "" && !["", variant.value].includes(sheet.dataset.variant));
    }
  }

  tools.hidden = false;
  tools.addEventListener("change", choose);
  document.getElementById("print").addEventListener("click", () => window.print());
})();
