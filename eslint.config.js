import js from '@eslint/js'
import globals from 'globals'
import typescript from 'typescript-eslint'

/** The walls of the house: what a room may import from. A room may always use its own things. */
const walls = {
  policy: [],
  journal: ['policy', 'database'],
  hooks: ['policy', 'journal', 'database', 'language'],
  services: ['policy', 'journal', 'hooks', 'database', 'language'],
  live: ['policy', 'journal', 'database'],
  mail: ['policy', 'journal', 'database', 'language']
}
const rooms = ['policy', 'journal', 'hooks', 'services', 'live', 'mail', 'database', 'language', 'demo']

const wall = ([room, allowed]) => ({
  files: [`server/${room}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: rooms
          .filter((other) => other !== room && !allowed.includes(other))
          .map((other) => ({
            group: [`**/${other}/*.ts`, `!./${other}/**`],
            message: `${room}/ may not import ${other}/.`
          }))
      }
    ]
  }
})

export default typescript.config(
  { ignores: ['node_modules', 'data', 'web', 'vite.config.ts', '.svelte-kit'] },
  js.configs.recommended,
  ...typescript.configs.recommended,
  {
    languageOptions: { globals: globals.node },
    rules: {
      // Rows and queries come untyped from the database and the wire; the schemas check them.
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-unused-expressions': 'off'
    }
  },
  ...Object.entries(walls).map(wall)
)
