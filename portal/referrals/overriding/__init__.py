"""Setting a guard aside while composing: with a reason, and with a second person where the rule says so."""
