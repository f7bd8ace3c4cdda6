import js from '@eslint/js'
import { defineConfig } from 'eslint/config'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import typescript from 'typescript-eslint'
import { withinWalls } from './eslint.walls.js'

export default defineConfig(
  { ignores: ['data', 'web/build', 'web/src/lib/paraglide', '**/.svelte-kit', 'web/node_modules'] },
  js.configs.recommended,
  typescript.configs.recommended,
  svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: typescript.parser } }
  },
  { files: ['web/**'], languageOptions: { globals: globals.browser } },
  { ignores: ['web/**'], languageOptions: { globals: { ...globals.node, ...globals.mocha } } },
  {
    plugins: { house: { rules: { 'within-walls': withinWalls } } },
    rules: {
      'house/within-walls': 'error',
      // Rows and queries come untyped from the database and the wire; the schemas check them.
      '@typescript-eslint/no-explicit-any': 'off',
      // The compiler tells what is unused, and knows `#field ??=` and values that only a type is made of.
      '@typescript-eslint/no-unused-vars': 'off',
      'no-unused-private-class-members': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      // What is live is replaced whole or kept in $state; other maps and sets are plain on purpose.
      'svelte/prefer-svelte-reactivity': 'off',
      // The web app is served at the root of its address.
      'svelte/no-navigation-without-resolve': 'off'
    }
  }
)
