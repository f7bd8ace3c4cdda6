import './accounts.digests.ts'
import './accounts.expiry.ts'
import './accounts.grants.ts'
import './accounts.races.ts'
