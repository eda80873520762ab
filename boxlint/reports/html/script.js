"use strict";
(() => {
  const controls = document.getElementById("controls");
  const table = document.getElementById("rules");

  const sort = (head, column) => {
    const isAscending = head.getAttribute("aria-sort") === "ascending" ||
      (!head.hasAttribute("aria-sort") && head.classList.contains("number"));
    const direction = isAscending ? -1 : 1;
    const rows = [...table.tBodies[0].rows];
    const key = (row) => Number(row.cells[column].dataset.key);
    rows.sort((first, second) => direction * (key(first) - key(second)));
    table.tBodies[0].append(...rows);
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
  };

  const filter = () => {
    const words = document.getElementById("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
    const severity = controls.elements.severity.value;
    let count = 0;
    for (const row of table.tBodies[0].rows) {
      const text = row.textContent.toLowerCase();
      const fits = (!severity || row.dataset.severity === severity) && words.every((word) => text.includes(word));
      row.classList.toggle("filtered", !fits);
      document.getElementById(row.dataset.section).classList.toggle("filtered", !fits);
      count += fits;
    }
    const total = table.tBodies[0].rows.length;
    document.getElementById("matching").textContent = count === total ? "" : `${count} of ${total} rules`;
  };

  if (table) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.addEventListener("click", () => sort(head, column));
      head.replaceChildren(button);
    });
    controls.hidden = false;
    controls.addEventListener("submit", (event) => event.preventDefault());
    controls.addEventListener("input", filter);
    filter();
  }

  if (navigator.clipboard) {
    for (const code of document.querySelectorAll(".place code, pre code")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "copy";
      button.setAttribute("aria-label", `copy ${code.textContent}`);
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = "copied";
        setTimeout(() => { button.textContent = "copy"; }, 1500);
      });
      code.after(button);
    }
  }

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of closed) details.open = false; });
})();
