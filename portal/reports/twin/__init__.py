"""The year-one twin: invented cases whose margins are those of the evaluation, to the last one."""
