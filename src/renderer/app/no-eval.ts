import { z } from 'zod';

// zod tries `new Function` to see whether it may compile its schemas. Here it may not, and each try is reported as a
// violation of the content security policy. Imported first, before any module that parses while it loads.
z.config({ jitless: true });
