// Runs before the first paint, as a file because the page's policy allows no inline scripts.
try {
  const theme = localStorage.getItem('strefa.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  document.documentElement.lang =
    localStorage.getItem('strefa.locale') ?? (/^pl/i.test(navigator.language) ? 'pl' : 'en')
} catch {
  // Storage may be forbidden: the system's theme and the page's language are then good enough.
}
