// The time each question takes, and the time that is left.
quiz.clock = (() => {
  const WARN = [600, 300, 60];
  let state = null;
  let place = -1;
  let since = 0;
  let timer = 0;
  let told = Infinity;

  // Adds the time since the last call to the question that had it.
  function turn(to) {
    const now = Date.now();
    if (state && place >= 0 && since) {
      const spent = (state.rest?.[place] ?? 0) + Math.max(0, now - since);
      state.seconds[place] += Math.floor(spent / 1000);
      state.rest = { ...state.rest, [place]: spent % 1000 };
    }
    place = to;
    since = now;
  }

  const end = () => state.started + quiz.data.minutes * 60000;
  const left = () => Math.max(0, Math.ceil((end() - Date.now()) / 1000));

  function show(finish) {
    const seconds = left();
    const clock = quiz.by("clock");
    clock.hidden = false;
    clock.textContent = quiz.say("left", { time: quiz.minutes(seconds) });
    clock.classList.toggle("soon", seconds <= 300);
    const warn = WARN.find((one) => seconds <= one && told > one && seconds > one - 60);
    if (warn) {
      told = warn;
      quiz.tell(quiz.say("minutesLeft", { n: Math.ceil(seconds / 60) }));
    }
    if (seconds === 0) finish(end());
  }

  function start(kept, finish) {
    state = kept;
    since = Date.now();
    document.addEventListener("visibilitychange", pause);
    if (!quiz.data.minutes) return;
    timer = setInterval(() => show(finish), 500);
    show(finish);
  }

  // A page nobody sees takes no time.
  function pause() {
    turn(place);
    if (document.hidden) since = 0;
  }

  function stop() {
    turn(-1);
    state = null;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", pause);
    quiz.by("clock").hidden = true;
  }

  return { start, stop, turn, flush: () => turn(place) };
})();
