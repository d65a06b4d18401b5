// What a practice page tells after an answer. A test page has no such module.
quiz.feedback = (() => {
  const { marking } = quiz;

  function points(question, place, state) {
    const own = state.own[place];
    return question.kind === "open" ? own : marking.mark(question, state.answers[place], quiz.data.rules);
  }

  function grade(question, place, state) {
    if (state.answers[place] === null && question.kind !== "open") return "unanswered";
    const got = points(question, place, state);
    if (got === null) return "open";
    return got === question.points ? "right" : got > 0 ? "partly" : "wrong";
  }

  function sign(element, kind, text) {
    element.classList.add(kind);
    if (!text) return;
    const note = quiz.make("span", "note", text);
    (element.querySelector(".text") ?? element).append(note);
  }

  const tell = {
    choice(element, question, answer) {
      for (const option of element.querySelectorAll(".option[data-place]")) {
        const place = Number(option.dataset.place);
        choose(option, (answer ?? []).includes(place), question.key.includes(place));
        const remark = element.querySelector(`.remark[data-for="${place}"]`);
        if (remark) {
          remark.hidden = false;
          option.querySelector(".text").append(remark);
        }
      }
    },
    yesno(element, question, answer) {
      for (const option of element.querySelectorAll(".option[data-place]")) {
        const yes = option.dataset.place === "yes";
        choose(option, answer === yes, question.key === yes);
      }
    },
    cloze(element, question, answer) {
      const right = marking.parts(question, answer);
      for (const input of element.querySelectorAll("[data-gap]")) {
        const kind = right[Number(input.dataset.gap)] ? "right" : "wrong";
        sign(input.parentElement, kind);
        input.setAttribute("aria-label", `${input.getAttribute("aria-label")}, ${quiz.say(kind)}`);
      }
    },
    matching(element, question, answer) {
      const right = marking.parts(question, answer);
      element.querySelectorAll(".prompts > li").forEach((prompt, place) => {
        const letter = quiz.letter(question.key[place]);
        if (right[place]) sign(prompt, "right", quiz.say("right"));
        else sign(prompt, "wrong", quiz.say("belongs", { letter }));
      });
    },
    order(element, question, answer) {
      if (answer === null) return;
      const right = marking.parts(question, answer);
      element.querySelectorAll("ol.order > li").forEach((step, at) => sign(step, right[at] ? "right" : "wrong"));
    },
    short(element, question, answer) {
      const kind = marking.mark(question, answer, quiz.data.rules) ? "right" : "wrong";
      sign(element.querySelector(".typed"), kind);
    },
  };

  function choose(option, chosen, right) {
    if (chosen) sign(option, right ? "right" : "wrong", quiz.say(right ? "chosenRight" : "chosenWrong"));
    else if (right) sign(option, "missed", quiz.say("rightOption"));
  }

  function verdict(element, question, place, state) {
    const kind = grade(question, place, state);
    const got = points(question, place, state);
    const parts = [quiz.say(kind)];
    if (got !== null) parts.push(quiz.say("points", { n: quiz.points(got), all: quiz.points(question.points) }));
    const box = element.querySelector(".verdict");
    box.className = `verdict ${kind}`;
    box.textContent = parts.join(" · ");
    box.hidden = false;
    return box.textContent;
  }

  // Shows what is right; the fields are locked. Returns what to tell.
  function show(element, question, place, state) {
    if (!element.classList.contains("told-of")) {
      element.classList.add("told-of");
      tell[question.kind]?.(element, question, state.answers[place]);
      quiz.answers.lock(element, true);
      const check = element.querySelector(".check");
      if (check) check.hidden = true;
      element.querySelector(".told").hidden = false;
      own(element, question, place, state);
    }
    return verdict(element, question, place, state);
  }

  function own(element, question, place, state) {
    for (const input of element.querySelectorAll("[data-own]")) {
      const share = Math.floor((2 * question.points * Number(input.dataset.own) + 100) / 200);
      input.checked = state.own[place] === share;
      input.addEventListener("change", () => {
        state.own[place] = share;
        quiz.tell(verdict(element, question, place, state));
        element.dispatchEvent(new Event("own", { bubbles: true }));
      });
    }
  }

  return { show, grade, points };
})();
