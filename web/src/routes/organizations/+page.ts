import { redirect } from '@sveltejs/kit'

/** Organizations are listed among contacts. */
export const load = () => redirect(307, '/contacts')
