"""Asking again: the reasons for which a person had to tell twice, in codes."""

from lvws_core.vocabulary import Labelled


class AskedReason(Labelled):
    """Why a partner asked a person again about what it had been told. Source: NEED-02 (project default)."""

    CHANGED = "changed", "It had changed since it was shared"
    NOT_ENOUGH = "not_enough", "What was shared was not enough to act on"
    OWN_FORM = "own_form", "Our own form or funder asks for it"
    LAW = "law", "The law asks us to hear it from the person"
    PERSON_WISHED = "person_wished", "The person wanted to tell it themselves"
    NOT_READ = "not_read", "Nobody had read what was shared"
