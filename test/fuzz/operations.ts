/** All that is registered: every method of every service, with what it says it accepts. Nothing is listed here by hand. */
import feathers from '@feathersjs/feathers'
import fc from 'fast-check'
import type { Application } from '../../server/declarations.ts'

export interface Operation {
  service: string
  method: 'find' | 'get' | 'create' | 'update' | 'patch' | 'remove'
  data: Shapes | undefined
  query: Shapes | undefined
}

export interface Shapes {
  staff: Shape
  external: Shape
}

export interface Shape {
  properties: Record<string, object>
}

export function operationsOf(app: Application): Operation[] {
  return Object.entries(app.services).flatMap(([service, made]) =>
    (feathers as any).getServiceOptions(made).methods.map((method: Operation['method']) => ({
      service,
      method,
      [fc.toStringMethod]: () => `${service}.${method}`,
      data: ['create', 'update', 'patch'].includes(method) ? shapesOf(made, method) : undefined,
      query: ['find', 'get', 'remove'].includes(method) ? shapesOf(made, method) : undefined
    }))
  )
}

function shapesOf(service: any, method: string): Shapes | undefined {
  const { all = [], [method]: own = [] } = service.__hooks.before
  return [...all, ...own].find((hook: { shapes?: Shapes }) => hook.shapes)?.shapes
}

export const nameOf = ({ service, method }: Operation) => `${service}.${method}`
export const changes = ({ method }: Operation) => method !== 'find' && method !== 'get'
