// The shape of a translation. Invariant: a language has exactly the keys of English, or it does not compile.

export type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : Same<T[K]> };
