import { z } from 'zod';

// zod tries `new Function` to see whether it may compile a schema, when the schema is made. The pages may not, and each
// try is reported as a violation of the content security policy. Imported by what makes schemas, before it does.
z.config({ jitless: true });
