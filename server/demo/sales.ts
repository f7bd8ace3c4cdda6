import { closedSales } from './sales.closed.ts'
import { openSales } from './sales.open.ts'
import type { DemoSale } from './script.ts'

export const sales: DemoSale[] = [...openSales, ...closedSales]
