import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { ESLint } from 'eslint'

describe('the walls of the house', () => {
  const eslint = new ESLint({ cwd: fileURLToPath(new URL('..', import.meta.url)) })
  const complaints = async (filePath: string, code: string) => {
    const [result] = await eslint.lintText(`${code}\n`, { filePath })
    return result!.messages
      .filter(({ ruleId }) => ruleId === 'house/within-walls')
      .map(({ message }) => message)
  }

  const refused = {
    'policy uses nothing': ['server/policy/rules.ts', `import { connect } from '../database/index.ts'`],
    'not even a type': ['server/policy/rules.ts', `import type { Config } from '../config.ts'`],
    'the journal knows no service': [
      'server/journal/append.ts',
      `import { comments } from '../services/comments/comments.service.ts'`
    ],
    'hooks know no service': ['server/hooks/seen.ts', `export { comments } from '../services/index.ts'`],
    'services do not announce': ['server/services/links/links.service.ts', `import '../../live/index.ts'`],
    'nor do they by and by': [
      'server/services/links/links.service.ts',
      `await import('../../live/index.ts')`
    ],
    'live does not write mail': ['server/live/index.ts', `import { Mail } from '../mail/index.ts'`],
    'nobody calls the assembler': ['server/mail/index.ts', `import { createApp } from '../app.ts'`],
    'a type of the application is but a type': [
      'server/hooks/seen.ts',
      `import { Settings } from '../declarations.ts'`
    ],
    'a new room has no place yet': ['server/helpers/index.ts', `import { canSee } from '../policy/rules.ts'`],
    'a migration stands alone': [
      'migrations/1_first.ts',
      `import { say } from '../server/language/index.ts'`
    ],
    'the web runs no server code': [
      'web/src/lib/rooms/rooms.ts',
      `import { canSee } from '../../../../server/policy/rules.ts'`
    ],
    'the face knows no domain': ['web/src/lib/ui/initials.ts', `import { rooms } from '#lib/rooms/rooms.ts'`]
  }
  for (const [title, [file, code]] of Object.entries(refused))
    it(`${title}: ${file} is stopped`, async () => {
      assert.equal((await complaints(file!, code!)).length, 1)
    })

  const allowed = {
    'live asks the policy': ['server/live/index.ts', `import { visibleTo } from '../policy/rules.ts'`],
    'a room uses its own': ['server/journal/fold.ts', `import { append } from './append.ts'`],
    'packages are free': ['server/policy/rules.ts', `import assert from 'node:assert'`],
    'the web takes types': [
      'web/src/lib/rooms/rooms.ts',
      `import type { Viewer } from '../../../../server/policy/viewer.ts'`
    ],
    'the face speaks': ['web/src/lib/ui/initials.ts', `import * as m from '#lib/paraglide/messages.js'`],
    'the assembler uses all': ['server/app.ts', `import * as services from './services/index.ts'`]
  }
  for (const [title, [file, code]] of Object.entries(allowed))
    it(`${title}: ${file} passes`, async () => {
      assert.deepEqual(await complaints(file!, code!), [])
    })
})
