/** Unsent words, kept on this device per person and place, so that no reload loses them. */
export const drafts = {
  read<T>(owner: string, place: string): T | null {
    try {
      return JSON.parse(localStorage.getItem(key(owner, place)) ?? 'null')
    } catch {
      return null
    }
  },
  write(owner: string, place: string, draft: unknown): void {
    try {
      if (draft === null) localStorage.removeItem(key(owner, place))
      else localStorage.setItem(key(owner, place), JSON.stringify(draft))
    } catch {
      // A full or forbidden storage must not stop anyone from writing.
    }
  },
  clear(owner: string): void {
    for (const name of Object.keys(localStorage))
      if (name.startsWith(key(owner, ''))) localStorage.removeItem(name)
  }
}

const key = (owner: string, place: string) => `strefa.draft.${owner}.${place}`
