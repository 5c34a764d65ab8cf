// Sets light or dark before the first paint, so that a dark page never flashes white. A file of its own: the content security
// policy allows no script inside the page.
(function () {
  var wanted = 'auto';
  try {
    wanted = localStorage.getItem('sauma-color-scheme') || 'auto';
  } catch {
    // Storage is switched off in this browser: follow the system.
  }
  var dark = wanted === 'dark' || (wanted === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
