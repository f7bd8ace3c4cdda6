import CircleCheck from '@lucide/svelte/icons/circle-check'
import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark'
import Eye from '@lucide/svelte/icons/eye'
import Heart from '@lucide/svelte/icons/heart'
import PartyPopper from '@lucide/svelte/icons/party-popper'
import ThumbsUp from '@lucide/svelte/icons/thumbs-up'
import type { LucideIcon } from '@lucide/svelte'
import { service } from '#lib/live/client.ts'
import { failure } from '#lib/live/failure.ts'
import { session } from '#lib/live/session.svelte.ts'
import { m } from '#lib/paraglide/messages.js'
import type { Reaction, Sign } from '#lib/records.ts'
import { toasts } from '#lib/ui/toasts.svelte.ts'

/** The signs that can be set, in the order in which they are offered, and what each says. */
export const signs: Record<Sign, { icon: LucideIcon; label: () => string }> = {
  agreed: { icon: ThumbsUp, label: m.reaction_agreed },
  done: { icon: CircleCheck, label: m.reaction_done },
  thanks: { icon: Heart, label: m.reaction_thanks },
  great: { icon: PartyPopper, label: m.reaction_great },
  looking: { icon: Eye, label: m.reaction_looking },
  question: { icon: CircleQuestionMark, label: m.reaction_question }
}

/** Sets the sign, or takes one's own back; the stream shows it. */
export async function toggle(commentId: string, sign: Sign, reactions: readonly Reaction[]): Promise<void> {
  const mine = reactions.find((one) => one.sign === sign && one.authorId === session.me.id)
  try {
    if (mine) await service('reactions').remove(mine.id)
    else await service('reactions').create({ commentId, sign })
  } catch (error) {
    toasts.warn(failure(error).message ?? m.live_no_answer())
  }
}
