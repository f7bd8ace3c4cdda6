export interface Toast {
  id: number
  text: string
  bad: boolean
  action?: { label: string; run: () => void }
}

const list = $state<Toast[]>([])
let last = 0

/** The small notices at the foot of the page; `bad` ones stay longer and are announced at once. */
export const toasts = {
  get all() {
    return list
  },
  say(text: string, action?: Toast['action']) {
    show({ id: ++last, text, bad: false, action }, action ? 8000 : 4000)
  },
  warn(text: string, action?: Toast['action']) {
    show({ id: ++last, text, bad: true, action }, 9000)
  },
  close(id: number) {
    const at = list.findIndex((toast) => toast.id === id)
    if (at >= 0) list.splice(at, 1)
  }
}

const show = (toast: Toast, milliseconds: number) => {
  list.push(toast)
  if (list.length > 3) list.shift()
  setTimeout(() => toasts.close(toast.id), milliseconds)
}
