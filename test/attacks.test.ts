/**
 * What hostile strangers, hostile clients, two people at one moment and bad rows try on Strefa; beside each attack, that the
 * honest get what is theirs. One file for each group of attacks.
 */
import './attacks/accounts.ts'
import './attacks/entrance.ts'
import './attacks/origins.ts'
import './attacks/limits.ts'
import './attacks/rows.ts'
import './attacks/starts.ts'
import './attacks/workers.ts'
