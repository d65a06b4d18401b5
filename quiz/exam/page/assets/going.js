// What is kept of somebody: to go on with it, or to forget it. No answer is shown before one of the two is chosen.
quiz.going = (() => {
  const { by, data, keep, make, say } = quiz;
  let runs = [];
  let leave = () => {};

  const answered = (state) => state.answers.filter((answer) => answer !== null).length;
  const lost = () => runs.filter(([, state]) => answered(state) && !state.handed);
  const time = (at) =>
    new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });

  function facts({ letter, finished, started, handed, ...state }) {
    const parts = [say("answered", { n: answered(state), all: state.answers.length })];
    if (data.variants.length > 1) parts.unshift(say("variant", { letter }));
    parts.push(finished ? say("finishedAt", { time: time(finished) }) : say("startedAt", { time: time(started) }));
    if (finished && !handed) parts.push(say("notDownloaded"));
    return parts.join(" · ");
  }

  // Asks who is there; `goOn` gets the variant and the state of the one who says so.
  function ask(found, goOn) {
    by("start").hidden = true;
    by("going").hidden = false;
    const entries = found.map(([variant, state]) => {
      const entry = make("li");
      const button = make("button", "main", state.name ? say("goOn", { name: state.name }) : say("goOnNameless"));
      button.type = "button";
      button.addEventListener("click", () => {
        by("going").hidden = true;
        goOn(variant, state);
      });
      entry.append(button, make("p", "note", facts(state)));
      return entry;
    });
    by("runs").replaceChildren(...entries);
    by("anew").addEventListener("click", () => forget(found, () => {}));
  }

  // Asks whether these may be forgotten, offers their files first, and leads to the start; `done` is called before.
  function forget(found, done) {
    runs = found;
    leave = done;
    by("forget-saved").textContent = "";
    tell();
    by("forget").showModal();
  }

  function tell() {
    by("forget-text").textContent = say(lost().length ? "lost" : "forgotten");
    by("rescue").hidden = lost().length === 0;
  }

  by("rescue").addEventListener("click", () => {
    const files = lost().map(([variant, state]) => quiz.result.download(state, variant));
    by("forget-saved").textContent = say("downloaded", { file: files.join(", ") });
    tell();
    by("forgo").focus();
  });
  by("forgo").addEventListener("click", () => by("forget").close());
  by("gone").addEventListener("click", () => {
    runs.forEach(([, state]) => keep.forget(state));
    leave();
    location.reload();
  });

  return { ask, forget };
})();
