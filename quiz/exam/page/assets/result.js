// The result as a value and as a file.
quiz.result = (() => {
  const iso = (time) => (time ? new Date(time).toISOString() : "");

  function value(state, variant) {
    const { format, version, paper, kind } = quiz.data;
    const questions = variant.questions.map((question, place) => {
      const told = { uid: question.uid, answer: state.answers[place], seconds: state.seconds[place] };
      return state.own[place] === null ? told : { ...told, own: state.own[place] };
    });
    return {
      format, version, paper, variant: variant.letter, kind, name: state.name,
      started: iso(state.started), finished: iso(state.finished), questions,
    };
  }

  const written = (state, variant) => `${JSON.stringify(value(state, variant), null, 1)}\n`;

  function file(state) {
    const who = state.name.trim().replace(/[\\/:*?"<>|\u0000-\u001f\s.]+/g, "-").replace(/^-+|-+$/g, "");
    return [quiz.data.paper, state.letter, who || quiz.say("result")].join("-") + ".json";
  }

  // Offers the file and keeps in mind that all of it is in somebody's hands; returns its name.
  function download(state, variant) {
    const address = URL.createObjectURL(new Blob([written(state, variant)], { type: "application/json" }));
    const link = quiz.make("a");
    link.href = address;
    link.download = file(state);
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    state.handed = true;
    quiz.keep.save(state);
    return file(state);
  }

  return { written, download };
})();
