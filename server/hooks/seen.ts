import type { HookContext } from '../declarations.ts'

/** What one does not see answers 404 before any rule about changing it can answer 403. */
export const seenFirst =
  () =>
  async ({ id, params, service }: HookContext) => {
    await service.get(id, { viewer: params.viewer, trx: params.trx, query: {} })
  }
