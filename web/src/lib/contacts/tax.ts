/** A Polish tax number as it is written on invoices; anything else as it stands. */
export const taxText = (taxId: string): string =>
  taxId.replace(/^(PL)?\s*(\d{3})(\d{3})(\d{2})(\d{2})$/i, (_, country, ...parts: string[]) =>
    [country, parts.slice(0, 4).join('-')].filter(Boolean).join(' ')
  )
