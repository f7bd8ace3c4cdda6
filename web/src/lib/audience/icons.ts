import Briefcase from '@lucide/svelte/icons/briefcase'
import Building2 from '@lucide/svelte/icons/building-2'
import Lock from '@lucide/svelte/icons/lock'
import UserRound from '@lucide/svelte/icons/user-round'
import UsersRound from '@lucide/svelte/icons/users-round'

/** The sign of each look; it always goes with the colour, the edge and the word. */
export const audienceIcons = {
  internal: Lock,
  client: UserRound,
  partner: Briefcase,
  org: Building2,
  everyone: UsersRound
}
