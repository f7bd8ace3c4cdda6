import './accounts.grants.ts'
import './accounts.races.ts'
