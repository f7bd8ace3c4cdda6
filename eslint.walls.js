/**
 * The walls of the house: a room imports from the rooms named here and from itself, and from nowhere else. `types` may be
 * imported by `import type` only. The files that put the house together stand under their own names.
 */
import { relative } from 'node:path'

const words = ['config', 'declarations']
const server = [
  'policy',
  'journal',
  'hooks',
  'services',
  'live',
  'jobs',
  'keys',
  'passwords',
  'mail',
  'files',
  'workers',
  'database',
  'security',
  'limits',
  'aside',
  'language',
  'demo'
]

const walls = {
  policy: { uses: [] },
  language: { uses: [] },
  config: { uses: [] },
  database: { uses: ['config'] },
  aside: { uses: ['database'], types: words },
  security: { uses: ['database'], types: words },
  journal: { uses: ['policy', 'database', 'language'], types: [...words, 'aside'] },
  limits: { uses: ['config', 'database', 'security', 'language'], types: words },
  hooks: { uses: ['policy', 'journal', 'database', 'limits', 'language'], types: words },
  keys: { uses: [] },
  passwords: { uses: [] },
  workers: { uses: [] },
  jobs: { uses: ['database'], types: words },
  services: {
    uses: [
      'policy',
      'journal',
      'hooks',
      'jobs',
      'keys',
      'passwords',
      'files',
      'workers',
      'database',
      'security',
      'limits',
      'language'
    ],
    types: [...words, 'aside']
  },
  live: { uses: ['policy', 'journal', 'database', 'language'], types: words },
  mail: { uses: ['policy', 'journal', 'jobs', 'keys', 'database', 'language'], types: [...words, 'aside'] },
  files: { uses: ['config', 'policy', 'workers', 'database', 'language'], types: words },
  demo: { uses: ['policy', 'journal', 'database'], types: words },
  declarations: { uses: [], types: ['config', ...server] },
  site: { uses: ['hooks', 'security', 'language'], types: words },
  door: { uses: [], types: words },
  announcement: { uses: ['demo'], types: words },
  app: { uses: ['door', 'site', ...server], types: words },
  index: { uses: ['announcement', 'app', 'backup', 'config', 'database'] },
  backup: { uses: ['config', 'database', 'files'] },
  restore: { uses: ['backup', 'config', 'files'] },
  verify: { uses: ['services'] },
  dev: { uses: [] },
  lock: { uses: [] },
  setup: { uses: ['lock'] },
  start: { uses: ['setup'] },
  migrations: { uses: [] },
  ui: { uses: ['messages'] },
  web: { uses: ['ui', 'messages', 'passwords'], types: [...words, ...server] }
}

const places = [
  [/^server\/([^/]+)\//, (match) => match[1]],
  [/^server\/([^/]+)\.m?[jt]s$/, (match) => match[1]],
  [/^migrations\//, () => 'migrations'],
  [/^web\/src\/lib\/paraglide\//, () => 'messages'],
  [/^web\/src\/lib\/ui\//, () => 'ui'],
  [/^web\//, () => 'web'],
  [/^test\//, () => 'test']
]

/** The room that a path, seen from the root, lies in. */
const roomOf = (path) => {
  for (const [pattern, name] of places) {
    const match = pattern.exec(path)
    if (match) return name(match)
  }
}

/** Where an import leads, seen from the root; undefined for a package. */
const target = (file, source) => {
  if (source.startsWith('#lib/')) return `web/src/lib/${source.slice('#lib/'.length)}`
  if (source.startsWith('.')) return new URL(source, `root:/${file}`).pathname.slice(1)
}

export const withinWalls = {
  meta: { type: 'problem', schema: [], messages: { wall: '{{from}} may not import {{kind}}from {{to}}.' } },
  create(context) {
    const file = relative(context.cwd, context.filename).replaceAll('\\', '/')
    const from = roomOf(file)
    if (!from || from === 'test' || from === 'messages') return {}
    const { uses, types = [] } = walls[from] ?? { uses: [] }
    const check = (node, isType) => {
      const source = node.source?.value
      const to = typeof source === 'string' && roomOf(target(file, source) ?? '')
      if (!to || to === from || uses.includes(to) || (isType && types.includes(to))) return
      const kind = types.includes(to) ? 'values ' : ''
      context.report({ node: node.source, messageId: 'wall', data: { from, to, kind } })
    }
    return {
      ImportDeclaration: (node) => check(node, node.importKind === 'type'),
      ExportNamedDeclaration: (node) => check(node, node.exportKind === 'type'),
      ExportAllDeclaration: (node) => check(node, node.exportKind === 'type'),
      ImportExpression: (node) => check(node, false),
      TSImportType: (node) => check(node, true)
    }
  }
}
