// Between the fields of a question and its answer, as quiz.exam.marking.Answer has it.
quiz.answers = (() => {
  const all = (question, selector) => [...question.querySelectorAll(selector)];
  const options = (question) => all(question, ".options:not(.own *) input");
  const text = (question) => question.querySelector(".typed input, .typed textarea");
  const unlessEmpty = (list, empty) => (list.every((one) => one === empty) ? null : list);

  const read = {
    choice: (question) => {
      const chosen = options(question).filter((input) => input.checked).map((input) => Number(input.value));
      return chosen.length ? chosen : null;
    },
    yesno: (question) => {
      const chosen = options(question).find((input) => input.checked);
      return chosen ? chosen.value === "yes" : null;
    },
    short: (question) => (text(question).value.trim() ? text(question).value : null),
    open: (question) => (text(question).value.trim() ? text(question).value : null),
    cloze: (question) => unlessEmpty(all(question, "[data-gap]").sort(byGap).map((input) => input.value), ""),
    matching: (question) =>
      unlessEmpty(all(question, "[data-prompt]").map((list) => (list.value === "" ? null : Number(list.value))), null),
    order: (question) => quiz.order.places(question.querySelector("ol.order")),
  };

  function byGap(one, other) {
    return Number(one.dataset.gap) - Number(other.dataset.gap);
  }

  const write = {
    choice: (question, answer) => {
      for (const input of options(question)) input.checked = (answer ?? []).includes(Number(input.value));
    },
    yesno: (question, answer) => {
      for (const input of options(question)) input.checked = answer !== null && (input.value === "yes") === answer;
    },
    short: (question, answer) => { text(question).value = answer ?? ""; },
    open: (question, answer) => { text(question).value = answer ?? ""; },
    cloze: (question, answer) => {
      all(question, "[data-gap]").sort(byGap).forEach((input, place) => { input.value = answer?.[place] ?? ""; });
    },
    matching: (question, answer) => {
      all(question, "[data-prompt]").forEach((list, place) => { list.value = String(answer?.[place] ?? ""); });
    },
    order: (question, answer) => {
      const list = question.querySelector("ol.order");
      const first = [...list.children].map((_, place) => place);
      quiz.order.arrange(list, answer ?? first);
      question.classList.toggle("touched", answer !== null);
    },
  };

  // A field that is locked can be read and copied, but not changed.
  function lock(question, locked) {
    for (const input of all(question, ".options input, select")) {
      if (!input.closest(".own")) input.disabled = locked;
    }
    for (const input of all(question, ".typed input, .typed textarea, [data-gap]")) input.readOnly = locked;
    for (const button of all(question, "[data-move], .keep")) button.disabled = locked;
    const list = question.querySelector("ol.order");
    if (list) {
      if (locked) list.dataset.locked = "yes";
      else delete list.dataset.locked;
    }
  }

  return {
    read: (question) => read[question.dataset.kind](question),
    write: (question, answer) => write[question.dataset.kind](question, answer),
    lock,
  };
})();
