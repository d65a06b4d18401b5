// From the start over the answers to the result.
quiz.take = (() => {
  const { data, by, say } = quiz;
  const { keep, clock } = quiz;
  let run = null;
  let kept = keep.works;

  function save() {
    clock.flush();
    kept = keep.save(run.state);
  }

  // A file that was downloaded before does not have this.
  function change() {
    run.state.handed = false;
    save();
    who();
  }

  function begin(variant, before) {
    const form = document.querySelector(`form[data-variant="${variant.letter}"]`);
    const state = before ?? { ...keep.fresh(variant), name: by("name").value.trim(), started: Date.now() };
    run = { variant, state, form, elements: [...form.querySelectorAll("section.question")], changed: save };
    run.elements.forEach((element, place) => ready(element, place));
    by("start").hidden = true;
    form.hidden = by("bar").hidden = by("actions").hidden = false;
    by("which").textContent = data.variants.length > 1 ? `${data.paper} · ${variant.letter}` : data.paper;
    who();
    quiz.move.start(run);
    form.addEventListener("submit", (event) => event.preventDefault());
    if (state.finished) return end(false);
    state.handed = false;
    clock.start(state, timeUp);
    if (state.finished) return undefined;
    quiz.move.go(state.current, data.pace === "one" || !before);
    if (before) quiz.tell(say("resumed"));
    return undefined;
  }

  function who() {
    const { state } = run;
    by("who").hidden = state.finished > 0;
    const which = data.variants.length > 1 ? [say("variant", state)] : [];
    by("who-is").textContent = [state.name || say("nameless"), ...which].join(" · ");
    by("back").hidden = state.checked.includes(true) || state.answers.some((answer) => answer !== null);
  }

  // Nothing is answered yet: only the name is taken along.
  function back() {
    history.replaceState({ name: run.state.name }, "");
    keep.forget(run.state);
    run = null;
    location.reload();
  }

  function ready(element, place) {
    const { state } = run;
    quiz.order.ready(element);
    quiz.answers.write(element, state.answers[place]);
    element.addEventListener("input", () => answered(element, place));
    element.addEventListener("focusin", () => { if (!state.finished) focused(place); });
    element.addEventListener("own", () => { change(); show(); });
    element.addEventListener("keydown", (event) => {
      // Enter in a line of text would press the first button of the form.
      if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
    });
    const check = element.querySelector(".check");
    check?.addEventListener("click", () => {
      state.checked[place] = true;
      quiz.tell(quiz.feedback.show(element, run.variant.questions[place], place, state));
      quiz.move.refresh();
      change();
      focus(element.querySelector(".verdict"));
    });
    if (state.checked[place]) quiz.feedback?.show(element, run.variant.questions[place], place, state);
  }

  function focus(element) {
    element.tabIndex = -1;
    element.focus();
  }

  function focused(place) {
    if (place === run.state.current) return;
    clock.turn(place);
    run.state.current = place;
  }

  function answered(element, place) {
    const { state } = run;
    if (state.finished || state.checked[place]) return;
    if (element.dataset.kind === "order") element.classList.add("touched");
    state.answers[place] = quiz.answers.read(element);
    focused(place);
    quiz.move.refresh();
    change();
  }

  function ask() {
    const open = run.state.answers.flatMap((answer, place) => (answer === null ? [place + 1] : []));
    by("ask-text").textContent = open.length ? say("missing", { list: open.join(", ") }) : say("allAnswered");
    by("ask").showModal();
  }

  function timeUp(at) {
    if (by("ask").open) by("ask").close();
    finish(at);
    by("more").textContent = say("timeUp");
    quiz.tell(say("timeUp"));
  }

  function finish(at) {
    clock.stop();
    run.state.finished = at;
    change();
    end(true);
  }

  function end(now) {
    const { state, variant, elements } = run;
    elements.forEach((element, place) => {
      if (quiz.feedback) quiz.feedback.show(element, variant.questions[place], place, state);
      else quiz.answers.lock(element, true);
    });
    document.body.classList.add("finished");
    by("actions").hidden = true;
    by("result").hidden = false;
    by("late-field").hidden = state.name !== "";
    by("main").prepend(by("result"));
    quiz.move.layout();
    show();
    if (now) by("result").focus({ preventScroll: true });
    window.scrollTo({ top: 0, behavior: "instant" });
  }

  function show() {
    const { state, variant } = run;
    if (!state.finished) return;
    by("text").value = quiz.result.written(state, variant);
    by("again").hidden = !quiz.feedback && !state.handed;
    const got = variant.questions.map((question, place) => quiz.feedback?.points(question, place, state) ?? null);
    const sum = (list) => list.reduce((all, one) => all + one, 0);
    const open = got.filter((points) => points === null).length;
    if (quiz.feedback) {
      const all = sum(variant.questions.map((question) => question.points));
      by("score").textContent = say("points", { n: quiz.points(sum(got)), all: quiz.points(all) });
      by("more").textContent = open ? say("toOwn", { n: open }) : "";
    } else {
      by("score").textContent = say("done");
    }
    quiz.move.refresh();
    summary(got);
  }

  function summary(got) {
    const { state, variant } = run;
    const rows = variant.questions.map((question, place) => {
      const row = quiz.make("tr");
      const kind = quiz.feedback ? quiz.feedback.grade(question, place, state)
        : state.answers[place] === null ? "unanswered" : "yours";
      const number = quiz.make("th");
      const link = quiz.make("a", "", String(place + 1));
      link.href = `#${run.elements[place].id}`;
      number.scope = "row";
      number.append(link);
      const points = quiz.feedback && got[place] !== null ? `${quiz.points(got[place])} / ` : "";
      row.append(number, quiz.make("td", kind, say(kind === "open" ? "toOwnShort" : kind)),
        quiz.make("td", "", points + quiz.points(question.points)),
        quiz.make("td", "", quiz.minutes(state.seconds[place])));
      return row;
    });
    by("summary").querySelector("tbody").replaceChildren(...rows);
  }

  function open() {
    const chosen = data.variants.find((variant) => `#${variant.letter}` === location.hash);
    if (chosen) by("variant").value = chosen.letter;
    by("name").value = history.state?.name ?? "";
    history.replaceState(null, "");
    by("stays").hidden = !keep.works;
    by("forgetful").hidden = keep.works;
    const found = keep.found();
    if (found.length) quiz.going.ask(found, begin);
  }

  by("begin").addEventListener("click", () =>
    begin(data.variants.find((variant) => variant.letter === by("variant").value)));
  by("back").addEventListener("click", back);
  by("late").addEventListener("input", () => {
    run.state.name = by("late").value.trim();
    by("saved").textContent = "";
    change();
    show();
  });
  by("finish").addEventListener("click", ask);
  by("stay").addEventListener("click", () => by("ask").close());
  by("sure").addEventListener("click", () => { by("ask").close(); finish(Date.now()); });
  by("print").addEventListener("click", () => window.print());
  by("download").addEventListener("click", () => {
    by("saved").textContent = say("downloaded", { file: quiz.result.download(run.state, run.variant) });
    by("again").hidden = false;
  });
  by("again").addEventListener("click", () =>
    quiz.going.forget([[run.variant, run.state]], () => { run = null; }));
  window.addEventListener("pagehide", () => { if (run && !run.state.finished) save(); });
  window.addEventListener("beforeunload", (event) => { if (run && !kept && !run.state.handed) event.preventDefault(); });
  open();
})();
