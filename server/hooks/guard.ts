import type { Application } from '../declarations.ts'
import { sight } from '../policy/rules.ts'
import { isGuard } from './authenticated.ts'
import { getServiceOptions } from './library.ts'

/** The short public list: what answers without sign-in. */
export const publicServices = ['authentication', 'health', 'setup', 'keys']

/** Deny by default: a service that asks nobody who is calling, or that no rule of sight covers, keeps the server from starting. */
export function refuseUnguarded(app: Application) {
  for (const [path, service] of Object.entries(app.services)) {
    if (publicServices.includes(path)) continue
    if (!(path in sight))
      throw new Error(`The service "${path}" has no rule in the policy: the server does not start.`)
    for (const method of getServiceOptions(service).methods ?? []) {
      const { all = [], [method]: own = [] } = (service as any).__hooks.around
      const first = [...all, ...own][0]
      if (!isGuard(first))
        throw new Error(`"${path}.${method}" does not authenticate first: the server does not start.`)
    }
  }
}
