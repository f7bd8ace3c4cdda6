import type { DemoRoom } from './script.ts'
import { firmTasks } from './tasks.firm.ts'
import { secondFloor } from './tasks.floor.ts'
import { partnerTasks } from './tasks.partners.ts'
import { rumiankowaTasks } from './tasks.rumiankowa.ts'
import { saldomiarTasks } from './tasks.saldomiar.ts'

export const tasks: DemoRoom[] = [
  secondFloor,
  ...saldomiarTasks,
  ...rumiankowaTasks,
  ...partnerTasks,
  ...firmTasks
]
