package dev.breakwater.wire.size;

/** What a text is mostly written in, for vocabularies fit them differently well. */
public enum Script {
  /** Words of the Latin alphabet without accents: English, mostly. */
  LATIN,
  /** Source code, JSON, numbers: many signs that are no letters. */
  CODE,
  /** Alphabets of two bytes a letter: Cyrillic, Greek, Hebrew, Arabic. */
  ALPHABET,
  /** Ideographs, kana, Hangul, and other scripts of three bytes a sign. */
  IDEOGRAPHS
}
