/** Stock Feathers over a service that keeps everything in memory. */
import { memory } from '@feathersjs/memory'
import { serveFeathers } from './feathers.ts'

await serveFeathers(memory())
