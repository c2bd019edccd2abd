import { z } from 'zod';

/** zod asks once whether eval is allowed; the app's policy forbids it and the browser would report the question. Import first. */
z.config({ jitless: true });
