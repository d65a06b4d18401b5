// Which question is asked, and the buttons that lead to the others.
quiz.move = (() => {
  let run = null;
  const one = () => quiz.data.pace === "one" && !run.state.finished;

  function status(place) {
    const { state, variant } = run;
    if (quiz.feedback && (state.checked[place] || state.finished)) {
      return quiz.feedback.grade(variant.questions[place], place, state);
    }
    return state.answers[place] === null ? "unanswered" : "yours";
  }

  function build() {
    const list = quiz.make("ol");
    run.elements.forEach((element, place) => {
      const link = quiz.make("a", "", String(place + 1));
      link.href = `#${element.id}`;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        go(place, true);
      });
      const item = quiz.make("li");
      item.append(link);
      list.append(item);
    });
    quiz.by("jump").replaceChildren(list);
  }

  function refresh() {
    const { state, elements } = run;
    const answered = state.answers.filter((answer) => answer !== null).length;
    quiz.by("progress").textContent = quiz.say("answered", { n: answered, all: elements.length });
    quiz.by("line").style.width = `${(100 * answered) / elements.length}%`;
    quiz.by("jump").querySelectorAll("a").forEach((link, place) => {
      const kind = status(place);
      link.className = kind;
      link.setAttribute("aria-label", quiz.say("state", { n: place + 1, state: quiz.say(kind) }));
      if (place === state.current && one()) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    });
  }

  function layout() {
    const { state, elements } = run;
    elements.forEach((element, place) => { element.hidden = one() && place !== state.current; });
    quiz.by("previous").hidden = !one();
    quiz.by("next").hidden = !one();
    quiz.by("previous").disabled = state.current === 0;
    quiz.by("next").disabled = state.current === elements.length - 1;
    refresh();
  }

  function go(place, focus) {
    const { state, elements } = run;
    state.current = Math.min(Math.max(0, place), elements.length - 1);
    if (!state.finished) quiz.clock.turn(state.current);
    layout();
    const element = elements[state.current];
    if (focus) {
      element.focus({ preventScroll: true });
      element.scrollIntoView({ block: "start" });
    }
    run.changed();
  }

  function start(current) {
    run = current;
    build();
    quiz.by("jump").hidden = false;
    layout();
  }

  quiz.by("previous").addEventListener("click", () => go(run.state.current - 1, true));
  quiz.by("next").addEventListener("click", () => go(run.state.current + 1, true));

  return { start, go, refresh, layout };
})();
