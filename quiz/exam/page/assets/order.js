// Steps that are put in order by their buttons or by the arrow keys.
quiz.order = (() => {
  const steps = (list) => [...list.children];
  const places = (list) => steps(list).map((step) => Number(step.dataset.place));

  function number(list) {
    const all = steps(list);
    all.forEach((step, at) => {
      step.querySelector(".at").textContent = String(at + 1);
      step.querySelector('[data-move="-1"]').setAttribute("aria-disabled", String(at === 0));
      step.querySelector('[data-move="1"]').setAttribute("aria-disabled", String(at === all.length - 1));
    });
  }

  function arrange(list, order) {
    const byPlace = new Map(steps(list).map((step) => [Number(step.dataset.place), step]));
    list.append(...order.map((place) => byPlace.get(place)));
    number(list);
  }

  function move(list, step, by, focus) {
    const all = steps(list);
    const to = all.indexOf(step) + by;
    if (to < 0 || to >= all.length) return;
    if (by < 0) all[to].before(step);
    else all[to].after(step);
    number(list);
    focus.focus();
    quiz.tell(quiz.say("moved", { step: step.querySelector(".text").textContent.trim(), n: to + 1, all: all.length }));
    list.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function ready(question) {
    const list = question.querySelector("ol.order");
    if (!list) return;
    number(list);
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (button && !list.dataset.locked) move(list, button.closest("li"), Number(button.dataset.move), button);
    });
    list.addEventListener("keydown", (event) => {
      const button = event.target.closest("[data-move]");
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!button || !by || list.dataset.locked) return;
      event.preventDefault();
      move(list, button.closest("li"), by, button);
    });
    question.querySelector(".keep").addEventListener("click", () => {
      list.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  return { ready, arrange, places };
})();
