// A page that the browser kept in memory is asked for again: its session may be over.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
