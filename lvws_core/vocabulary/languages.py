"""Languages: those that a London service is asked for most."""

from lvws_core.vocabulary.labelled import Labelled


class Language(Labelled):
    """A language by its ISO 639-3 code; `bfi` is British Sign Language.

    A short list to choose from, in the order of the labels, with `mis` for a language that has no
    code here. The choice is a project default.

    Source: domain section 9.3.
    """

    AKAN = "aka", "Akan (Twi, Fante)"
    ALBANIAN = "sqi", "Albanian"
    AMHARIC = "amh", "Amharic"
    ARABIC = "ara", "Arabic"
    BENGALI = "ben", "Bengali"
    BRITISH_SIGN_LANGUAGE = "bfi", "British Sign Language"
    BULGARIAN = "bul", "Bulgarian"
    CANTONESE = "yue", "Cantonese"
    DARI = "prs", "Dari"
    ENGLISH = "eng", "English"
    FRENCH = "fra", "French"
    GREEK = "ell", "Greek"
    GUJARATI = "guj", "Gujarati"
    HINDI = "hin", "Hindi"
    HUNGARIAN = "hun", "Hungarian"
    ITALIAN = "ita", "Italian"
    KURDISH_KURMANJI = "kmr", "Kurdish, Kurmanji"
    KURDISH_SORANI = "ckb", "Kurdish, Sorani"
    LINGALA = "lin", "Lingala"
    LITHUANIAN = "lit", "Lithuanian"
    MANDARIN = "cmn", "Mandarin"
    NEPALI = "nep", "Nepali"
    PASHTO = "pus", "Pashto"
    PERSIAN = "fas", "Persian"
    POLISH = "pol", "Polish"
    PORTUGUESE = "por", "Portuguese"
    PUNJABI = "pan", "Punjabi"
    ROMANIAN = "ron", "Romanian"
    RUSSIAN = "rus", "Russian"
    SOMALI = "som", "Somali"
    SPANISH = "spa", "Spanish"
    SWAHILI = "swa", "Swahili"
    SYLHETI = "syl", "Sylheti"
    TAMIL = "tam", "Tamil"
    TIGRINYA = "tir", "Tigrinya"
    TURKISH = "tur", "Turkish"
    UKRAINIAN = "ukr", "Ukrainian"
    URDU = "urd", "Urdu"
    VIETNAMESE = "vie", "Vietnamese"
    YORUBA = "yor", "Yoruba"
    OTHER = "mis", "Another language"
