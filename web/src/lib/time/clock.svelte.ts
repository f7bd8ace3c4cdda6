let now = $state(new Date())
setInterval(() => (now = new Date()), 30_000)

/** The present moment, moving every half a minute: what says "today" stays right past midnight. */
export const clock = {
  get now() {
    return now
  }
}
