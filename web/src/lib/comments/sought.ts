/** The comment that an address asks for: '#comment-<id>'. */
export const soughtIn = ({ hash }: { hash: string }): string | undefined =>
  /^#comment-([\da-f-]{36})$/.exec(hash)?.[1]
