/** How the texts become code; used by the build and by the checks alike. The language stands in no address. */
export default {
  strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
  localStorageKey: 'strefa.locale',
  emitTsDeclarations: true
}
