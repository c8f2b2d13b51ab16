// What the pages do more where scripts run: the reason of marked words beside
// them, a file dropped on the form, the progress of a crawl as it goes.
// Everything works without.
"use strict";

// The reason of marked words, beside them on hover and focus. It can be
// reached by the pointer and sent away with Escape.
(() => {
  const marks = document.querySelectorAll("a.mark");
  if (!marks.length) return;
  const card = document.createElement("div");
  card.id = "card";
  card.className = "card";
  card.setAttribute("role", "tooltip");
  card.hidden = true;
  document.body.append(card);
  let shown = null;
  let leaving = 0;

  const itemOf = (mark) => document.getElementById(mark.hash.slice(1));

  function show(mark) {
    clearTimeout(leaving);
    if (shown === mark) return;
    hide();
    const item = itemOf(mark);
    if (!item) return;
    shown = mark;
    card.replaceChildren(...["weight", "why"].map((part) => item.querySelector("." + part).cloneNode(true)));
    const documents = document.createElement("ul");
    for (const cite of item.querySelectorAll("abbr")) {
      const line = document.createElement("li");
      line.textContent = cite.textContent + ": " + cite.title;
      documents.append(line);
    }
    card.append(documents);
    card.hidden = false;
    mark.setAttribute("aria-describedby", card.id);
    item.classList.add("lit");
    const at = mark.getClientRects()[0];
    const left = Math.min(at.left, document.documentElement.clientWidth - card.offsetWidth - 8);
    const below = at.bottom + card.offsetHeight + 8 < window.innerHeight;
    card.style.left = Math.max(8, left) + window.scrollX + "px";
    card.style.top = (below ? at.bottom + 2 : at.top - card.offsetHeight - 2) + window.scrollY + "px";
  }

  function hide() {
    card.hidden = true;
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    itemOf(shown).classList.remove("lit");
    shown = null;
  }

  function leave() {
    clearTimeout(leaving);
    leaving = setTimeout(hide, 150);
  }

  for (const mark of marks) {
    mark.addEventListener("mouseenter", () => show(mark));
    mark.addEventListener("focus", () => show(mark));
    mark.addEventListener("mouseleave", leave);
    mark.addEventListener("blur", leave);
  }
  card.addEventListener("mouseenter", () => clearTimeout(leaving));
  card.addEventListener("mouseleave", leave);
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape") hide();
  });
})();

// A file dropped anywhere on the form is its file.
(() => {
  const form = document.querySelector("form.ad");
  if (!form) return;
  const file = form.elements.file;
  const holds = (e) => e.dataTransfer && [...e.dataTransfer.types].includes("Files");
  form.addEventListener("dragover", (e) => {
    if (!holds(e)) return;
    e.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (e) => {
    if (!holds(e)) return;
    e.preventDefault();
    form.classList.remove("over");
    file.files = e.dataTransfer.files;
    file.focus();
  });
})();

// Marked text is taken as evidence by a button.
(() => {
  const button = document.getElementById("quote");
  if (!button) return;
  const text = document.getElementById("labeltext");
  const evidence = document.getElementById("evidence");
  let marked = "";
  button.hidden = false;
  document.addEventListener("selectionchange", () => {
    const s = document.getSelection();
    if (s.rangeCount && !s.isCollapsed && text.contains(s.anchorNode) && text.contains(s.focusNode)) {
      marked = s.toString().split("\n")[0].trim();
    }
  });
  button.addEventListener("click", () => {
    if (!marked) return;
    evidence.value = (evidence.value.trimEnd() + "\n" + marked).trimStart();
    marked = "";
  });
})();

// The progress of a crawl, as the server tells it.
(() => {
  const place = document.getElementById("progress");
  if (!place || !place.querySelector("[data-running]")) return;
  const told = document.getElementById("told");
  const events = new EventSource("/boards/progress");
  const put = (e) => {
    // The stop button keeps the focus while the text around it changes.
    const held = place.contains(document.activeElement);
    place.innerHTML = JSON.parse(e.data);
    const button = place.querySelector("button, a");
    if (held && button) button.focus();
  };
  events.addEventListener("progress", put);
  events.addEventListener("ended", (e) => {
    events.close();
    put(e);
    told.textContent = place.querySelector("strong").textContent;
    for (const button of document.querySelectorAll(".crawl button")) button.disabled = false;
  });
})();
