import { paraglideVitePlugin } from '@inlang/paraglide-js'
import adapter from '@sveltejs/adapter-static'
import { sveltekit } from '@sveltejs/kit/vite'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'

const web = import.meta.dirname + '/web'
const server = `http://localhost:${process.env.PORT ?? 3030}`
// A build by hand lies beside the ones that `server/setup.mjs` makes, and nobody serves it.
const { STREFA_BUILD: build = `${web}/build/by-hand`, STREFA_VERSION: version = 'by-hand' } = process.env

export default defineConfig({
  root: 'web',
  build: { assetsInlineLimit: 0 },
  server: { proxy: { '/api': server, '/socket.io': { target: server, ws: true } } },
  plugins: [
    // What a viewer chose on this device says the language, else their browser; no address carries it.
    paraglideVitePlugin({
      project: `${web}/project.inlang`,
      outdir: `${web}/src/lib/paraglide`,
      strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
      localStorageKey: 'strefa.locale'
    }),
    tailwindcss(),
    sveltekit({
      adapter: adapter({ pages: build, fallback: '200.html', precompress: true }),
      // The server copies this policy from the page into its header. Scripts only from us; styles also
      // inline, because positions of menus and widths of meters are written as style attributes.
      csp: {
        mode: 'hash',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self', 'unsafe-inline'],
          'img-src': ['self', 'data:', 'blob:'],
          'object-src': ['none'],
          'base-uri': ['none'],
          'form-action': ['self']
        }
      },
      paths: { relative: false },
      version: { name: version, pollInterval: 0 }
    })
  ]
})
