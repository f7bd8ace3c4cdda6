/** What Feathers' CommonJS module re-exports is reached at run time by its default only, which its types do not say. */
import feathers from '@feathersjs/feathers'
import type * as Library from '@feathersjs/feathers'

export const { createContext, getServiceOptions } = feathers as unknown as typeof Library
