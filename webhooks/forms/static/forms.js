// Keeps what is typed as one goes, and says so. Without it, everything still works: each button keeps.
const form = document.querySelector("form[data-autosave]");
if (form) {
  const said = document.getElementById("bewaard");
  const hints = document.getElementById("weetjes");
  let waiting = 0;
  let newest = 0;
  const typed = () => {
    const data = new FormData(form);
    data.delete("file"); // sent once, with the button
    return data;
  };
  const save = async () => {
    const mine = ++newest;
    try {
      const reply = await fetch(form.dataset.autosave, { method: "POST", body: typed(), credentials: "same-origin" });
      // What is good to know about that day comes back as a piece of page, made and escaped there.
      const known = reply.ok ? await reply.text() : "";
      if (mine !== newest) return;
      if (hints.innerHTML !== known) hints.innerHTML = known;
      const time = new Intl.DateTimeFormat("nl-NL", { hour: "2-digit", minute: "2-digit" }).format(new Date());
      said.textContent = reply.ok ? `Bewaard om ${time.replace(":", ".")} uur.` : "Nog niet bewaard: uw antwoorden staan alleen op deze bladzijde.";
    } catch {
      said.textContent = "Nog niet bewaard: er is geen verbinding.";
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, 1500);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}
const faults = document.querySelector(".error-summary");
if (faults) faults.focus();
